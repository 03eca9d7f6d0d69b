"""The handover act in one document: all parts of the leaver, as the act lists them, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.hand_over import HandOver
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.parts import PART_WORDS, Part, parts_of
from document_flow.documents.tasks import Task, tasks
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.paths.acts.recall import Recall
from document_flow.paths.path import Rule
from tests.unit.document_flow.documents.office import (
    FILES,
    PEOPLE,
    SIGNED,
    VISA,
    Life,
    approved,
    begun,
    directory,
    path,
    register,
    report,
    stage,
)

DUE = date(2026, 3, 31)
LEAD = Part(name="lead", place="1", status="open", due=DUE)


def incoming(*executors: str, **more: Any) -> Life:
    life = Life()
    life.do(
        Create(by="sevinc", document="incoming", title="Sorğu", unit="qayidis", files=FILES),
        register(),
        ResolutionStep(
            command=GiveResolution(
                by="rehber", resolution="1", text="Baxın", executors=executors or ("rauf",), days=5, **more
            )
        ),
    )
    return life


def hand_over(*parts: Part, **more: Any) -> HandOver:
    more = {"by": "sevinc", "act": "T-1", "leaver": "rauf", "receiver": "leyla", "reason": "işdən çıxma"} | more
    return HandOver(parts=parts, **more)


def to(life: Life, receiver: str, leaver: str = "rauf", **more: Any) -> HandOver:
    """The act as things stand."""
    return hand_over(*parts_of(life.case, leaver), leaver=leaver, receiver=receiver, **more)


def test_every_part_in_the_orders_is_listed_with_its_state() -> None:
    life = incoming("rauf", "leyla", control=True)

    assert parts_of(life.case, "rauf") == (LEAD,)
    assert parts_of(life.case, "leyla") == (replace(LEAD, name="co_executor"),)
    assert parts_of(life.case, "rehber") == (replace(LEAD, name="control_owner"),)
    assert parts_of(life.case, "nigar") == ()
    assert {part.name for login in ("rauf", "leyla", "rehber") for part in parts_of(life.case, login)} < set(PART_WORDS)


def test_the_orders_go_to_the_receiver() -> None:
    life = incoming()

    life.do(hand_over(LEAD))

    assert life.document.orders.resolutions["1"].lead == "leyla"
    assert life.document.orders.acts == ("T-1",)
    assert tasks(life.case) == (Task("leyla", "execute", DUE),)


def test_the_open_stage_asks_the_receiver() -> None:
    life = begun()
    life.do(life.submit())
    assert [part.name for part in parts_of(life.case, "nigar")] == ["member"]
    assert [part.name for part in parts_of(life.case, "rauf")] == []

    life.do(to(life, "orxan", "nigar"))

    assert [(task.actor, task.name) for task in tasks(life.case)] == [("orxan", "walk")]


def test_a_place_in_a_stage_where_the_receiver_is_asked_too_falls_away() -> None:
    both = path(stage("viza", "visa", "nigar", "orxan"))
    life = begun(chosen=both)
    life.do(life.submit())

    life.do(to(life, "orxan", "nigar"))

    assert [(task.actor, task.name) for task in tasks(life.case)] == [("orxan", "walk")]
    life.do(life.approve("orxan"))
    assert life.document.run.status == "approved"


def test_a_place_that_the_others_cannot_fill_goes_to_the_head_above_the_receiver() -> None:
    two = path(stage("viza", "visa", "nigar", "orxan", rule=Rule("at_least", 2)))
    life = begun(chosen=two)
    life.do(life.submit())

    life.do(to(life, "orxan", "nigar"))

    assert {task.actor for task in tasks(life.case)} == {"orxan", "rehber"}


def test_a_visa_on_the_receivers_own_letter_goes_to_the_head_above() -> None:
    life = begun()
    life.do(life.submit())

    life.do(to(life, "rauf", "nigar"))

    assert [(task.actor, task.name) for task in tasks(life.case)] == [("elcin", "walk")]


def test_a_member_who_has_spoken_hands_nothing_over() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve())

    assert parts_of(life.case, "nigar") == ()
    assert [part.place for part in parts_of(life.case, "rehber")] == ["imza"]


@pytest.mark.parametrize("chosen", [VISA, None])
def test_a_draft_that_no_path_has_seen_gets_another_author(chosen: Any) -> None:
    life = begun(chosen=chosen)

    life.do(to(life, "leyla"))

    assert life.document.author == "leyla"
    assert tasks(life.case) == (Task("leyla", "draft"),)


def test_a_returned_draft_gets_another_author_who_sends_it_again() -> None:
    life = begun()
    life.do(life.submit(), life.send_back())

    life.do(to(life, "leyla"))

    assert (life.document.author, life.document.run.author) == ("leyla", "leyla")
    assert life.code(life.resubmit("rauf")) != ""
    life.do(life.resubmit("leyla", mode="restart"))


def test_a_recalled_draft_gets_another_author_who_sends_it_again() -> None:
    life = begun()
    life.do(life.submit(), ApprovalStep(command=Recall(by="rauf", reason="səhv")))

    life.do(to(life, "leyla"))

    assert life.document.run.author == "leyla"
    life.do(life.submit("leyla"))


def test_a_refused_draft_gets_another_author_who_may_begin_anew() -> None:
    life = begun()
    life.do(life.submit(), life.refuse())

    life.do(to(life, "leyla"))

    assert (life.document.author, life.document.run.author) == ("leyla", "leyla")
    assert tasks(life.case) == (Task("leyla", "draft"),)


def test_what_is_done_or_closed_has_no_parts() -> None:
    done = incoming()
    done.do(report())
    closed = approved()

    assert parts_of(done.case, "rauf") == ()
    assert parts_of(closed.case, "rauf") == ()
    assert parts_of(Life().case, "") == ()


def test_an_act_that_no_longer_says_how_things_stand_is_stale() -> None:
    life = incoming()

    assert life.code(hand_over(replace(LEAD, status="reported"))) == "act_differs"
    assert life.code(hand_over()) == "act_differs"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": "rauf"}, "role"),
        ({"receiver": "rauf"}, "same_person"),
        ({"act": " "}, "same_person"),
        ({"reason": ""}, "same_person"),
        ({"receiver": "nobody"}, "receiver"),
        ({"leaver": "orxan"}, "nothing_to_hand_over"),
    ],
)
def test_a_handover_that_is_not_in_order_is_refused(changed: dict[str, Any], code: str) -> None:
    assert incoming().code(replace(hand_over(LEAD), **changed)) == code


def test_a_head_may_hand_over_and_nobody_receives_who_has_left() -> None:
    life = incoming()
    life.people(directory("leyla"))
    assert life.code(hand_over(LEAD)) == "receiver"

    life.people(directory("rauf"))
    life.do(hand_over(LEAD, by="rehber"))


def test_what_the_orders_or_the_path_refuse_refuses_the_whole() -> None:
    control = incoming("leyla", control=True)
    control.people(directory("elcin", "nigar", "sevinc", people=PEOPLE[:-1]))
    visa = begun()
    visa.do(visa.submit())

    assert control.code(to(control, "leyla", "rehber", by="kamal")) == "orders.own_control"
    assert visa.code(to(visa, "sevinc", "nigar")) == "path.self_assigned"
    visa.people(directory("elcin", "rehber", heads={}))
    assert visa.code(to(visa, "rauf", "nigar")) == "path.assignment"
