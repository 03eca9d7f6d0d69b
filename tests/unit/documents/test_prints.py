"""Cards and minutes say what happened: who was there and voted, by whose hand, until when, and with what result."""

from __future__ import annotations

from datetime import date

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.orders.acts.accept_execution import AcceptExecution
from document_flow.orders.acts.extension import DecideExtension, RequestExtension
from document_flow.orders.acts.return_execution import ReturnExecution
from document_flow.paths.acts.marks import CastVote
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting, Recuse
from document_flow.paths.acts.meeting_vote import CastingVote, CloseMeeting, OpenVoting
from document_flow.paths.path import MeetingRules, Rule, Who
from document_flow.rendering.models.parts import Body
from document_flow.words import Words
from hub.documents.printing.printing import LetterSource, Signing, letter_of
from hub.documents.printing.prints import control_card, minutes, registration_card, resolution_card
from tests.unit.document_flow.documents.office import FRIDAY, Life, begun, instruct, path, register, report, stage

BODY = Body(Words("Qurum", "Body"))
CLAUSE = "Əsasnamə, 4.5"
RULES = MeetingRules(Who("person", "rehber"), Who("person", "kamal"), casting_vote=CLAUSE)
SEATS = ("rehber", "elcin", "nigar", "orxan", "sevinc")


def a_letter() -> Life:
    life = begun("incoming")
    life.do(register())
    return life


def met(*, present: tuple[str, ...], votes: str, recused: str = "", chair: str = "rehber") -> Life:
    """A commission of five has voted in the order in which they came; leyla sits for nigar."""
    rule = Rule("majority_of_present")
    life = begun("internal", chosen=path(stage("iclas", "vote", *SEATS, rule=rule, meeting=RULES)))
    life.do(life.submit())

    def do(*commands: object) -> None:
        life.do(*(ApprovalStep(command=command) for command in commands))  # type: ignore[arg-type]

    do(OpenMeeting(by="kamal", agenda=("Bölgü",), held_at=FRIDAY, minutes_no="7/26"), InviteMembers(by="kamal"))
    for member in present:
        do(MarkAttendance(by="kamal", member=member, stand_in="leyla" if member == "nigar" else None))
    if recused:
        do(Recuse(by=recused, reason="qohum"))
    do(OpenVoting(by=chair))
    sits = [each for each in present if each != recused]
    for member, mark in zip(sits, votes, strict=True):
        by, principal = ("leyla", "nigar") if member == "nigar" else (member, None)
        choice = "for" if mark == "+" else "against"
        content = life.document.content_hash
        do(CastVote(by=by, on_behalf_of=principal, choice=choice, content_hash=content))  # type: ignore[arg-type]
    return life


def close(life: Life, chair: str = "rehber") -> None:
    life.do(ApprovalStep(command=CloseMeeting(by=chair)))


def test_a_tie_that_the_chair_broke_names_the_casting_vote_and_what_was_needed() -> None:
    life = met(present=("rehber", "elcin", "nigar", "orxan"), votes="++--")
    life.do(ApprovalStep(command=CastingVote(by="rehber", choice="for")))
    close(life)

    made = minutes(life.case, BODY)

    assert made is not None
    votes = made.agenda[0].votes
    assert votes is not None
    assert (votes.in_favour, votes.against, votes.needed, votes.carried) == (2, 2, 3, True)
    assert votes.casting == "Rehber – lehinə"
    assert made.no == "7/26"


def test_a_stand_in_is_printed_as_who_sat_there_and_voted() -> None:
    life = met(present=("rehber", "elcin", "nigar"), votes="+++")
    close(life)

    made = minutes(life.case, BODY)

    assert made is not None
    assert made.agenda[0].votes is not None
    assert made.agenda[0].votes.casting == ""
    assert [each.name for each in made.agenda[0].votes.ballots][-1] == "Leyla (Nigar əvəzinə)"
    states = {each.name: each.state for each in made.attendance}
    assert states == {
        "Rehber": "present",
        "Elcin": "present",
        "Leyla (Nigar əvəzinə)": "present",
        "Orxan": "absent",
        "Sevinc": "absent",
    }


def test_a_chair_who_withdrew_neither_presided_nor_was_there_for_it() -> None:
    life = met(present=SEATS[:4], votes="+++", recused="rehber", chair="elcin")
    close(life, "elcin")

    made = minutes(life.case, BODY)

    assert made is not None
    assert made.chair.name == "Elcin"
    (recused,) = (each for each in made.attendance if each.name == "Rehber")
    assert (recused.state, recused.reason) == ("absent", "özünü kənarlaşdırıb")


def test_a_control_card_has_the_day_that_was_before_and_the_one_that_was_given() -> None:
    life = a_letter()
    life.do(instruct("elcin", control=True))
    before = life.document.orders.resolutions["1"].due
    life.later(days=1)
    life.do(
        ResolutionStep(command=RequestExtension(by="rauf", resolution="1", until=date(2026, 4, 20), reason="çoxdur"))
    )
    life.later(days=2)
    given = DecideExtension(by="rehber", resolution="1", granted=True, until=date(2026, 4, 24))
    life.do(ResolutionStep(command=given))

    card = control_card(life.case, BODY)

    assert card is not None
    (extension,) = card.extensions
    assert (extension.old_due, extension.new_due) == (before, date(2026, 4, 24))
    assert (extension.asked_on, extension.approved_on) == (date(2026, 3, 14), date(2026, 3, 16))
    known = registration_card(life.case, BODY)
    assert known is not None
    assert known.control


def test_a_report_that_was_sent_back_is_no_result() -> None:
    life = a_letter()
    life.do(instruct("elcin", control=True), report())
    reported = registration_card(life.case, BODY)
    life.do(ResolutionStep(command=ReturnExecution(by="elcin", resolution="1", reason="natamamdır")))
    returned = registration_card(life.case, BODY)
    life.do(report(), ResolutionStep(command=AcceptExecution(by="elcin", resolution="1")))
    accepted = registration_card(life.case, BODY)

    assert [each.outcome for each in (reported, returned, accepted) if each] == ["", "", "Görüldü"]


def test_a_second_givers_resolution_stands_on_the_cards_and_its_control_too() -> None:
    life = a_letter()
    life.do(instruct("elcin", "rauf"))
    life.do(instruct("rehber", "leyla", resolution="2", control=True))

    card, known = resolution_card(life.case, BODY), registration_card(life.case, BODY)

    assert card is not None
    assert known is not None
    assert [(each.lead, each.given_by) for each in card.orders] == [("Rauf", ""), ("Leyla", "Rehber, 13.03.2026")]
    assert known.control


def test_a_stand_ins_visa_is_his_and_what_was_noted_with_it_stays_in_the_house() -> None:
    life = begun()
    life.do(life.submit())
    life.do(life.approve("leyla", on_behalf_of="nigar", note="şübhəliyəm"))
    source = LetterSource.model_validate({"addressee": {"body": "Nazirlik"}, "text": "Salam"})

    letter = letter_of(life.case, life.document.versions[-1], source, None, Signing())

    assert [(each.name, each.day) for each in letter.visas] == [("Leyla (Nigar əvəzinə)", date(2026, 3, 13))]
    assert "şübhəliyəm" not in repr(letter)
