"""Between bodies: who may speak of a consignment, which word wins, and what is not for us."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from document_flow.documents.acts.create import Created
from document_flow.documents.acts.note_seen import NoteSeen
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.refuse_arrival import RefuseArrival
from document_flow.documents.acts.take_answer import TakeAnswer
from document_flow.documents.acts.take_notice import TakeNotice
from document_flow.documents.event import Command
from document_flow.documents.evolving import replay
from document_flow.documents.facts import DispatchState, Origin, Routing, Status
from document_flow.documents.registry import EVENTS, name_of
from document_flow.documents.state import status_of
from document_flow.documents.tasks import tasks, waiting
from document_flow.people import HUB
from document_flow.words import Words
from tests.unit.document_flow.documents.office import BODY, OTHER_BODY, Life, begun, instruct, register, sealed, sent

CLERK = "sevinc"
PUT = PutInFile(by=CLERK, case_file="01-05")
CAME = Origin("97", "Nazirlik", "5/1", date(2026, 3, 12), "c-97")
WHY = Routing("incoming-routing", 1, "a" * 64, decided=True, why=Words("Qayda 1.", "Rule 1."))


def registered_there(**more: Any) -> TakeNotice:
    said: dict[str, Any] = {"consignment": "c1", "body": BODY, "refused": False, "reg_no": "5"}
    return TakeNotice(**(said | more))


def refused_there(**more: Any) -> TakeNotice:
    return registered_there(**({"refused": True, "reg_no": "", "reason": "Aid deyil"} | more))


def seen(consignment: str = "c1") -> NoteSeen:
    return NoteSeen(by=CLERK, consignment=consignment, note="baxıldı")


def state(life: Life) -> DispatchState:
    return life.document.dispatches[0].state


def clerks(life: Life) -> list[str]:
    return [task.name for task in tasks(life.case) if task.actor == "@clerk"]


def silent() -> Life:
    life = sent(hours=1)
    life.later(hours=2)
    life.do(*life.due_ticks())
    return life


def arrival(**more: Any) -> Life:
    life = begun("incoming", None, origin=CAME, by=HUB, routing=WHY, **more)
    life.do(register(by=HUB))
    return life


def refusal(**more: Any) -> RefuseArrival:
    return RefuseArrival(**({"by": CLERK, "reason": " Bizə aid deyil "} | more))


@pytest.mark.parametrize(
    "command",
    [
        registered_there(body=OTHER_BODY),
        refused_there(body=OTHER_BODY),
        TakeAnswer(consignment="c1", body=OTHER_BODY, answer="d2"),
    ],
)
def test_only_the_body_that_a_consignment_went_to_speaks_of_it(command: Command) -> None:
    assert sent().code(command) == "no_such_consignment"


def test_the_hub_itself_knows_that_a_consignment_never_went() -> None:
    life = sent()
    life.do(refused_there(body="", reason="göndərilmədi"))

    assert state(life) is DispatchState.REFUSED


def test_a_body_may_refuse_what_it_registered_and_think_better_of_it() -> None:
    life = sent()
    life.do(registered_there(), refused_there())
    assert state(life) is DispatchState.REFUSED
    assert life.do(refused_there(reason="Yenə")) == ()

    life.do(registered_there(reg_no="6"))

    assert (state(life), life.document.dispatches[0].reg_no) == (DispatchState.REGISTERED, "6")


def test_an_answer_that_was_given_stays_one() -> None:
    life = sent()
    life.do(TakeAnswer(consignment="c1", body=BODY, answer="d2"), refused_there())

    assert (state(life), life.document.dispatches[0].reason) == (DispatchState.ANSWERED, "Aid deyil")
    assert life.do(refused_there(reason="Yenə")) == ()


def test_a_refusal_after_a_silence_that_was_seen_is_news() -> None:
    life = silent()
    life.do(seen())
    assert "notice" not in clerks(life)

    life.do(refused_there())

    assert clerks(life) == ["notice"]


def test_it_goes_again_only_after_the_trouble_was_seen() -> None:
    life = silent()
    again = life.send(life.dispatch(consignment="c2"))
    assert life.code(again) == "note_first"

    life.do(seen(), again)
    life.do(TakeAnswer(consignment="c2", body=BODY, answer="d2"))

    assert status_of(life.document) is Status.ANSWERED
    assert clerks(life) == ["file"]


def test_of_two_bodies_both_have_to_answer() -> None:
    life = sealed(recipients=(BODY, OTHER_BODY))
    life.do(life.send(life.dispatch(), life.dispatch(OTHER_BODY, "c2")))
    life.do(TakeAnswer(consignment="c1", body=BODY, answer="d2"))
    assert status_of(life.document) is Status.SENT

    life.do(TakeAnswer(consignment="c2", body=OTHER_BODY, answer="d3"))

    assert status_of(life.document) is Status.ANSWERED


def test_bad_news_of_a_document_in_its_file_is_told_and_seen() -> None:
    life = silent()
    life.do(seen(), PUT)
    assert tasks(life.case) == ()

    life.do(refused_there())
    assert (clerks(life), len(waiting(life.case))) == (["notice"], 1)

    life.do(seen())
    assert (tasks(life.case), waiting(life.case)) == ((), ())


def test_an_arrival_says_why_it_is_at_its_unit() -> None:
    first = arrival().events[0]

    assert isinstance(first, Created)
    assert first.routing == WHY
    assert EVENTS.validate_json(EVENTS.dump_json(first)) == first


def test_an_event_of_before_there_was_routing_is_still_understood() -> None:
    kept = EVENTS.dump_python(arrival().events[0], mode="json")
    del kept["routing"]

    read = EVENTS.validate_python(kept)

    assert isinstance(read, Created)
    assert read.routing is None


def test_a_refused_arrival_is_closed_and_nothing_more_is_done_with_it() -> None:
    life = arrival()
    (refused,) = life.do(refusal())

    assert (name_of(refused), refused.by) == ("arrival_refused", CLERK)
    assert getattr(refused, "reason", "") == "Bizə aid deyil"
    assert status_of(life.document) is Status.REFUSED
    assert not life.document.is_open
    assert tasks(life.case) == ()
    for more in (refusal(), PUT, instruct()):
        assert life.code(more) == "closed"
    assert replay(life.events) == life.document


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_refusal_says_why_in_no_more_than_the_envelope_holds(reason: str) -> None:
    assert arrival().code(refusal(reason=reason)) == "reason"


def test_only_the_registry_refuses_and_only_what_came_as_a_message() -> None:
    paper = begun("incoming", None, origin=Origin("97", reg_no="5/1"))

    assert arrival().code(refusal(by="elcin")) == "role"
    assert paper.code(refusal()) == "not_an_arrival"
    assert begun("incoming", None).code(refusal()) == "not_an_arrival"
    assert sent().code(refusal()) == "not_an_arrival"


def test_what_is_in_work_is_answered_and_not_refused() -> None:
    life = arrival()
    life.do(instruct())

    assert life.code(refusal()) == "in_work"
