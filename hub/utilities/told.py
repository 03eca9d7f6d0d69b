"""In which statements to utilities somebody's account was told. Nothing is written down for it: the events of a
settlement say which chunks were compared and which statements sent, and an account's place in the register says in
which chunk its line lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from connectors.agencies import takers_of
from document_flow.hands import EventOf
from document_flow.settlements.acts.compare_chunk import ChunkCompared
from document_flow.settlements.acts.send_statement import StatementSent, UtilityReminded
from document_flow.settlements.state import NOTHING, Settlement
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.evidence.histories import HistoryLine
from hub.register.store import RegisterStore
from hub.register.things import ACCOUNTS_OF, THINGS_AT, THINGS_OF
from hub.store.tx import Rows, Tx
from hub.utilities.comparing import RIGHTS
from hub.utilities.lines import differing, lines_in, statement_name
from hub.utilities.settlements import KIND

_KINDS: Final = frozenset(("utility_account", "right"))
_MOST: Final = 1000
_ALL: Final = "~"
"""Above every id."""
Chunks = tuple[tuple[str, str], ...]
"""Of each chunk the kind of what it went through, and the last id of its range."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """The name of a statement's file, the round of comparison that it tells, and that round's chunks."""

    name: str
    round: int
    chunks: Chunks


async def statements_naming(tx: Tx, register: RegisterStore, fins: Sequence[str]) -> dict[str, int | None]:
    """The messages of statements in which an account was told that these FINs hold or have a right at; how many persons
    a statement is about, nobody has counted.
    """
    linked = await register.linked(tx, [register.hash(kind, fin) for kind in (ACCOUNTS_OF, THINGS_OF) for fin in fins])
    accounts = {
        (str(each.attributes["provider"]), str(each.attributes["subscriber_code"]))
        for each in chain(*linked.values())
        if each.kind in _KINDS and {"provider", "subscriber_code"} <= each.attributes.keys()
    }
    if not accounts:
        return {}
    store = AggregateStore(register.sealer, register.hash)
    found: list[tuple[str, str]] = []
    for stored in await store.find(tx, KIND, WantedAggregates(most=_MOST)):
        provider = stored.state.provider
        codes = {code: await _places(tx, register, provider, code) for of, code in accounts if of == provider}
        sent = _sent(await store.lines(tx, KIND, stored.id)) if codes and stored.state.statements else ()
        found += [
            (provider, each.name)
            for each in sent
            if any([await _is_told(tx, register, stored.id, each, code, ids) for code, ids in codes.items()])
        ]
    return await _messages(tx, register, found)


async def _is_told(
    tx: Tx, register: RegisterStore, settlement: str, sent: _Sent, code: str, ids: Sequence[tuple[str, str]]
) -> bool:
    """Whether a statement says something of an account, whose line lies where these ids of it are."""
    for number in {_chunk(sent.chunks, kind, each) for kind, each in ids}:
        lines = await lines_in(tx, register.sealer, settlement, sent.round, number) if number is not None else ()
        if any(each.account == code and differing(each) for each in lines):
            return True
    return False


async def _places(tx: Tx, register: RegisterStore, provider: str, code: str) -> list[tuple[str, str]]:
    """The account and the rights at it, by kind and id: in the chunk of one of them it is told."""
    name = f"{provider}:{code}"
    account = await register.by_keys(tx, [register.hash("account", name)])
    rights = await register.linked(tx, [register.hash(THINGS_AT, name)])
    return [(each.kind, each.id) for each in chain(account.values(), *rights.values())]


def _sent(lines: Sequence[HistoryLine[EventOf[Settlement]]]) -> Iterator[_Sent]:
    """Every statement that went as a file, and every reminder of one."""
    state = NOTHING
    chunks: Chunks = ()
    for line in lines:
        begins_at, state = state.cursor, line.event.apply(state)
        if isinstance(line.event, ChunkCompared):
            chunks = (*chunks, _range(begins_at, line.event.cursor))
        elif not state.chunks:
            chunks = ()
        if isinstance(line.event, StatementSent | UtilityReminded) and not state.document:
            yield _Sent(statement_name(state, again=isinstance(line.event, UtilityReminded)), state.round, chunks)


def _range(begins_at: str, goes_on_at: str) -> tuple[str, str]:
    if begins_at.startswith(RIGHTS):
        return "right", goes_on_at.removeprefix(RIGHTS) or _ALL
    return "utility_account", _ALL if goes_on_at.startswith(RIGHTS) else goes_on_at


def _chunk(chunks: Chunks, kind: str, name: str) -> int | None:
    """The number of the chunk in whose range this id is."""
    found = (number for number, (of, last) in enumerate(chunks) if of == kind and name <= last)
    return next(found, None)


async def _messages(tx: Tx, register: RegisterStore, named: Sequence[tuple[str, str]]) -> dict[str, int | None]:
    """The messages of these files, by provider and name; names are of a month and may be another utility's too."""
    operations = {taken.operation: agency.name for agency, taken in takers_of("file-reply")}
    names = {register.hash("file", name): (provider, name) for provider, name in named}
    rows = await tx.fetch(
        "SELECT r.key_hash, d.message_id, d.destination FROM {rows} JOIN message_keys k ON k.key_hash = r.key_hash"
        " JOIN deliveries d ON d.message_id = k.message_id WHERE d.route = 'file-replies'",
        rows=Rows("key_hash text", [(each,) for each in names]),
    )
    wanted = set(named)
    return {
        row["message_id"]: None
        for row in rows
        if (operations.get(row["destination"], ""), names[row["key_hash"]][1]) in wanted
    }
