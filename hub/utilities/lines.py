"""The lines of settlements: kept sealed, a chunk once; written out for the utility, and for officers."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Final

from pydantic import TypeAdapter

from document_flow.settlements.comparing import DIFFERENCES, OF_BALANCE, AccountSums
from document_flow.settlements.state import Settlement
from hub.aggregates.kind import Stored
from hub.store.sealing import Sealer
from hub.store.tx import Tx
from mappings.money import text_from_qepik as manat

_LINES: Final[TypeAdapter[list[AccountSums]]] = TypeAdapter(list[AccountSums])
_CHUNK = "SELECT lines_sealed FROM settlement_chunks WHERE settlement_id = :id AND round = :round AND number = :number"
TOLD: Final = ("ABONENT_KODU", "XIDMET", "HUQUQ", "NEFER", "FERQ", "MEBLEG_FERQI")
"""What a utility is given of an account: its own code, the service, yes or no, persons, and what does not add up."""


def packed(lines: Sequence[AccountSums]) -> tuple[bytes, str]:
    """A chunk's bytes, with their SHA-256."""
    raw = _LINES.dump_json(list(lines))
    return raw, hashlib.sha256(raw).hexdigest()


async def keep(tx: Tx, sealer: Sealer, settlement: str, at: tuple[int, int], raw: bytes) -> None:
    """Write the chunk of a round and number."""
    sealed = sealer.seal("settlement_chunks.lines", f"{settlement}/{at[0]}/{at[1]}", raw)
    row = (settlement, *at, sealed)
    await tx.insert("settlement_chunks", "settlement_id, round, number, lines_sealed", [row])


async def are_so(tx: Tx, sealer: Sealer, stored: Stored[Settlement]) -> bool:
    """Whether the chunks of the present round are those that were compared."""
    state, of = stored.state, stored.id
    for number, sha256 in enumerate(state.chunks):
        (row,) = await tx.fetch(_CHUNK, {"id": of, "round": state.round, "number": number})
        raw = sealer.unseal("settlement_chunks.lines", f"{of}/{state.round}/{number}", row["lines_sealed"])
        if hashlib.sha256(raw).hexdigest() != sha256:
            return False
    return True


async def lines_of(tx: Tx, sealer: Sealer, settlement: str, state: Settlement) -> AsyncIterator[AccountSums]:
    """All lines of the present round; a chunk is held at a time."""
    for number in range(len(state.chunks)):
        for line in await lines_in(tx, sealer, settlement, state.round, number):
            yield line


async def lines_in(tx: Tx, sealer: Sealer, settlement: str, round_: int, number: int) -> list[AccountSums]:
    """The lines of one chunk of a round."""
    found = await tx.fetch(_CHUNK, {"id": settlement, "round": round_, "number": number})
    where = f"{settlement}/{round_}/{number}"
    raw = [sealer.unseal("settlement_chunks.lines", where, row["lines_sealed"]) for row in found]
    return [line for each in raw for line in _LINES.validate_json(each)]


def statement_name(state: Settlement, *, again: bool) -> str:
    """What the file of the statement that was sent last is called."""
    return f"HESABLASMA_{state.month}_{state.statements:02d}{'_TEKRAR' if again else ''}.csv"


def differing(line: AccountSums) -> list[str]:
    """Of an account what the utility is told does not add up; nothing where it is not told of the account at all."""
    return [each for each in line.differences if each not in OF_BALANCE]


async def statement(lines: AsyncIterator[AccountSums], state: Settlement) -> str:
    """What the utility is sent: the accounts that do not add up, and their sum."""
    text, total, count = [f"AKT_NO;{state.notice_no};AY;{state.month}", ";".join(TOLD)], 0, 0
    async for line in lines:
        said = differing(line)
        if not said:
            continue
        total, count = total + line.difference_qepik, count + 1
        cells = (line.account, line.service, int(line.entitled), line.persons, " ".join(said))
        text.append(";".join((*map(str, cells), manat(line.difference_qepik))))
    text.append(f"CEMI;{count};;;;{manat(total)}")
    return "".join(f"{line}\r\n" for line in text)


def export(lines: Iterable[AccountSums]) -> str:
    """For officers, every line; sums in manat."""
    text = ["abonent;xidmət;hüquq;nəfər;yer;vahid;hesablanıb;gözlənilən;fərq;borc;səbəb"]
    for line in lines:
        sums = (line.billed_qepik, line.expected_qepik, line.difference_qepik, line.debt_qepik)
        why = ", ".join(DIFFERENCES[each].az for each in line.differences)
        cells = (line.account, line.service, "+" if line.entitled else "-", line.persons, line.place, line.units)
        text.append(";".join((*map(_cell, cells), *map(manat, sums), why)))
    return "".join(f"{line}\r\n" for line in text)


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula or splits."""
    text = str(value).replace(";", ",").replace("\n", " ").replace("\r", " ")
    return f"'{text}" if text[:1] in ("=", "@", "\t") or (text[:1] in "+-" and len(text) > 1) else text
