"""Whom a document waits for, with which task, and what is said about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from document_flow.competence import Competence
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.note_seen import NoteSeen
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.take_answer import TakeAnswer
from document_flow.documents.acts.take_notice import TakeNotice
from document_flow.documents.tasks import tasks, waiting
from document_flow.orders.acts.extension import RequestExtension
from document_flow.paths.acts.recall import Recall
from tests.document_checker import is_orphan
from tests.unit.document_flow.documents.office import (
    BODY,
    OTHER_BODY,
    SIGNED,
    Life,
    approved,
    begun,
    directory,
    instruct,
    lodged,
    path,
    register,
    report,
    sealed,
    sent,
    stage,
)


def names(life: Life) -> list[tuple[str, str]]:
    """Actors and tasks, of a document that is no orphan."""
    assert not is_orphan(life.case)
    return [(task.actor, task.name) for task in tasks(life.case)]


def sentences(life: Life) -> list[tuple[str, str]]:
    return [(each.need.az, each.need.en) for each in waiting(life.case)]


def test_a_letter_waits_for_one_after_the_other_from_its_draft_to_its_file() -> None:
    life, seen = begun(), []
    for commands in (
        lambda: (life.submit(),),
        lambda: (life.approve(),),
        lambda: (register(),),
        lambda: (life.sign("rehber", "sign"),),
        lambda: (life.send(),),
        lambda: (TakeAnswer(consignment="c1", body=BODY, answer="d2"),),
        lambda: (PutInFile(by="sevinc", case_file="01-05"),),
    ):
        seen += names(life)
        life.do(*commands())

    assert seen == [
        ("rauf", "draft"),
        ("nigar", "walk"),
        ("@clerk", "register"),
        ("@head", "sign"),
        ("@clerk", "send"),
        ("@clerk", "file"),
    ]
    assert names(life) == []
    assert sentences(life) == []


def test_an_incoming_letter_waits_for_its_number_its_order_and_the_executors() -> None:
    life = begun("incoming")
    assert names(life) == [("@clerk", "register")]
    life.do(register())
    assert names(life) == [("@head:qayidis", "resolve")]
    life.do(instruct())
    assert names(life) == [("rauf", "execute"), ("leyla", "execute")]
    assert [task.due for task in tasks(life.case)] == [date(2026, 3, 31)] * 2
    life.do(report())
    assert names(life) == [("@clerk", "file")]


def test_who_is_in_several_orders_has_one_task() -> None:
    life = begun("incoming")
    life.do(register(), instruct(), instruct(resolution="2"))

    assert names(life).count(("rauf", "execute")) == 1


def test_what_is_returned_recalled_or_refused_is_with_its_author() -> None:
    returned, recalled, refused = begun(), begun(), begun()
    for life in (returned, recalled, refused):
        life.do(life.submit())

    returned.do(returned.send_back())
    recalled.do(ApprovalStep(command=Recall(by="rauf", reason="səhv")))
    refused.do(refused.refuse())

    assert names(returned) == [("rauf", "resubmit")]
    assert names(recalled) == names(refused) == [("rauf", "draft")]
    assert not any(stage.status == "open" for life in (returned, recalled) for stage in life.document.run.stages)


def test_the_draft_of_one_who_has_left_is_with_the_clerks() -> None:
    life = begun()
    life.people(directory("rauf"))

    assert names(life) == [("kamal", "draft"), ("sevinc", "draft")]


def test_what_is_to_be_signed_gets_its_number_first_and_beside() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve())
    assert names(life) == [("rehber", "walk"), ("@clerk", "register")]
    assert sentences(life)[0][0].startswith("Dəftərxana nömrə verəndən sonra: İmza gözlənilir: Rehber")

    life.do(register())
    assert names(life) == [("rehber", "walk")]
    assert sentences(life)[0][0].startswith("İmza gözlənilir: Rehber")


def test_whoever_decides_about_what_others_do_has_a_task_of_that_name() -> None:
    asked, done = begun("incoming"), begun("incoming")
    for life in (asked, done):
        life.do(register(), instruct(control=True))

    longer = RequestExtension(by="rauf", resolution="1", until=date(2026, 4, 10), reason="çox")
    asked.do(ResolutionStep(command=longer))
    done.do(report())

    assert names(asked) == [("rauf", "execute"), ("leyla", "execute"), ("rehber", "decide")]
    assert names(done) == [("elcin", "decide")]


def test_an_order_waits_for_other_heads_where_the_unit_has_none() -> None:
    life = begun("incoming")
    life.do(register())
    offices = {
        "@head": directory("elcin"),
        "@head:huquq": directory("elcin", "rehber"),
        "@clerk": directory("elcin", "rehber", "nigar"),
    }

    for actor, office in offices.items():
        life.people(office)
        assert names(life) == [(actor, "resolve")]


def test_what_lies_at_the_registry_waits_for_the_leadership() -> None:
    life = begun("incoming")
    life.do(register())
    life.context = replace(life.context, competence=Competence(leadership="huquq", registry="qayidis"))

    assert names(life) == [("@head:huquq", "resolve")]


def test_a_complaint_never_waits_for_whom_it_is_about() -> None:
    life = begun("appeal", appeal=lodged("elcin"))
    life.do(register())
    assert names(life) == [("@head", "resolve")]

    life.do(instruct("rehber", "rauf"))
    life.people(directory("rauf", "rehber"))
    assert names(life) == [("@clerk", "execute")]


def test_a_letter_is_sent_to_each_recipient_and_a_refusal_is_looked_at_first() -> None:
    life = sealed(recipients=(BODY, OTHER_BODY))
    life.do(life.send())
    assert names(life) == [("@clerk", "send")]

    life.do(TakeNotice(consignment="c1", body=BODY, refused=True, reason="ünvan səhvdir"))
    assert names(life) == [("@clerk", "notice")]
    life.do(NoteSeen(by="sevinc", consignment="c1", note="baxıldı"))
    assert names(life) == [("@clerk", "send")]


def test_what_is_on_its_way_waits_for_a_notice_and_the_clock() -> None:
    life = sent()

    assert names(life) == []
    assert life.timers() == ("silence:c1",)
    ((az, en),) = sentences(life)
    assert (BODY in az, BODY in en, "16.03.2026" in az, "16.03.2026" in en) == (True, True, True, True)


def test_a_refusal_that_comes_to_a_document_in_its_file_is_still_looked_at() -> None:
    life = sent()
    life.do(TakeNotice(consignment="c1", body=BODY, refused=False, reg_no="5"))
    life.do(PutInFile(by="sevinc", case_file="01-05"))
    life.do(TakeNotice(consignment="c1", body=BODY, refused=True, reason="səhv qeydiyyat"))

    assert names(life) == [("@clerk", "notice")]
    assert life.timers() == ()


def test_each_sentence_names_who_is_waited_for() -> None:
    draft, walking, incoming, appealed = begun(), begun(), begun("incoming"), begun("appeal")
    walking.do(walking.submit())
    incoming.do(register())
    appealed.do(register(), instruct())

    assert sentences(draft) == [
        ("Layihənin göndərilməsi gözlənilir: Rauf", "The draft is to be finished and submitted by Rauf")
    ]
    assert "Nigar" in sentences(walking)[0][0]
    assert sentences(incoming) == [("Dərkənar gözlənilir: Elcin", "A resolution is awaited from Elcin")]
    assert sentences(begun("incoming"))[0][0].endswith("dəftərxana")
    incoming.people(directory("elcin"))
    assert sentences(incoming)[0] == ("Dərkənar gözlənilir: rəhbərlik", "A resolution is awaited from a head")
    assert any("Rauf" in az and "Leyla" in az for az, _ in sentences(appealed))


def test_an_order_of_the_body_is_registered_and_filed_once_it_is_approved() -> None:
    life = approved("internal")
    assert names(life) == [("@clerk", "register")]
    life.do(register())
    assert names(life) == [("@clerk", "file")]


def test_only_what_has_a_term_has_timers() -> None:
    with_term, without, incoming = begun(), begun(chosen=path(stage("v", "visa", "nigar"))), begun("incoming", None)
    with_term.do(with_term.submit())
    without.do(without.submit())
    incoming.do(register(), instruct())

    assert with_term.timers() == ("path:1/viza/remind-1", "path:1/viza/due")
    assert without.timers() == ()
    assert incoming.timers()[-1] == "orders:1/2026-03-31/overdue"
