"""The process that reads with a candidate mapping, started by `candidate`.

A candidate is text that somebody wrote: its patterns may take for ever, its tables all memory. So it is compiled and
used in a process of its own that has no settings, no store and no network, and whose time and memory are bounded.
Frames are a length of 4 bytes and as many bytes: first our answer whether the folder can be loaded, then a reading for
each message that comes.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from hub.exchange.replay.reading import read_as
from mappings.format import Addition, Additions, Format, FormatsRefused, load_formats

_MEMORY = 1024 * 1024 * 1024
_CPU_S = 600
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "shutil.",
)
_PROBLEMS = 20


def main(folder: Path, additions: str) -> None:
    """Load the folder with the codes agreed on beside it, then read until there is nothing more to read."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    sys.addaudithook(_forbid)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    made, answer = _load(folder, additions_from(additions))
    _put(target, json.dumps(answer).encode())
    if made is None:
        return
    while (raw := _take(source)) is not None:
        _put(target, read_as(made, raw).to_json())


def _load(folder: Path, additions: Additions) -> tuple[Format | None, dict[str, Any]]:
    try:
        made = next(iter(load_formats(folder, additions=additions).values()))
    except FormatsRefused as refused:
        return None, {"problems": [str(problem) for problem in refused.problems[:_PROBLEMS]]}
    if not made.reads:
        return None, {"problems": ["mapping.yaml: read: the candidate reads nothing"]}
    return made, {"problems": [], "format": made.name, "hash": made.version_hash}


def additions_to(additions: Additions) -> str:
    """For the other process."""
    return json.dumps(
        {name: [[each.table, each.code, each.meaning] for each in agreed] for name, agreed in additions.items()}
    )


def additions_from(text: str) -> dict[str, list[Addition]]:
    """What `additions_to` wrote."""
    return {name: [Addition(*each) for each in agreed] for name, agreed in json.loads(text).items()}


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Whatever reaches beyond this process ends it."""
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event.startswith(_FORBIDDEN):
        os._exit(3)


def _take(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    return source.read(struct.unpack(">I", head)[0])


def _put(target: BinaryIO, answer: bytes) -> None:
    target.write(struct.pack(">I", len(answer)) + answer)
    target.flush()
