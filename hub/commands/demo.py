"""`hub demo-data`: synthetic registers and files of any size, written to a folder or handed to a running hub."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from connectors.sandbox.people import POPULATION
from connectors.sandbox.twins import demo_files
from hub.commands.client import HubClient, KeyOption
from hub.commands.exchange.importing import send_file
from hub.commands.exchange.sending import giver_client, reported, send_records
from hub.commands.servers.starting import console
from hub.demo.registers import people, records
from hub.register.formats import RECORDS_FORMAT
from mappings.records import record_to_json

_SERIAL = 50
"""The sandbox's own traffic sends number 1 of every night, and a name is taken once."""


def demo_data(
    persons: Annotated[int, typer.Option(min=1, max=POPULATION, help="How many persons.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same register.")] = 1,
    serial: Annotated[int, typer.Option(min=1, max=99, help="The meter file's number in its day.")] = _SERIAL,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Write records.jsonl and the meter file here.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Hand them to this hub instead.")] = None,
    key: KeyOption = None,
) -> None:
    """Make synthetic persons, households, statuses and a meter file.

    No person in them exists.
    """
    if (out is None) == (url is None):
        raise typer.BadParameter("--out DIR / --url URL")
    if out is not None:
        _write(out, Register(persons, seed, serial))
        return
    target = giver_client(RECORDS_FORMAT, url, key)
    with reported(target):
        raise typer.Exit(1 if asyncio.run(_send(target, (url, key), Register(persons, seed, serial))) else 0)


@dataclass(frozen=True, slots=True)
class Register:
    """Which register: so many persons of a seed, and the agencies' files about them under a number."""

    persons: int
    seed: int
    serial: int

    def lines(self) -> Iterator[str]:
        """Canonical records, one JSON each."""
        return (record_to_json(record).decode() for record in records(self.persons, self.seed))

    def files(self, folder: Path) -> dict[str, Path]:
        """Write the agencies' files; their paths by format."""
        return {
            name: write(folder, people(self.persons, self.seed), self.serial) for name, write in demo_files().items()
        }


def _write(out: Path, register: Register) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with (out / "records.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in register.lines())
    for path in (out / "records.jsonl", *register.files(out).values()):
        console.print(f"{path}  {path.stat().st_size} B", highlight=False)


async def _send(target: HubClient, door: tuple[str | None, str | None], register: Register) -> int:
    count = sum(1 for _ in register.lines())
    refused = await send_records(target, register.lines(), count)
    with tempfile.TemporaryDirectory() as folder:
        for name, path in register.files(Path(folder)).items():
            refused += await send_file(giver_client(name, *door), name, path)
    return refused
