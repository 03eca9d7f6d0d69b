"""Asking for a replay, and sending what was found: what pages, API and command line share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.access.second_person import Who
from hub.errors import NotFound, Words
from hub.exchange.codes.book import agreed
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import RepairDependencies, Request, Selection
from hub.exchange.repair.states import Action
from hub.exchange.replay.book import findings, name_repair
from hub.exchange.replay.candidate import reading_with
from hub.exchange.replay.words import does_not_load, nothing_found, other_format
from hub.store.store import Store
from mappings.format import Format


def read_one_by_one(formats: Mapping[str, MessageFormat]) -> list[str]:
    """The formats of single messages, by name: rows of files are not stored as messages, so not read again."""
    return sorted(name for name, made in formats.items() if _is_read(made))


def replayed_format(formats: Mapping[str, MessageFormat], name: str) -> Format:
    """One of them; NotFound."""
    made = formats.get(name)
    if not isinstance(made, Format) or not _is_read(made):
        raise NotFound(
            "replay.unknown_format",
            Words(
                "Belə format yoxdur, ya da onun mesajları tək-tək oxunmur.",
                "There is no such format, or its messages are not read one by one.",
            ),
        )
    return made


async def candidate_version(store: Store, wanted: str, files: Mapping[str, str]) -> str:
    """The version of a candidate that loads; Refused with all its mistakes, or if it is of another format."""
    async with store.read() as tx:
        additions = await agreed(tx)
    async with reading_with(files, additions) as reader:
        if reader.problems:
            raise does_not_load(reader.problems)
        if reader.format != wanted:
            raise other_format(wanted, reader.format)
        return reader.hash


def correcting(found: Sequence[str], reason: str, who: Who) -> Request:
    """The repair that tells the places of these deliveries again, in the order of their lanes."""
    return Request(Action.CORRECT, Selection(ids=tuple(found)), reason, who)


async def send_corrections(needs: RepairDependencies, replay: str, reason: str, who: Who) -> str:
    """Make that repair of all that was found; its id. Conflict where nothing was."""
    async with needs.store.read() as tx:
        found = await findings(tx, replay)
    if not found:
        raise nothing_found()
    made = await make_repair(needs, correcting(found, reason, who))
    await name_repair(needs.store, replay, made)
    return made


def _is_read(made: MessageFormat) -> bool:
    return isinstance(made, Format) and made.reads and made.table is None
