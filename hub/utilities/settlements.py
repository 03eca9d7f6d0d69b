"""Settlements with utilities (*hesablaşma*), one a utility and month: the declaration of their room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid5

from connectors.agencies import BY_NAME, takers_of
from document_flow.context import Context
from document_flow.form import Option
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.settlements.acts.compare_chunk import CompareChunk
from document_flow.settlements.acts.open_settlement import OpenSettlement
from document_flow.settlements.acts.send_statement import ChaseAnswer, SendStatement, StatementSent, UtilityReminded
from document_flow.settlements.acts.take_answer import Answer, TakeAnswer
from document_flow.settlements.comparing import DIFFERENCES, Sums, tally
from document_flow.settlements.kernel import ROOM
from document_flow.settlements.refusals import refusal
from document_flow.settlements.standing import Standing
from document_flow.settlements.state import Settlement
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Needs, Step, Stored
from hub.exchange.accept import store_messages
from hub.exchange.files.reply import REPLY
from hub.exchange.model import Origin
from hub.store.tx import Tx
from hub.utilities.accounts import SERVICES
from hub.utilities.comparing import Comparing
from hub.utilities.files import newest_file
from hub.utilities.lines import are_so, keep, lines_of, packed, statement, statement_name
from mappings.records import FileReply

_SPACE: Final = UUID("6f0f3f0e-6b0b-5b44-9c0a-9d9d2f9a6b11")
_ANSWERS: Final[Mapping[str, Answer]] = {"arranged": "accepted", "refused": "disputed"}
"""What an acknowledgement's state says of a statement; `taken_in` is no answer yet."""
_MOST_PLACES: Final = 50


def settlement_id(provider: str, month: str) -> str:
    """The same whoever opens it."""
    return uuid5(_SPACE, f"{provider}\n{month}").hex


def _id_of(command: Command) -> str:
    return settlement_id(command.provider, command.month) if isinstance(command, OpenSettlement) else ""


async def _standing(needs: Needs, tx: Tx, stored: Stored[Settlement], _by: str) -> Standing:
    takes = any(agency.name == stored.state.provider for agency, _ in takers_of("file-reply"))
    return Standing(stored.state, await needs.context(tx), takes)


async def _completes(_needs: Needs, tx: Tx, stored: Stored[Settlement], command: Command) -> Command | Refusal:
    """A file for what an officer opens, a number for what is sent."""
    if isinstance(command, OpenSettlement) and command.provider not in SERVICES:
        return refusal("settlements.no_utility", provider=command.provider[:40], known=", ".join(sorted(SERVICES)))
    if isinstance(command, OpenSettlement) and not command.source.message:
        return replace(command, source=await newest_file(tx, command.provider, command.month))
    if isinstance(command, SendStatement):
        return replace(command, notice_no=uuid5(UUID(stored.id), str(stored.state.statements + 1)).hex)
    return command


async def _utilities(_needs: Needs, _tx: Tx, _stored: Stored[Settlement]) -> Mapping[str, tuple[Option, ...]]:
    return {"provider": tuple(Option(name, Words(*BY_NAME[name].title)) for name in sorted(SERVICES))}


async def _follows(needs: Needs, tx: Tx, step: Step[Settlement]) -> None:
    """What was sent, or is sent again, goes as a file in the same commit, unless a letter carries it."""
    state = step.after
    sent = [each for each in step.events if isinstance(each, StatementSent | UtilityReminded)]
    if not sent or state.document:
        return
    name = statement_name(state, again=isinstance(sent[-1], UtilityReminded))
    record = FileReply(
        party=state.provider,
        file_name=state.source.name,
        name=name,
        encoding="utf-8",
        content=await statement(lines_of(tx, needs.sealer, step.id, state), state),
    )
    mark = f"settlement:{step.id}:{state.length}"
    message = needs.planner.follow_up(REPLY, record, [("file", name)], Origin("committee", None, 1), mark)
    await store_messages(tx, [message], await tx.now())


async def _works(aggregates: Aggregates, stored: Stored[Settlement]) -> None:
    """The next chunk; or whether the utility has answered, and if not, whether it is to be reminded."""
    if stored.state.phase == "comparing":
        await _compared(aggregates, stored)
        return
    async with aggregates.store.read() as tx:
        told = await aggregates.needs.reader.by_key(tx, "acknowledgement", stored.state.notice_no)
    # Whoever else acknowledges under that number has answered nothing.
    is_theirs = told is not None and told.provenance.get("state", {}).get("p") == stored.state.provider
    said = told.attributes if told is not None and is_theirs else {}
    answer = _ANSWERS.get(str(said.get("state")))
    command: Command = ChaseAnswer(by=HUB)
    if answer is not None:
        reference = str(said.get("reference") or "")
        command = TakeAnswer(by=HUB, notice_no=stored.state.notice_no, answer=answer, reference=reference)
    await aggregates.by_hub(KIND, stored.id, command)


async def _compared(aggregates: Aggregates, stored: Stored[Settlement]) -> None:
    """Lines and event in one commit; of two who do it at once the second finds that it is done."""
    needs = aggregates.needs
    async with aggregates.store.write() as tx:
        held = await aggregates.locked(tx, KIND, stored.id)
        if held.state.length != stored.state.length:
            return
        lines, cursor = await Comparing(needs.reader.store).chunk(tx, held.state)
        raw, sha256 = packed(lines)
        at = (held.state.round, len(held.state.chunks))
        command = CompareChunk(by=HUB, round=at[0], number=at[1], cursor=cursor, tally=tally(lines), sha256=sha256)
        await aggregates.decided(tx, KIND, held, command)
        await keep(tx, needs.sealer, stored.id, at, raw)


def _name(state: Settlement) -> Words:
    title = BY_NAME[state.provider].title if state.provider in BY_NAME else ("", "")
    return Words(f"{title[0]}, {state.month}", f"{title[1]}, {state.month}")


_SUMS = (
    ColumnOf("accounts", Words("Abonent", "Accounts")),
    ColumnOf("difference", Words("Fərq", "Difference"), "money"),
    ColumnOf("billed", Words("Hesablanıb", "Billed"), "money"),
    ColumnOf("expected", Words("Gözlənilən", "Expected"), "money"),
    ColumnOf("debt", Words("Borc", "Debt"), "money"),
    ColumnOf("credit", Words("Artıq ödəniş", "Credit"), "money"),
)


def _sums(each: Sums) -> tuple[Cell, ...]:
    debts = (each.debt_qepik, each.credit_qepik)
    return (each.accounts, each.difference_qepik, each.billed_qepik, each.expected_qepik, *debts)


def _shown(state: Settlement, _context: Context) -> Sequence[Block]:
    """Counts and sums, nobody's name: what does not add up first."""
    by = [(DIFFERENCES[name], *_sums(state.tally.by[name])) for name in DIFFERENCES if name in state.tally.by]
    places = sorted(state.tally.places.items(), key=lambda each: (-abs(each[1].difference_qepik), each[0]))
    facts: list[tuple[Cell, ...]] = [
        (Words("Sayğac faylı", "Meter file"), state.source.name),
        (Words("Göndərişin nömrəsi", "Number of the statement"), state.notice_no or None),
        (Words("Cavabın son günü", "Last day for an answer"), state.due),
        (Words("Qurumun nömrəsi", "The utility's number"), state.reference or None),
        (Words("Səbəb", "Reason"), state.reason or None),
    ]
    whole = (Words("Cəmi", "Together"), *_sums(state.tally.whole))
    what, place = ColumnOf("what", Words("Nə", "What")), ColumnOf("place", Words("Məskən", "Settlement"))
    more = len(places) - _MOST_PLACES
    note = Words(f"daha {more} məskən CSV-dədir", f"{more} more are in the CSV") if more > 0 else None
    return (
        Block("differences", Words("Uyğun gəlməyən", "What does not agree"), (what, *_SUMS), [*by, whole]),
        Block(
            "places",
            Words("Məskənlər üzrə", "By settlement"),
            (place, *_SUMS),
            [(name or "–", *_sums(each)) for name, each in places[:_MOST_PLACES]],
            note,
        ),
        Block(
            "statement",
            Words("Göndəriş", "Statement"),
            (what, ColumnOf("value", Words("Dəyər", "Value"))),
            [row for row in facts if row[1] is not None],
        ),
    )


KIND: Final[Kind[Settlement]] = Kind(
    of=ROOM,
    part="payments",
    rights=(Right.LISTS, Right.CASES),
    closed=frozenset(("closed",)),
    name=_name,
    standing=_standing,
    shown=_shown,
    id_of=_id_of,
    completes=_completes,
    follows=_follows,
    fills=_utilities,
    keeps=are_so,
    due=lambda state: state.phase in ("comparing", "sent"),
    works=_works,
)
