"""Meter files of the sandbox's utilities: left in their own folders, from which the hub takes them over SFTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from connectors.sandbox.dropbox import FILES, leave
from connectors.sandbox.twins import simulations
from connectors.sandbox.twins.twin import Metered
from hub.errors import HubError, Words, found_or
from hub.settings import Settings

__all__ = ["Metered", "leave_month", "statements"]


def leave_month(settings: Settings, agency: str, accounts: Sequence[Metered], night: date, serial: int = 1) -> str:
    """The utility leaves what it metered, as of a night; the file's name."""
    writes = found_or(
        simulations()[agency].month_file,
        HubError("scenario.no_meter_file", Words(f"{agency}: sayğac faylı yoxdur.", f"{agency}: no meter file.")),
    )
    file = writes(accounts, night, serial)
    leave(settings.data / "sandbox" / FILES, agency, file.name, file.body)
    return file.name


def statements(settings: Settings, agency: str) -> list[str]:
    """What the utility has read of the hub's statements of months, in the order of their names."""
    home = settings.data / "sandbox" / FILES / agency
    return [each.read_text("utf-8") for each in sorted(home.glob("*/done/HESABLASMA_*.csv"))]
