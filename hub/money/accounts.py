"""The room of payees' accounts: proposed by one, agreed to by a second, in force after the cooling period.

The rules see the key of an account alone; its number is kept sealed (`hub.money.numbers`), and a page shows its last
four signs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from document_flow.context import Context, day_over
from document_flow.hands import Command
from document_flow.lists.entry import ListEntry
from document_flow.lists.state import BEFORE_ISSUE
from document_flow.money.account import PayeeAccount
from document_flow.money.acts.change_account import AgreeAccount, ChangeAccount, ProposeAccount
from document_flow.money.kernel import ACCOUNTS as KERNEL
from document_flow.money.kernel import ACCOUNTS_ROOM
from document_flow.money.refusals import refusal
from document_flow.money.standing import Standing
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, ColumnOf, Kind, Needs, Step, Stored
from hub.clock import SECOND
from hub.errors import by_rule, found_or
from hub.money.numbers import account_key, keep_number, numbers_of
from hub.money.owing import instruct_again
from hub.money.standing import application, fin_of_person, related_to, rules_of
from hub.store.sealing import Sealer
from hub.store.tx import Rows, Tx, ids
from mappings.converters import iban_fault

_SPACE: Final = UUID("6f0f5d0e-6c0e-5a55-9d3c-5d1b6a2f7c11")
_LOCKED_WAIT: Final = 600 * SECOND
_MOST_OTHERS: Final = 8
"""So many others may tell one number, as the children of a guardian do: assumed (†)."""


def account_id(payee: str) -> str:
    """The id of a payee's account, by the id of the register's entity."""
    return uuid5(_SPACE, UUID(payee).hex).hex


async def accounts_of(needs: Needs, tx: Tx, payees: Sequence[str]) -> dict[str, str]:
    """The keys of the accounts that these payees are paid to now, by payee; who has none is left out."""
    states = await _states(needs, tx, payees)
    return {payee: state.account for payee, state in states.items() if state.account}


async def questioned(needs: Needs, tx: Tx, entries: Sequence[ListEntry]) -> Collection[str]:
    """Of these lines, by their leaves, those whose account somebody has to look at: another one is proposed for the
    payee, or many others told the same number.
    """
    states = await _states(needs, tx, sorted({each.payee or each.person for each in entries}))
    numbers = await numbers_of(needs, tx, [each.account for each in entries])
    asked = {payee for payee, state in states.items() if state.proposed}
    shared = {key for key, number in numbers.items() if number.others > _MOST_OTHERS}
    return {each.sha256 for each in entries if (each.payee or each.person) in asked or each.account in shared}


async def _states(needs: Needs, tx: Tx, payees: Iterable[str]) -> dict[str, PayeeAccount]:
    named = {account_id(each): each for each in payees}
    rows = await tx.fetch(
        "SELECT a.id, a.version, a.state_sealed FROM {rows} JOIN aggregates a ON a.id = r.id WHERE a.room = :room",
        {"room": ACCOUNTS.room},
        rows=ids(sorted(named)),
    )
    return {named[row["id"]]: _opened(needs.sealer, row) for row in rows}


def _opened(sealer: Sealer, row: Any) -> PayeeAccount:
    raw = sealer.unseal("aggregates.state", row["id"], row["state_sealed"], row["version"])
    return KERNEL.states.validate_json(raw)


async def is_locked(tx: Tx) -> bool:
    """Whether a list stands between cut and issue, so that no account may change that it could pay to."""
    return bool(
        await tx.fetch(
            "SELECT 1 AS one FROM {rows} JOIN aggregates a ON a.room = :room AND a.phase = r.phase LIMIT 1",
            {"room": "lists"},
            rows=Rows("phase text", [(each,) for each in BEFORE_ISSUE]),
        )
    )


async def _payee_of(needs: Needs, tx: Tx, command: Command) -> str:
    """Where the account of whom the form names is kept."""
    fin = command.payee.upper() if isinstance(command, ProposeAccount) else ""
    entity = found_or(await needs.reader.by_key(tx, "fin", fin), by_rule(refusal("money.no_payee")))
    return account_id(entity.id)


async def _completes(needs: Needs, tx: Tx, stored: Stored[PayeeAccount], command: Command) -> Command | Refusal:
    """The payee and the key of the number that were typed. A number that was agreed to is never kept twice."""
    if isinstance(command, AgreeAccount):
        typed = account_key(needs, stored.state.payee, _folded(command.account)) if stored.state.payee else ""
        return command if typed == stored.state.proposed else refusal("money.other_number")
    if not isinstance(command, ProposeAccount):
        return command
    fin, iban = command.payee.upper(), _folded(command.account)
    entity = await needs.reader.by_key(tx, "fin", fin)
    if entity is None:
        return refusal("money.no_payee")
    if iban_fault(iban):
        return refusal("money.no_iban")
    if command.by in await related_to(needs, tx, command.by, fin):
        name = (await needs.context(tx)).directory.name(command.by)
        return refusal("money.related", name=name)
    document = await application(needs, tx, command.document, fin)
    if document is None:
        return refusal("money.no_application")
    return replace(command, payee=entity.id, account=await keep_number(needs, tx, entity.id, iban), document=document)


def _folded(typed: str) -> str:
    return "".join(typed.split()).upper()


async def _standing(needs: Needs, tx: Tx, stored: Stored[PayeeAccount], by: str) -> Standing[PayeeAccount]:
    fin = await fin_of_person(needs, tx, stored.state.payee)
    related = await related_to(needs, tx, by, fin) if by != HUB else frozenset[str]()
    locked = stored.state.cooling_until is not None and await is_locked(tx)
    return Standing(stored.state, await needs.context(tx), rules_of(needs), locked, related=related)


def _phase(state: PayeeAccount) -> str:
    if state.proposed:
        return "proposed" if state.cooling_until is None else "cooling"
    return "in_force" if state.account else "none"


def _due(state: PayeeAccount) -> bool | datetime:
    until = state.cooling_until
    return day_over(until) if until is not None else False


async def _works(aggregates: Aggregates, stored: Stored[PayeeAccount]) -> None:
    """The cooling period is over: it becomes the account, or waits until no list stands in between."""
    async with aggregates.store.write() as tx:
        standing = await _standing(aggregates.needs, tx, stored, HUB)
        until = stored.state.cooling_until
        cools = until is not None and standing.context.today <= until  # what is known of legal time may lag a second
        if cools or standing.locked:
            wait = SECOND if cools else _LOCKED_WAIT
            await look_again(tx, stored.id, wait)
            return
    await aggregates.by_hub(ACCOUNTS, stored.id, ChangeAccount(by=HUB))


def _shown(state: PayeeAccount, _context: Context) -> Sequence[Block]:
    shown = (
        ColumnOf("payee", Words("Ödəniş alan", "Payee"), "id"),
        ColumnOf("cooling_until", Words("Bu günədək gözləyir", "Waits until")),
    )
    return [Block("payee", Words("Kimə", "To whom"), shown, [(f"register/{state.payee}", state.cooling_until)])]


async def _more(needs: Needs, tx: Tx, stored: Stored[PayeeAccount]) -> Sequence[Block]:
    """The numbers, masked; beside them how many other payees told the same."""
    state = stored.state
    wanted = ((state.account, _NOW), (state.proposed, _NEXT))
    numbers = await numbers_of(needs, tx, [key for key, _ in wanted])
    found = [(words, numbers[key]) for key, words in wanted if key in numbers]
    shown = (ColumnOf("which", Words("Hesab", "Account")), ColumnOf("number", Words("Nömrə", "Number")))
    blocks = [Block("numbers", Words("Nömrələr", "Numbers"), shown, [(words, each.masked) for words, each in found])]
    if shared := [(each.masked, each.others) for _, each in found if each.others]:
        others = (ColumnOf("number", Words("Hesab", "Account")), ColumnOf("others", Words("Neçə nəfər", "How many")))
        blocks.insert(0, Block("shared", _SHARED, others, shared, _SHARED_NOTE))
    return blocks


async def _follows(needs: Needs, tx: Tx, step: Step[PayeeAccount]) -> None:
    """What no account has taken yet is instructed to the new one."""
    after = step.after
    if after.account and after.account != step.before.account:
        await instruct_again(needs, tx, after.payee, after.account)


_NOW = Words("indiki", "present")
_NEXT = Words("təklif olunan", "proposed")
_SHARED = Words("Diqqət: bu nömrəni başqaları da göstərib", "Take care: others told this number too")
_SHARED_NOTE = Words(
    "Bu, yalnız ortaq hesab və ya qəyyum olduqda düzgündür. Razılaşmazdan əvvəl ərizə ilə tutuşdurun.",
    "That is right for a joint account or a guardian alone. Compare the application before you agree.",
)
ACCOUNTS: Final = Kind(
    of=ACCOUNTS_ROOM,
    part="payments",
    rights=(Right.CASES,),
    phase=_phase,
    name=lambda state: Words(f"Hesab {state.payee[-8:]}", f"Account {state.payee[-8:]}"),
    standing=_standing,
    shown=_shown,
    more=_more,
    finds=_payee_of,
    completes=_completes,
    follows=_follows,
    due=_due,
    works=_works,
)
