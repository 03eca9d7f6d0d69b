"""Every term explains itself day by day, and its last counted day is its last day."""

from __future__ import annotations

from datetime import date

from document_flow.documents.acts.create import Create
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.appeal import Lodged
from document_flow.documents.terms import terms_of
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.suspension import Resume, Suspend
from tests.unit.document_flow.documents.office import FILES, Life, begun, register


def letter(**term: object) -> Life:
    life = Life()
    life.do(Create(by="sevinc", document="incoming", title="t", unit="qayidis", files=FILES), register())
    command = GiveResolution(by="rehber", resolution="1", text="Baxın", executors=("rauf",), **term)  # type: ignore[arg-type]
    life.do(ResolutionStep(command=command))
    return life


def test_an_appeal_and_its_resolution_each_have_their_term() -> None:
    life = Life()
    lodged = Lodged(kind="proposal")
    life.do(Create(by="sevinc", document="appeal", title="t", unit="qayidis", files=FILES, appeal=lodged), register())
    command = GiveResolution(by="rehber", resolution="1", text="Baxın", executors=("rauf",), days=5)
    life.do(ResolutionStep(command=command))

    appeal, resolution = terms_of(life.case)

    assert (appeal.of, appeal.place, appeal.due) == ("appeal", "", date(2026, 4, 14))
    assert (resolution.of, resolution.place, resolution.due) == ("resolution", "1", date(2026, 3, 31))
    assert resolution.words.en == "5 working days from 13.03.2026: 31.03.2026"
    marks = {line.day.isoformat(): line.mark for line in resolution.lines}
    assert (marks["2026-03-14"], marks["2026-03-16"], marks["2026-03-20"]) == ("weekend", "counted", "holiday")


def test_a_term_given_as_a_day_is_counted_to_that_day() -> None:
    (term,) = terms_of(letter(until=date(2026, 3, 17)).case)

    assert [line.count for line in term.lines] == [0, 0, 1, 2]
    assert term.due == term.lines[-1].day


def test_a_term_that_ends_today_has_no_days() -> None:
    (term,) = terms_of(letter(until=date(2026, 3, 13)).case)

    assert term.lines == ()
    assert term.words.en.startswith("0 working days")


def test_days_of_a_suspension_do_not_count() -> None:
    life = letter(days=5)
    life.do(ResolutionStep(command=Suspend(by="rehber", resolution="1", reason="məhkəmə")))
    (still,) = terms_of(life.case)
    life.later(days=4)
    life.do(ResolutionStep(command=Resume(by="rehber", resolution="1")))

    (term,) = terms_of(life.case)

    assert (still.due, still.words.en) == (None, "the term is suspended since 13.03.2026")
    assert still.lines[-1].mark == "suspended"
    assert "suspended" in {line.mark for line in term.lines}
    assert (term.lines[-1].day, term.lines[-1].count) == (term.due, 5)


def test_what_has_no_term_is_not_explained() -> None:
    assert terms_of(letter().case) == ()


def test_the_open_stage_has_its_term() -> None:
    life = begun()
    life.do(life.submit())

    (term,) = terms_of(life.case)

    assert (term.of, term.place, term.due) == ("stage", "viza", date(2026, 3, 18))
    assert term.lines[-1].count == 3
