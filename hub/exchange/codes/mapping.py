"""From a code on the work list to its proposal, and from the agreement to the repair of what waited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.parsing.json import parse_json
from connectors.parsing.refusal import ParsingRefused
from hub.access.second_person import Who
from hub.errors import found_or
from hub.exchange.codes.book import AddedCode, Proposal
from hub.exchange.codes.unknown import UnknownCode, code_mark, free_waiting, list_codes, waiting
from hub.exchange.codes.words import no_such_code, not_a_meaning
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.deciding import approve as approve_repair
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import RepairDependencies, Request, Selection
from hub.exchange.repair.reread import original_bytes
from hub.exchange.repair.states import Action, RepairState
from hub.store.sealing import KeyedHash
from mappings.codes import Code, CodeTable
from mappings.format import Format

_NEWEST = "f" * 32


@dataclass(frozen=True, slots=True)
class Waiting:
    """What became of the messages that waited: the repair that has them in hand, None where there were none."""

    repair: str | None
    messages: int


def table_of(formats: Mapping[str, MessageFormat], message_format: str, table: str) -> CodeTable:
    """The table in force; NotFound where the format has none of that name any more."""
    made = formats.get(message_format)
    return found_or(made.codes.get(table) if isinstance(made, Format) else None, no_such_code())


async def exact_code(needs: RepairDependencies, unknown: UnknownCode) -> Code:
    """The code as the sender writes it: the text 1 and the number 1 are two codes. NotFound if no body is kept."""
    if unknown.code is None:
        raise no_such_code()
    made = needs.formats.get(unknown.format)
    if made is None or made.syntax != "json":
        return unknown.code
    async with needs.store.read() as tx:
        sample = await waiting(tx, unknown.mark, _NEWEST, 1)
        rows = (
            await tx.fetch(
                "SELECT m.id AS message_id, m.body_digest, b.body_sealed FROM messages m JOIN message_bodies b"
                " ON b.message_id = m.id WHERE m.id = :id",
                {"id": sample[0]["message_id"]},
            )
            if sample
            else []
        )
    raw = found_or(await original_bytes(needs, rows[0]) if rows else None, no_such_code())
    try:
        found = value_at(parse_json(raw), sample[0]["path"])
    except (ParsingRefused, LookupError, TypeError, ValueError) as gone:
        raise no_such_code() from gone
    return found.strip() if isinstance(found, str) else found


def value_at(document: Any, pointer: str) -> Code:
    """The plain value at a JSON pointer; LookupError, TypeError or ValueError where there is none."""
    found = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        found = found[int(name)] if isinstance(found, list) else found[name]
    if isinstance(found, str | int):
        return found
    raise LookupError(pointer)


async def reprocess_waiting(needs: RepairDependencies, keyed: KeyedHash, added: AddedCode, approver: Who) -> Waiting:
    """An ordinary repair of every free message that waited for a code in force.

    Whoever proposed the code makes it. Where a repair of that size needs a second person, the one who has just agreed
    to the code and to what follows from it is that person. Rows of files are taken again by a duty (`files.retaking`).
    """
    await list_codes(needs.store, needs.sealer, keyed)
    mark = code_mark(keyed, added.format, added.addition.table, str(added.addition.code))
    async with needs.store.read() as tx:
        messages = await free_waiting(tx, mark)
    if not messages:
        return Waiting(None, 0)
    reason = f"{added.addition.table}: {added.addition.code} = {added.addition.meaning} ({added.source})"
    maker = Who.parse(added.proposed_by)
    made = await make_repair(needs, Request(Action.REPROCESS, Selection(ids=tuple(messages)), reason[:500], maker))
    async with needs.store.read() as tx:
        (row,) = await tx.fetch("SELECT state FROM repairs WHERE id = :id", {"id": made})
    if row["state"] == RepairState.AWAITING_APPROVAL:
        await approve_repair(needs.store, made, approver)
    return Waiting(made, len(messages))


def proposal_for(table: CodeTable, unknown: UnknownCode, code: Code, chosen: int, source: str) -> Proposal:
    """The proposal of a form on which the meaning was chosen by its place in `meanings`; Refused for no such place."""
    known = meanings(table)
    if not 0 <= chosen < len(known):
        raise not_a_meaning()
    return Proposal(unknown.format, table, code, known[chosen][0], source)


def meanings(table: CodeTable) -> list[tuple[Any, Sequence[str]]]:
    """What codes of the table can mean, each with the codes that mean it, in the table's order."""
    found: dict[tuple[type, Any], list[str]] = {}
    for (_, code), meaning in table.meanings.items():
        found.setdefault((type(meaning), meaning), []).append(str(code))
    return [(meaning, codes) for (_, meaning), codes in found.items()]
