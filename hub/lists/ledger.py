"""What lists ask of cases and of the ledger of money: which decisions are doubted, the accounts of payees, and what an
issued list comes to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from document_flow.lists.entry import ListEntry
from document_flow.lists.state import ListHead
from hub.aggregates.kind import Needs
from hub.store.tx import Tx

Owing = Callable[[Needs, Tx, ListHead, int, Sequence[ListEntry]], Awaitable[None]]
Settled = Callable[[Needs, Tx, str], Awaitable[tuple[int, int, int]]]
Questioned = Callable[[Needs, Tx, Sequence[ListEntry]], Awaitable[Collection[str]]]
Doubted = Callable[[Needs, Tx, Sequence[str]], Awaitable[Mapping[str, bool]]]
Accounts = Callable[[Needs, Tx, Sequence[str]], Awaitable[Mapping[str, str]]]


async def _no_accounts(_needs: Needs, _tx: Tx, _payees: Sequence[str]) -> Mapping[str, str]:
    return {}


async def _no_cases(_needs: Needs, _tx: Tx, _decisions: Sequence[str]) -> Mapping[str, bool]:
    return {}


async def _no_question(_needs: Needs, _tx: Tx, _entries: Sequence[ListEntry]) -> Collection[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """`owe_chunk` writes the obligations of one chunk, the same ones however often; `settled` says what a list's
    obligations came to, in qəpik: paid, returned, open; `accounts_of` are the keys of payees' accounts.

    `doubted` says of decisions by their numbers, of those that a case of ours has given, whether an official has to
    look at its ground. `questioned` are those of some lines, by their leaves, whose account somebody has to look at.

    Without the first two no money flows: an issued list waits.
    """

    owe_chunk: Owing | None = None
    settled: Settled | None = None
    accounts_of: Accounts = _no_accounts
    questioned: Questioned = _no_question
    doubted: Doubted = _no_cases
