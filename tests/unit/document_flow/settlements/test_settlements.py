"""A settlement from its file to its end: sent, answered or not, and begun anew by a newer file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.settlements.acts.close_settlement import CloseSettlement
from document_flow.settlements.acts.compare_chunk import CompareChunk
from document_flow.settlements.acts.open_settlement import OpenSettlement
from document_flow.settlements.acts.send_statement import ChaseAnswer, SendStatement
from document_flow.settlements.acts.take_answer import NoteAnswer, TakeAnswer
from document_flow.settlements.comparing import Sums, Tally
from document_flow.settlements.kernel import KERNEL
from document_flow.settlements.standing import Standing
from document_flow.settlements.state import NOTHING, PHASES, SETTLEMENTS, Phase, Settlement, Source
from tests.unit.document_flow.lists.office import DIRECTORY

APRIL = datetime(2026, 4, 1, 6, tzinfo=UTC)
FIRST = Source(message="m1", name="AZI_MK_20260331_01.csv", version="2026-03-31.01")
RESENT = Source(message="m2", name="AZI_MK_20260331_02.csv", version="2026-03-31.02")
NIGHT = Source(message="m3", name="AZI_MK_20260401_01.csv", version="2026-04-01.01")
OPEN = OpenSettlement(by=HUB, provider="azerishiq", month="2026-03", source=FIRST)
TALLY = Tally(whole=Sums(accounts=2, billed_qepik=300), by={"missing": Sums(accounts=1)}, places={"": Sums(accounts=2)})
SEND = SendStatement(by="aysel", notice_no="n-1")


def standing(state: Settlement, at: datetime = APRIL, *, takes_files: bool = True) -> Standing:
    return Standing(state, Context(at, WorkingCalendar(), DIRECTORY), takes_files)


def after(state: Settlement, *commands: Command, at: datetime = APRIL) -> Settlement:
    for command in commands:
        decided = KERNEL.decide(standing(state, at), command)
        assert not isinstance(decided, Refusal), decided.code
        state = KERNEL.replay(decided, state)
    return state


def code(state: Settlement, command: Command, at: datetime = APRIL, *, takes_files: bool = True) -> str:
    decided = KERNEL.decide(standing(state, at, takes_files=takes_files), command)
    return decided.code if isinstance(decided, Refusal) else ""


def chunk(number: int, cursor: str = "", round_: int = 1) -> CompareChunk:
    return CompareChunk(by=HUB, round=round_, number=number, cursor=cursor, tally=TALLY, sha256=f"{number}")


def compared() -> Settlement:
    return after(NOTHING, OPEN, chunk(0, "rights:"), chunk(1))


def sent() -> Settlement:
    return after(compared(), SEND)


def april(day: int) -> datetime:
    return datetime(2026, 4, day, 6, tzinfo=UTC)


def test_chunks_add_up_and_with_the_last_one_it_can_be_sent() -> None:
    half = after(NOTHING, OPEN, chunk(0, "rights:"))
    whole = after(half, chunk(1))

    assert (half.phase, half.cursor) == ("comparing", "rights:")
    assert (whole.phase, whole.chunks, whole.tally.whole) == (
        "compared", ("0", "1"), Sums(accounts=4, billed_qepik=600)
    )  # fmt: skip
    assert SETTLEMENTS.validate_json(SETTLEMENTS.dump_json(whole)) == whole


def test_it_is_sent_with_a_term_accepted_and_closed_by_another_officer() -> None:
    state = sent()
    assert (state.phase, state.due, state.notice_no, state.statements) == ("sent", date(2026, 4, 15), "n-1", 1)

    state = after(state, TakeAnswer(by=HUB, notice_no="n-1", answer="accepted", reference="AZI-7"))
    assert (state.phase, state.reference, state.due) == ("accepted", "AZI-7", None)
    assert code(state, CloseSettlement(by="aysel", reason="uyğundur")) == "access.second_person"

    assert after(state, CloseSettlement(by="tural", reason="uyğundur")).phase == "closed"


def test_who_never_answers_is_reminded_once_and_then_an_official_has_to_see_to_it() -> None:
    state = after(sent(), ChaseAnswer(by=HUB), at=april(15))
    assert state == sent()

    state = after(state, ChaseAnswer(by=HUB), at=april(16))
    assert (state.phase, state.reminded, state.due) == ("sent", True, date(2026, 4, 23))

    state = after(state, ChaseAnswer(by=HUB), at=april(24))
    assert (state.phase, state.due) == ("unanswered", None)
    assert code(state, ChaseAnswer(by=HUB)) == "settlements.phase"

    late = after(state, TakeAnswer(by=HUB, notice_no="n-1", answer="disputed"))
    assert late.phase == "disputed"
    assert after(late, replace(SEND, notice_no="n-2")).statements == 2
    assert after(state, CloseSettlement(by="tural", reason="telefonla razılaşdırılıb")).phase == "closed"


def test_a_resend_of_the_same_day_begins_it_anew_and_the_answer_to_the_first_statement_counts_no_more() -> None:
    state = after(sent(), replace(OPEN, source=RESENT))

    assert (state.phase, state.round, state.statements, state.tally, state.chunks) == ("comparing", 2, 1, Tally(), ())
    assert code(state, chunk(0, round_=1)) == "settlements.other_chunk"
    again = after(state, chunk(0, round_=2), replace(SEND, notice_no="n-2"))
    assert code(again, TakeAnswer(by=HUB, notice_no="n-1", answer="accepted")) == "settlements.other_notice"


def test_by_itself_the_hub_takes_no_other_nights_file_and_none_twice_but_an_officer_may() -> None:
    state = compared()

    for source in (FIRST, NIGHT):
        assert KERNEL.decide(standing(state), replace(OPEN, source=source)) == ()
    assert after(state, replace(OPEN, by="aysel", source=NIGHT)).round == 2
    assert code(state, replace(OPEN, by="aysel")) == "settlements.same_file"


def test_what_is_closed_is_begun_no_more() -> None:
    closed = replace(sent(), phase="closed")

    assert code(closed, replace(OPEN, source=RESENT)) == "settlements.phase"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (replace(OPEN, month="2026-13"), "settlements.month"),
        (replace(OPEN, by="aysel", month="2026-04"), "settlements.not_over"),
        (replace(OPEN, source=Source()), "settlements.no_file"),
        (replace(OPEN, by="clerk"), "access.role_missing"),
    ],
)
def test_what_is_not_opened(command: Command, expected: str) -> None:
    assert code(NOTHING, command) == expected


@pytest.mark.parametrize(
    ("phase", "command", "expected"),
    [
        ("sent", SEND, "settlements.phase"),
        ("sent", chunk(0), "settlements.phase"),
        ("compared", CloseSettlement(by="tural", reason="a"), "settlements.phase"),
        ("accepted", CloseSettlement(by="tural", reason=" "), "settlements.no_basis"),
        ("compared", NoteAnswer(by="tural", answer="accepted", reference="a"), "settlements.phase"),
        ("sent", NoteAnswer(by="tural", answer="accepted", reference=" "), "settlements.no_basis"),
        ("sent", NoteAnswer(by="tural", answer="accepted", reference="M-1"), ""),
        ("sent", NoteAnswer(by="clerk", answer="accepted", reference="M-1"), "access.role_missing"),
    ],
)
def test_what_is_refused_on_the_way(phase: Phase, command: Command, expected: str) -> None:
    assert code(replace(sent(), phase=phase), command) == expected


def test_to_whom_takes_no_files_it_goes_by_a_letter() -> None:
    assert code(compared(), SEND, takes_files=False) == "settlements.no_way"

    assert after(compared(), replace(SEND, document="M-5")).document == "M-5"


def test_every_phase_has_words() -> None:
    assert set(PHASES) == set(Phase.__args__)  # type: ignore[attr-defined]
