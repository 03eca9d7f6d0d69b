"""What a command about a document comes to, and why it is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from document_flow.documents.acts.approval_step import ApprovalStep, ApprovalStepTaken
from document_flow.documents.acts.destroy import Destroy
from document_flow.documents.acts.note_seen import NoteSeen
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.relate import Relate
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.revise import Revise
from document_flow.documents.acts.send import Send
from document_flow.documents.acts.take_answer import TakeAnswer
from document_flow.documents.acts.take_notice import TakeNotice
from document_flow.documents.acts.take_receipt import ReceiptTaken, TakeReceipt
from document_flow.documents.acts.tick import Tick
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.evolving import NOTHING, evolve
from document_flow.documents.facts import DispatchState, Link, Origin, Status, media_type
from document_flow.documents.kernel import decide
from document_flow.documents.registry import name_of
from document_flow.documents.state import status_of
from document_flow.documents.tasks import tasks
from document_flow.orders.acts.tick import Tick as OrderTick
from document_flow.outcome import Refusal
from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.resubmit import ReplaceContent
from document_flow.paths.acts.suspension import Suspend
from document_flow.paths.acts.tick import Tick as PathTick
from document_flow.people import HUB
from document_flow.requisites import RequisiteRules, Requisites
from tests.unit.document_flow.documents.office import (
    BODY,
    FILES,
    OTHER_BODY,
    SIGNED,
    VISA,
    Life,
    approved,
    begun,
    created,
    directory,
    file,
    instruct,
    lodged,
    path,
    register,
    report,
    revised,
    sealed,
    sent,
    stage,
)

# Its beginning and its versions ------------------------------------------------------------------------------------


def test_a_document_begins_once_with_its_first_version() -> None:
    life = begun()

    assert [event.kind for event in life.events] == ["created", "revised"]
    assert life.document.content_hash == life.document.versions[0].content_hash != ""
    assert life.document.versions[0].main == FILES[0]
    assert life.code(created()) == "exists"


def test_nothing_is_done_to_what_has_not_begun() -> None:
    assert Life().code(register()) == "unknown"
    assert NOTHING.content_hash == ""
    assert not NOTHING.is_open


@pytest.mark.parametrize("kind", ["incoming", "appeal"])
def test_what_comes_from_outside_is_taken_in_by_the_registry_alone(kind: Any) -> None:
    assert Life().code(created(kind, "rauf")) == "role"
    assert Life().code(created("incoming", "nobody")) == "not_in_office"
    assert Life().code(created("incoming", HUB)) == ""


def test_the_kind_of_an_appeal_is_given_for_an_appeal_and_only_there() -> None:
    assert Life().code(created("appeal", "sevinc")) == "appeal_kind"
    assert Life().code(created("internal", appeal=lodged())) == "appeal_kind"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ((file(main=False),), "one_main_file"),
        ((file(), file("b.txt")), "one_main_file"),
        ((file(), file(main=False)), "twin_names"),
        ((file(), file("b.txt", main=False)), ""),
    ],
)
def test_a_version_has_one_main_file_and_no_twins(files: Any, code: str) -> None:
    assert Life().code(created(files=files)) == code
    assert begun(files=()).code(Revise(by="rauf", files=files)) == code


def test_a_document_without_files_has_a_version_only_after_the_first_is_written() -> None:
    life = begun(files=())

    assert life.document.versions == ()
    assert life.code(life.submit()) == "nothing_to_approve"
    assert begun("incoming", files=()).code(register()) == "nothing_to_register"


def test_only_the_author_changes_the_text_and_only_to_another_one() -> None:
    life = begun()

    assert life.code(revised("leyla")) == "not_the_author"
    assert life.code(Revise(by="rauf", files=FILES)) == "nothing_new"
    life.do(revised(note="Salamdan sonra"))
    assert [version.note for version in life.document.versions] == ["", "Salamdan sonra"]


def test_any_clerk_mends_what_came_from_another_body_until_it_is_registered() -> None:
    life = begun("incoming", origin=Origin("77"))

    life.do(revised("kamal"))
    life.do(register())

    assert life.code(revised("kamal", "Başqa")) == "registered_stays"


def test_what_is_approved_or_signed_stays() -> None:
    assert approved().code(revised()) == "approved_stays"
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve(), life.sign("rehber", "sign"))
    assert life.code(revised()) == "approved_stays"


def test_the_clerks_have_the_draft_of_an_author_who_has_left() -> None:
    life = begun()
    life.people(directory("rauf"))

    assert life.code(revised("leyla")) == "not_the_author"
    life.do(revised("sevinc"))
    life.do(life.submit("sevinc"))

    assert life.document.run.author == "sevinc"
    assert life.document.author == "rauf"


def test_who_took_over_a_returned_document_mends_it() -> None:
    life = begun()
    life.do(life.submit(), life.send_back())
    life.do(ApprovalStep(command=Assign(by="sevinc", add=("leyla",), reason="məzuniyyət")))

    assert life.code(revised("rauf")) == "not_the_author"
    life.do(revised("leyla"))
    life.do(life.resubmit("leyla"))
    assert life.document.run.status == "running"


# Its path ------------------------------------------------------------------------------------------------------------


def test_a_draft_is_put_on_its_path_and_submitted_in_one_command() -> None:
    life = begun()

    made = life.do(life.submit())

    assert [event.event.kind for event in made if isinstance(event, ApprovalStepTaken)] == [
        "begun",
        "submitted",
        "stage_opened",
    ]
    assert life.document.run.status == "running"


def test_a_draft_is_submitted_by_its_author_or_who_stands_in_for_the_author() -> None:
    life = begun(by="nigar", chosen=path(stage("viza", "visa", "orxan")))

    assert life.code(life.submit("orxan")) == "not_the_author"
    assert life.code(life.submit("leyla", on_behalf_of="rauf")) == "not_the_author"
    life.do(life.submit("leyla", on_behalf_of="nigar"))
    assert life.document.run.author == "nigar"


def test_what_is_submitted_is_the_present_content() -> None:
    life = begun()
    old = life.submit()
    life.do(revised())
    assert life.code(old) == "other_content"

    life.do(life.submit(), life.send_back())
    again = life.resubmit()
    life.do(revised(text="Üçüncü"))
    assert life.code(again) == "other_content"


def test_a_path_is_chosen_that_fits_and_has_people() -> None:
    others, nobody, none = path(stage("v", "visa", "nigar"), kinds=("outgoing",)), path(stage("v", "visa", "x")), None

    for chosen, code in ((others, "path.kind"), (nobody, "path.unstaffed"), (none, "no_path")):
        life = begun("internal", chosen)
        assert life.code(life.submit()) == code


def test_what_comes_in_takes_no_path_and_nobody_plays_the_clock() -> None:
    incoming, life = begun("incoming"), begun()
    life.do(life.submit())

    assert incoming.code(incoming.submit("sevinc")) == "no_path_for_kind"
    assert life.code(ApprovalStep(command=PathTick(timer="1/viza/due"))) == "not_by_hand"
    replacing = ReplaceContent(by="rauf", previous_hash=life.document.content_hash, content_hash="1" * 64)
    assert life.code(ApprovalStep(command=replacing)) == "not_by_hand"


def test_a_text_that_changes_on_its_way_takes_the_visas_with_it() -> None:
    life = begun(chosen=path(stage("viza", "visa", "nigar", "orxan")))
    life.do(life.submit(), life.approve())

    made = life.do(revised(note="yeni cümlə"))

    assert [event.kind for event in made][:2] == ["revised", "walked"]
    assert life.document.run.content_hash == life.document.content_hash
    assert life.document.run.stages[0].marks == {}


def test_a_text_may_not_change_where_the_path_does_not_let_it() -> None:
    life = begun()
    life.do(life.submit(), ApprovalStep(command=Suspend(by="rauf", reason="məlumat gözlənilir")))

    assert life.code(revised()) == "path.suspended"


def test_a_returned_text_changes_without_the_path_and_goes_again() -> None:
    life = begun()
    life.do(life.submit(), life.send_back())

    assert [event.kind for event in life.do(revised())] == ["revised"]
    life.do(life.resubmit(), life.approve())
    assert status_of(life.document) is Status.APPROVED


def test_what_the_path_refuses_is_refused() -> None:
    life = begun()
    life.do(life.submit())

    assert life.code(life.approve("orxan")) == "path.not_asked"
    life.do(life.approve())
    assert life.code(life.approve()) == "path.not_now"


def test_a_recalled_document_is_submitted_again() -> None:
    life = begun()
    life.do(life.submit(), ApprovalStep(command=Recall(by="rauf", reason="səhv")))
    assert status_of(life.document) is Status.RECALLED

    life.do(revised())
    life.do(life.submit())
    assert status_of(life.document) is Status.IN_APPROVAL


def test_a_refused_document_is_put_in_its_file_as_it_is() -> None:
    life = begun()
    life.do(life.submit())
    life.do(life.refuse())

    assert status_of(life.document) is Status.REFUSED
    assert life.code(register()) == "not_approved"
    life.do(PUT)
    assert status_of(life.document) is Status.FILED


def test_a_refused_document_may_be_mended_and_begin_a_new_run() -> None:
    life = begun()
    life.do(life.submit())
    life.do(life.refuse(), revised())

    made = life.do(life.submit())

    assert [event.event.kind for event in made if isinstance(event, ApprovalStepTaken)] == [
        "begun",
        "submitted",
        "stage_opened",
    ]
    assert life.document.run.round == 2


# Number, resolutions, signatures ------------------------------------------------------------------------------------


def test_the_registry_registers_once_and_what_the_body_writes_only_when_it_is_approved() -> None:
    life = begun()
    assert life.code(register("rauf")) == "role"
    assert life.code(register()) == "not_approved"

    life.do(life.submit(), life.approve(), register())

    assert life.document.registration is not None
    assert life.document.registration.reg_no == "99-1/26"
    assert life.code(register()) == "registered"


def test_a_number_is_given_once_only_the_signature_is_missing() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit())
    assert life.code(register()) == "not_approved"

    life.do(life.approve(), register())
    life.do(life.sign("rehber", "sign"))

    assert status_of(life.document) is Status.SEALED


def test_an_order_follows_the_number() -> None:
    life = begun("incoming")
    assert status_of(life.document) is Status.ARRIVED
    assert life.code(instruct()) == "register_first"

    life.do(register())
    assert status_of(life.document) is Status.REGISTERED
    assert life.code(instruct("rauf", "leyla")) == "orders.not_a_giver"
    assert life.code(ResolutionStep(command=OrderTick(timer="1/x"))) == "not_by_hand"
    life.do(instruct())
    assert status_of(life.document) is Status.IN_EXECUTION

    life.do(report())
    assert status_of(life.document) is Status.EXECUTED


def test_a_stage_that_signs_takes_a_signature_and_nothing_less() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve())

    assert life.code(life.approve("rehber")) == "sign_instead"
    assert life.code(life.sign("nigar", "sign")) == "path.not_asked"
    life.do(life.sign("rehber", "sign"))
    assert life.document.run.status == "approved"
    assert life.code(life.sign("rehber", "sign")) == "signed_already"


def test_who_stands_in_signs_for_the_principal() -> None:
    life = begun(chosen=path(stage("imza", "sign", "nigar")))
    life.do(life.submit())

    life.do(life.sign("leyla", "sign", on_behalf_of="nigar"))

    assert life.document.run.stages[0].marks["nigar"].by == "leyla"


def test_outside_a_path_whoever_signs_that_kind_of_document_signs() -> None:
    life = approved()
    life.do(register())
    by_a_lawyer = RequisiteRules(outgoing=Requisites(signature=("lawyer",)))
    life.context = replace(life.context, requisites=by_a_lawyer)

    assert {task.actor for task in tasks(life.case) if task.name == "sign"} == {"nigar", "orxan"}
    assert life.code(life.sign("rehber", "sign")) == "role"
    assert life.code(life.sign("rauf", "sign", on_behalf_of="nigar")) == "no_stand_in"
    life.do(life.sign("leyla", "sign", on_behalf_of="nigar"))
    assert life.document.signatures[0].principal == "nigar"
    assert not life.case.is_unsigned


def test_a_signature_over_another_text_is_stale() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve())
    old = life.sign("rehber", "sign")

    assert life.code(replace(old, signature=replace(old.signature, content_hash="1" * 64))) == "content_moved"


def test_outside_a_path_the_registry_seals_and_a_head_signs() -> None:
    assert begun().code(begun().sign("rehber", "sign")) == "not_approved"
    life = approved()
    assert life.code(life.sign()) == "register_first"
    life.do(register())

    assert life.code(life.sign("rauf")) == "role"
    assert life.code(life.sign("rauf", "sign")) == "role"
    assert life.code(life.sign()) == "unsigned"
    life.do(life.sign("rehber", "sign"))
    life.do(life.sign(session="s2"))
    assert [each.manner for each in life.document.signatures] == ["sign", "seal"]


# Sending and what comes back ----------------------------------------------------------------------------------------


def test_an_outgoing_letter_is_sent_by_the_registry_once_it_is_registered_and_sealed() -> None:
    life = approved()
    assert life.code(life.send(by="rauf")) == "role"
    assert life.code(life.send()) == "register_first"
    life.do(register())
    assert life.code(life.send()) == "unsigned"
    unsigned = life.context
    life.context = replace(unsigned, requisites=RequisiteRules(outgoing=Requisites()))
    assert life.code(life.send()) == "seal_first"
    life.context = unsigned
    life.do(life.sign("rehber", "sign"))

    life.do(life.send())

    assert status_of(life.document) is Status.SENT
    assert approved("internal").code(life.send()) == "only_outgoing"


def test_it_goes_to_each_of_its_recipients_once() -> None:
    life = sealed(recipients=(BODY, OTHER_BODY))
    one, other = life.dispatch(), life.dispatch(OTHER_BODY, "c2")

    assert life.code(Send(by="sevinc", dispatches=())) == "nothing_to_send"
    assert life.code(life.send(life.dispatch("305"))) == "not_a_recipient"
    assert life.code(life.send(one, replace(one, consignment="c3"))) == "sent_already"
    life.do(life.send(one))
    assert life.code(life.send(replace(one, consignment="c3"))) == "sent_already"
    life.do(life.send(other))
    assert [each.body for each in life.document.dispatches] == [BODY, OTHER_BODY]


def notice(**more: Any) -> TakeNotice:
    said: dict[str, Any] = {"consignment": "c1", "body": BODY, "refused": False, **more}
    return TakeNotice(**said)


def answer(**more: Any) -> TakeAnswer:
    said: dict[str, Any] = {"consignment": "c1", "body": BODY, "answer": "d2", **more}
    return TakeAnswer(**said)


def test_receipt_registration_and_answer_are_kept_in_whatever_order_they_come() -> None:
    life, states = sent(), []
    for command in (TakeReceipt(consignment="c1", receipt="N-1"), notice(reg_no="5"), answer()):
        life.do(command)
        states.append(life.document.dispatches[0].state)
    assert states == [DispatchState.RECEIVED, DispatchState.REGISTERED, DispatchState.ANSWERED]
    assert status_of(life.document) is Status.ANSWERED

    other = sent()
    other.do(answer())
    other.do(notice(reg_no="5"), TakeReceipt(consignment="c1", receipt="N-1"))
    assert other.document.dispatches[0].state is DispatchState.ANSWERED
    assert (other.document.dispatches[0].reg_no, other.document.dispatches[0].receipt) == ("5", "N-1")


def test_word_that_comes_twice_changes_nothing() -> None:
    life = sent()
    life.do(TakeReceipt(consignment="c1", receipt="N-1"), notice(reg_no="5"), answer())

    for again in (TakeReceipt(consignment="c1", receipt="N-2"), notice(reg_no="6"), answer()):
        assert life.do(again) == ()
    refused = sent()
    refused.do(notice(refused=True, reason="ünvan səhvdir"))
    assert refused.do(notice(refused=True, reason="ünvan səhvdir")) == ()


@pytest.mark.parametrize(
    "command",
    [
        TakeReceipt(consignment="c9", receipt="N"),
        notice(consignment="c9"),
        answer(consignment="c9"),
        NoteSeen(by="sevinc", consignment="c9", note=""),
    ],
)
def test_a_consignment_that_is_not_known_is_refused(command: Command) -> None:
    assert sent().code(command) == "no_such_consignment"


def test_an_event_about_a_dispatch_that_is_not_known_changes_no_dispatch() -> None:
    event = ReceiptTaken(at=sent().context.now, consignment="c9", receipt="N-1")

    assert evolve(sent().document, event).dispatches == sent().document.dispatches


def test_the_registry_takes_note_of_a_refusal_and_may_send_again() -> None:
    life = sent()
    assert life.code(NoteSeen(by="sevinc", consignment="c1", note="")) == "no_such_consignment"
    life.do(notice(refused=True, reason="ünvan səhvdir"))
    assert life.code(NoteSeen(by="rauf", consignment="c1", note="")) == "role"

    life.do(NoteSeen(by="sevinc", consignment="c1", note="baxıldı"))
    life.do(life.send(life.dispatch(consignment="c2")))

    assert [each.state for each in life.document.dispatches] == [DispatchState.REFUSED, DispatchState.SENT]


def test_silence_is_noticed_when_the_limit_has_passed_and_not_before() -> None:
    life = sent(hours=72)
    tick = Tick(timer=life.timers()[0])

    assert life.do(tick) == ()
    life.later(days=3)
    assert [event.kind for event in life.do(tick)] == ["silence_noticed"]
    assert life.do(tick) == ()
    life.do(notice(reg_no="5"))
    assert life.document.dispatches[0].state is DispatchState.REGISTERED


# The clock, links and the end ---------------------------------------------------------------------------------------


def test_the_clock_reaches_the_path_and_the_orders() -> None:
    life = begun()
    life.do(life.submit())
    life.later(days=4)
    assert [event.event.kind for event in life.do(*life.due_ticks()) if isinstance(event, ApprovalStepTaken)] == [
        "reminded"
    ]

    ordered = begun("incoming")
    ordered.do(register(), instruct())
    ordered.later(days=30)
    made = ordered.do(*ordered.due_ticks())
    assert [name_of(event) for event in made] == ["escalated"]


@pytest.mark.parametrize("timer", ["path:1/viza/due", "orders:1/2026-03-20/overdue", "silence:c9", "nothing"])
def test_a_bell_for_what_is_over_changes_nothing(timer: str) -> None:
    for life in (begun(), begun("incoming", None)):
        assert life.do(Tick(timer=timer)) == ()
        life.document = replace(life.document, filed_at=life.context.now)
        assert life.do(Tick(timer=timer)) == ()


def test_a_link_is_made_by_the_author_or_the_registry_and_once() -> None:
    life = begun()
    link = Link("d2", "concerns")

    assert life.code(Relate(by="leyla", link=link)) == "not_the_author"
    life.do(Relate(by="rauf", link=link))
    assert life.do(Relate(by="leyla", link=link)) == ()
    life.do(Relate(by="sevinc", link=Link("d3", "answers")))
    assert [each.other for each in life.document.links] == ["d2", "d3"]


PUT = PutInFile(by="sevinc", case_file="01-05", reason="poçtla")


def test_only_what_is_registered_and_done_is_put_in_its_file() -> None:
    life = begun("incoming")
    assert life.code(PutInFile(by="rauf", case_file="01-05")) == "role"
    assert life.code(PUT) == "register_first"
    life.do(register(), instruct())
    assert life.code(PUT) == "still_open"
    life.do(report(), PUT)

    assert status_of(life.document) is Status.FILED
    assert life.document.case_file == "01-05"
    assert life.code(revised("sevinc")) == "closed"


def test_what_is_on_its_way_or_not_looked_at_is_not_put_in_its_file() -> None:
    life = sent()
    assert life.code(PUT) == "still_open"
    life.do(notice(refused=True))
    assert life.code(PUT) == "still_open"
    life.do(NoteSeen(by="sevinc", consignment="c1", note="baxıldı"))
    assert life.code(PUT) == ""


def test_late_word_of_another_body_is_kept_with_a_document_in_its_file() -> None:
    life = sent(hours=1)
    life.later(hours=2)
    life.do(*life.due_ticks())
    life.do(NoteSeen(by="sevinc", consignment="c1", note="baxıldı"), PUT)

    life.do(TakeReceipt(consignment="c1", receipt="N-1"), notice(reg_no="5"), answer())

    assert life.document.dispatches[0].answer == "d2"
    assert status_of(life.document) is Status.FILED


def test_the_registry_destroys_what_is_in_its_file_once() -> None:
    life = approved()
    life.do(register())
    destroy = Destroy(by="sevinc", act="Akt 1")
    assert life.code(destroy) == "file_first"
    life.do(PUT)
    assert life.code(replace(destroy, by="rauf")) == "role"

    life.do(destroy)

    assert status_of(life.document) is Status.DESTROYED
    assert life.code(destroy) == "closed"


# Complaints ----------------------------------------------------------------------------------------------------------


def test_whom_a_complaint_is_about_does_nothing_with_it() -> None:
    assert Life().code(created("appeal", "sevinc", appeal=lodged("sevinc"))) == "concerned"
    life = begun("appeal", appeal=lodged("kamal"))

    assert life.code(register("kamal")) == "concerned"
    life.do(register())
    assert life.code(instruct("elcin", "kamal", "rauf")) == "orders.barred"
    assert life.code(instruct("kamal", "rauf")) == "concerned"


def test_what_a_refusal_says_is_said_in_both_languages() -> None:
    refused = decide(Case(NOTHING, VISA, begun().context), created("appeal", "rauf", appeal=lodged()))

    assert isinstance(refused, Refusal)
    assert (refused.why, refused.words.az, refused.words.en) == (
        "forbidden",
        "Bunu yalnız kargüzar edə bilər.",
        "Only a clerk may do this.",
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("text/plain; charset=utf-8", "text/plain"),
        ("application/vnd.qayidis.letter+json", "application/vnd.qayidis.letter+json"),
        ("text/plain\r\nx: y", "application/octet-stream"),
        ("mətn/sadə", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("text/plain\n", "text/plain"),
    ],
)
def test_only_a_media_type_stands_as_one(said: str, kept: str) -> None:
    assert media_type(said) == kept
