"""Citizens' appeals: their term, study, forwarding, and that no complaint is handled by whom it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from document_flow.competence import Competence
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.extend_for_study import ExtendForStudy, StudyGranted
from document_flow.documents.acts.forward import Forward, Forwarded
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.relate import Relate
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.tell_citizen import TellCitizen
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.case import Case
from document_flow.documents.facts import Link
from document_flow.documents.kernel import decide
from document_flow.documents.state import DOCUMENTS
from document_flow.documents.tasks import Task, tasks, waiting
from document_flow.documents.term import appeal_of, due_of, term_of
from document_flow.documents.visibility import may_see, people_of
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.report import Report
from document_flow.outcome import Refusal
from document_flow.paths.acts.assign import Assign
from document_flow.people import StandIn
from tests.unit.document_flow.documents.office import FILES, FRIDAY, PEOPLE, VISA, Life, directory, register

CITIZEN = Lodged(
    kind="complaint", channel="written", applicant=Applicant("Aynur Səfərova", "Ağdam"), citizen="k_1", subject="k_2"
)
DUE = date(2026, 4, 14)
"""15 working days from Friday, 13.03.2026, with Novruz between."""
STUDIED = date(2026, 5, 5)


def lodge(appeal: Lodged = CITIZEN, **more: Any) -> Create:
    more = {"by": "sevinc", "document": "appeal", "title": "Torpaq sahəsi haqqında", "unit": "qayidis"} | more
    return Create(appeal=appeal, files=more.pop("files", FILES), **more)


def registered(**changed: Any) -> Life:
    life = Life()
    life.do(lodge(replace(CITIZEN, **changed)), register())
    return life


def give(by: str = "rehber", *executors: str, **more: Any) -> ResolutionStep:
    command = GiveResolution(by=by, resolution="1", text="Baxın", executors=executors or ("rauf",), **more)
    return ResolutionStep(command=command)


def answered() -> Life:
    life = registered()
    life.do(give(), ResolutionStep(command=Report(by="rauf", resolution="1", answer="99-7/26")))
    return life


def study(by: str = "rehber", reason: str = "yerində baxış", **more: Any) -> ExtendForStudy:
    return ExtendForStudy(by=by, reason=reason, **more)


# Lodging -------------------------------------------------------------------------------------------------------------


def test_an_appeal_keeps_what_was_lodged_and_is_an_appeal_of_the_rules_once_it_is_registered() -> None:
    life = Life()
    life.do(lodge(replace(CITIZEN, signers=4, complained_about=("elcin",))))

    assert appeal_of(life.document) is None
    life.do(register())

    appeal = appeal_of(life.document)
    assert appeal is not None
    assert (appeal.id, appeal.kind, appeal.channel, appeal.registered) == (
        "99-1/26",
        "complaint",
        "written",
        FRIDAY.date(),
    )
    assert (appeal.citizen, appeal.subject) == ("k_1", "k_2")
    assert appeal.complained_about == {"elcin"}
    assert DOCUMENTS.validate_json(DOCUMENTS.dump_json(life.document)) == life.document


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lodge(document="incoming"), "appeal_kind"),
        (Create(by="sevinc", document="appeal", title="t", unit="u"), "appeal_kind"),
        (lodge(replace(CITIZEN, signers=0)), "applicant"),
        (lodge(replace(CITIZEN, applicant=None)), "applicant"),
        (lodge(replace(CITIZEN, citizen="")), "applicant"),
        (lodge(replace(CITIZEN, complained_about=("sevinc",))), "concerned"),
        (lodge(by="rauf"), "role"),
    ],
)
def test_an_appeal_that_is_not_in_order_is_not_lodged(command: Create, code: str) -> None:
    assert Life().code(command) == code


def test_a_body_takes_appeals_only_by_its_own_channels() -> None:
    life = Life()
    life.context = replace(life.context, appeals=replace(life.context.appeals, channels=("written",)))

    assert life.code(lodge(replace(CITIZEN, channel="hotline"))) == "channel"
    assert life.code(lodge()) == ""


def test_what_was_said_at_a_reception_is_registered_without_a_file() -> None:
    life = Life()
    life.do(lodge(replace(CITIZEN, channel="reception"), files=()))
    written = Life()
    written.do(lodge(files=()))

    life.do(register())

    assert life.document.registration is not None
    assert written.code(register()) == "nothing_to_register"


def test_repeats_are_found_by_citizen_and_subject_and_those_of_nobody_are_not() -> None:
    assert CITIZEN.repeat_key == "k_1/k_2"
    assert replace(CITIZEN, citizen="").repeat_key == ""
    assert replace(CITIZEN, subject="").repeat_key == ""


# The term ------------------------------------------------------------------------------------------------------------


def test_its_term_is_fifteen_working_days_in_tasks_and_in_a_sentence() -> None:
    life = registered()

    term = term_of(life.document, life.context)
    assert term is not None
    assert (term.due, term.lines[-1].count) == (DUE, 15)
    assert tasks(life.case) == (Task("@head:qayidis", "resolve", DUE),)
    assert next((each.need.en, each.due) for each in waiting(life.case)) == (
        "Term of the appeal: 14.04.2026, 15 working days left",
        DUE,
    )
    assert term_of(Life().document, life.context) is None


def test_an_appeal_past_its_term_says_by_how_much() -> None:
    life = registered()
    life.later(days=40)

    late = waiting(life.case)[0]

    assert late.overdue
    assert "overdue by 6 working days" in late.need.en


def test_a_resolution_without_a_term_has_that_of_the_appeal_and_none_is_later() -> None:
    life = registered()
    life.do(give())
    later = registered()
    beyond = decide(later.case, give(until=date(2026, 6, 1)))
    sooner = registered()
    sooner.do(give(days=2))

    assert life.document.orders.resolutions["1"].due == DUE
    assert isinstance(beyond, Refusal)
    assert (beyond.code, "1308-IVQ" in beyond.words.az) == ("orders.over_law", True)
    assert tasks(sooner.case) == (Task("rauf", "execute", date(2026, 3, 17)),)


def test_a_resolution_after_the_term_has_one_day() -> None:
    life = registered()
    life.later(days=60)
    life.do(give())

    assert life.document.orders.resolutions["1"].days == 1


def test_an_answer_ends_the_term_and_a_note_without_one_does_not() -> None:
    noted = registered()
    noted.do(give(), ResolutionStep(command=Report(by="rauf", resolution="1", note="aidiyyəti yoxdur")))
    life = answered()

    appeal = appeal_of(life.document)
    assert appeal is not None
    assert appeal.answered == FRIDAY.date()
    assert due_of(life.document, life.context) is None
    assert tasks(life.case) == (Task("@clerk", "file"),)
    assert due_of(noted.document, noted.context) == DUE
    noted.do(PutInFile(by="sevinc", case_file="2026/02-03/1"))
    assert waiting(noted.case) == ()


# Study ---------------------------------------------------------------------------------------------------------------


def test_the_head_of_another_unit_gives_it_no_more_time() -> None:
    life = registered()
    lawyer = replace(life.context.directory.officials["nigar"], roles=frozenset(("head",)))
    known = {**life.context.directory.officials, "nigar": lawyer}
    life.context = replace(
        life.context,
        directory=replace(life.context.directory, officials=known),
        competence=Competence(leadership="rehberlik"),
    )

    assert life.code(ExtendForStudy(by="nigar", reason="yerində baxış")) == "other_unit"
    assert life.code(ExtendForStudy(by="rehber", reason="yerində baxış")) == ""


def test_a_head_extends_it_for_study_and_resolutions_with_the_appeals_term_follow() -> None:
    life = registered()
    life.do(
        give(),
        ResolutionStep(command=GiveResolution(by="rehber", resolution="2", text="b", executors=("leyla",), days=2)),
    )

    made = life.do(study())

    assert isinstance(made[0], StudyGranted)
    assert made[0].due == due_of(life.document, life.context) == STUDIED
    assert [each.due for each in life.document.orders.resolutions.values()] == [STUDIED, date(2026, 3, 17)]


def test_a_stand_in_of_the_head_may_extend_it_too() -> None:
    life = registered()
    office = directory()
    life.people(replace(office, stand_ins=(StandIn("rehber", "nigar", FRIDAY.date(), FRIDAY.date(), "Əmr 1"),)))

    assert life.code(study("leyla", on_behalf_of="rehber")) == "no_stand_in"
    life.do(study("nigar", on_behalf_of="rehber"))

    assert life.document.study is not None
    assert life.document.study.by == "rehber"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (study("rauf"), "role"),
        (study(reason=" "), "appeals.needs_reason"),
        (study("rauf", on_behalf_of="rehber"), "no_stand_in"),
    ],
)
def test_a_wish_for_study_that_is_not_in_order_is_refused(command: ExtendForStudy, code: str) -> None:
    assert registered().code(command) == code


def test_it_is_extended_once_and_only_an_appeal_is() -> None:
    life = registered()
    life.do(study())
    letter = Life()
    letter.do(Create(by="sevinc", document="incoming", title="t", unit="qayidis", files=FILES), register())

    assert life.code(study()) == "appeals.extended"
    assert letter.code(study()) == "not_an_appeal"
    assert letter.code(Forward(by="sevinc", body="77")) == "not_an_appeal"


# Forwarding ----------------------------------------------------------------------------------------------------------


def test_it_is_forwarded_within_three_working_days_and_the_citizen_is_told() -> None:
    life = registered()

    made = life.do(Forward(by="sevinc", body="77", note="aidiyyəti üzrə"))

    assert isinstance(made[0], Forwarded)
    assert (made[0].late, made[0].notice_owed) == (False, True)
    assert tasks(life.case) == (Task("@clerk", "tell", date(2026, 3, 18)),)
    assert life.code(PutInFile(by="sevinc", case_file="2026/02-03/1")) == "still_open"
    life.do(TellCitizen(by="sevinc", note="məktub 99-3/26"))
    assert tasks(life.case) == (Task("@clerk", "file"),)
    life.do(PutInFile(by="sevinc", case_file="2026/02-03/1"))


def test_a_late_one_goes_too_and_says_that_it_is_late() -> None:
    life = registered()
    life.later(days=20)

    made = life.do(Forward(by="rehber", body="77"))

    assert isinstance(made[0], Forwarded)
    assert made[0].late


def test_of_an_anonymous_one_nobody_is_to_be_told() -> None:
    life = registered(applicant=None, citizen="")

    life.do(Forward(by="sevinc", body="77"))

    assert tasks(life.case) == (Task("@clerk", "file"),)
    assert life.code(TellCitizen(by="sevinc", note="n")) == "nothing_to_tell"


def test_forwarding_and_telling_have_their_own_conditions() -> None:
    life = registered()
    assert life.code(Forward(by="rauf", body="77")) == "role"
    assert life.code(Forward(by="sevinc", body=" ")) == "nothing_to_send"
    assert life.code(TellCitizen(by="sevinc", note="n")) == "nothing_to_tell"
    life.do(Forward(by="sevinc", body="77"))

    assert life.code(Forward(by="sevinc", body="97")) == "appeals.forwarded"
    assert life.code(TellCitizen(by="sevinc", note=" ")) == "needs_reason"
    assert life.code(TellCitizen(by="rauf", note="n")) == "role"
    assert answered().code(Forward(by="sevinc", body="77")) == "appeals.answered"


# Whom the complaint is about ---------------------------------------------------------------------------------------


def about(*logins: str) -> Life:
    return registered(complained_about=logins)


def test_whom_it_is_about_neither_sees_it_nor_acts_on_it() -> None:
    life = about("kamal", "elcin")
    officials = {each.login: each for each in PEOPLE}

    assert not may_see(life.document, officials["kamal"])
    assert people_of(life.document).isdisjoint(("kamal", "elcin"))
    assert life.code(Forward(by="kamal", body="77")) == "concerned"
    assert life.code(study("nigar", on_behalf_of="elcin")) == "concerned"


def test_whom_it_is_about_is_no_executor_and_gives_no_order_for_another() -> None:
    life = about("elcin")

    assert life.code(give("rehber", "elcin")) == "orders.barred"
    assert life.code(give("rehber", "rauf", for_information=("elcin",))) == "orders.barred"
    assert life.code(give("elcin", "rauf")) == "concerned"


def test_an_order_about_the_head_of_the_unit_goes_to_any_other_head() -> None:
    assert tasks(about("elcin").case)[0].actor == "@head"
    assert tasks(about("rauf").case)[0].actor == "@head:qayidis"


def test_a_stand_in_has_no_part_in_the_place_of_whom_it_is_about() -> None:
    life = about("nigar")
    life.do(give("rehber", "rauf"))

    stand_in = ResolutionStep(command=Report(by="leyla", on_behalf_of="nigar", resolution="1", note="n"))
    assert life.code(stand_in) == "concerned"


def test_the_answer_to_a_complaint_is_not_approved_by_whom_it_is_about() -> None:
    life = Life(VISA)
    life.do(
        Create(
            by="rauf",
            document="outgoing",
            title="Cavab",
            unit="qayidis",
            files=FILES,
            recipients=("77",),
            links=(Link("a" * 32, "answers"),),
            barred=frozenset(("orxan",)),
        )
    )

    life.do(Relate(by="rauf", link=Link("b" * 32, "answers"), barred=frozenset(("nigar",))))
    later = Relate(by="rauf", link=Link("c" * 32, "answered_by"), followed=frozenset(("nigar",)))

    assert life.document.barred == {"orxan", "nigar"}
    assert life.code(later) == "link_from_the_other"
    assert life.code(replace(later, followed=frozenset(("nigar", "orxan", "rauf")))) == ""
    refused = decide(life.case, life.submit())
    assert isinstance(refused, Refusal)
    assert refused.code == "path.unstaffed"


def test_who_writes_an_answer_about_himself_does_not_begin_it() -> None:
    command = Create(by="rauf", document="outgoing", title="t", unit="u", barred=frozenset(("rauf",)))

    assert Life().code(command) == "concerned"


def test_a_visa_that_waited_for_whom_it_turns_out_to_be_about_waits_for_others() -> None:
    life = Life(VISA)
    life.do(Create(by="rauf", document="outgoing", title="Cavab", unit="qayidis", files=FILES, recipients=("77",)))
    life.do(life.submit())
    life.do(Relate(by="rauf", link=Link("b" * 32, "answers"), barred=frozenset(("nigar",))))

    assert "nigar" not in {task.actor for task in tasks(life.case)}
    assert life.code(life.approve("nigar")) == "concerned"
    assign = ApprovalStep(command=Assign(by="sevinc", add=("orxan",), remove=("nigar",), reason="şikayət"))
    life.do(assign)
    assert [(task.actor, task.name) for task in tasks(life.case)] == [("orxan", "walk")]


def test_a_name_is_known_even_of_whom_it_is_about() -> None:
    case = about("elcin").case

    assert case.context.directory.name("elcin") == "Elcin"
    assert not case.has_role("elcin", "executor")


def test_an_appeal_that_is_not_registered_waits_for_its_number() -> None:
    life = Life()
    life.do(lodge())

    assert tasks(life.case) == (Task("@clerk", "register"),)
    assert isinstance(decide(Case(life.document, None, life.context), study()), Refusal)
