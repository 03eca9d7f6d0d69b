"""The SFTP door answers every request of the protocol itself: none falls through to what touches the machine's disk."""

from __future__ import annotations

import inspect

import asyncssh

from hub.sftp.folder import PartyFolder

_OF_THE_SESSION = {"channel", "connection", "env", "logger", "convert_attrs", "format_user", "format_group",
                   "format_longname"}  # fmt: skip


def test_no_operation_of_the_library_is_left_as_it_is() -> None:
    operations = {name for name, _ in inspect.getmembers(asyncssh.SFTPServer) if not name.startswith("_")}

    inherited = {name for name in operations if getattr(PartyFolder, name) is getattr(asyncssh.SFTPServer, name)}

    assert inherited <= _OF_THE_SESSION
