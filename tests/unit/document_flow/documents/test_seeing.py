"""Who may see a document, and by which names its kinds and states go."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from document_flow.documents.acts.revise import Revise
from document_flow.documents.facts import DispatchState, Kind, Status
from document_flow.documents.registry import name_of
from document_flow.documents.visibility import is_awaited, may_see, people_of
from document_flow.documents.words import DISPATCH_STATES, KINDS, STATUSES
from tests.unit.document_flow.documents.office import (
    PEOPLE,
    SIGNED,
    Life,
    begun,
    created,
    file,
    instruct,
    lodged,
    register,
    sent,
)

PERSONS = {each.login: each for each in PEOPLE}


def seen_by(life: Life) -> set[str]:
    return {login for login, official in PERSONS.items() if may_see(life.document, official)}


def test_an_open_document_is_seen_by_its_people_the_registry_heads_and_lawyers() -> None:
    life = begun()
    assert seen_by(life) == {"rauf", "sevinc", "kamal", "rehber", "nigar", "orxan"}


def test_a_restricted_one_is_seen_by_its_people_and_the_registry() -> None:
    life = begun("incoming", access="restricted")
    life.do(register())
    assert seen_by(life) == {"sevinc", "kamal"}

    life.do(instruct("elcin", "rauf"))
    assert seen_by(life) == {"sevinc", "kamal", "elcin", "rauf"}


@pytest.mark.parametrize("kind", ["incoming", "appeal"])
def test_a_restricted_one_is_seen_by_whoever_it_waits_for_and_by_no_other_head(kind: Kind) -> None:
    life = begun(kind, access="restricted")
    life.do(register())
    awaited = {login for login in PERSONS if is_awaited(life.case, login)}
    barred = begun("appeal", access="restricted", appeal=lodged("elcin"))
    barred.do(register())

    assert (awaited, is_awaited(life.case, "stranger")) == ({"elcin"}, False)
    assert {login for login in PERSONS if is_awaited(barred.case, login)} == {"rehber"}


@pytest.mark.parametrize(
    "marked", [{"markings": ("XİDMƏTİ İSTİFADƏ ÜÇÜN",)}, {"title": "Plan (xidmeti istifade ucun)"}]
)
def test_what_is_marked_for_official_use_is_restricted_whatever_was_typed(marked: dict[str, Any]) -> None:
    assert begun("incoming", **marked).document.access == "restricted"
    assert begun("incoming", markings=("Adi",)).document.access == "open"


def test_a_state_secret_begins_no_document_and_becomes_no_version() -> None:
    secret = (file("Tam məxfi.pdf"),)

    assert Life().code(created("incoming", "sevinc", markings=("Tam məxfi",))) == "nomenclature.state_secret"
    assert Life().code(created(files=secret)) == "nomenclature.state_secret"
    assert begun().code(Revise(by="rauf", files=secret)) == "nomenclature.state_secret"


def test_whom_a_complaint_is_about_sees_nothing_of_it_whoever_that_is() -> None:
    life = begun("appeal", appeal=lodged("kamal", "rehber"))

    assert seen_by(life).isdisjoint({"kamal", "rehber"})
    assert people_of(life.document).isdisjoint({"kamal", "rehber"})


def test_members_signers_and_their_stand_ins_have_a_part() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve("leyla", on_behalf_of="nigar"), life.sign("rehber", "sign"))

    assert people_of(life.document) == {"rauf", "nigar", "leyla", "rehber"}


@pytest.mark.parametrize(
    ("words", "kinds"), [(KINDS, get_args(Kind)), (STATUSES, tuple(Status)), (DISPATCH_STATES, tuple(DispatchState))]
)
def test_everything_has_its_name_in_both_languages(words: Any, kinds: tuple[str, ...]) -> None:
    assert set(words) == set(kinds)
    assert all(each.az and each.en for each in words.values())


def test_an_event_names_its_hand_and_what_happened() -> None:
    life = sent(hours=1)
    life.later(hours=2)
    life.do(*life.due_ticks())

    told = [(event.by, name_of(event)) for event in life.events]
    assert told == [
        ("rauf", "created"),
        ("rauf", "revised"),
        ("rauf", "begun"),
        ("rauf", "submitted"),
        ("rauf", "stage_opened"),
        ("nigar", "marked"),
        ("nigar", "stage_passed"),
        ("nigar", "run_approved"),
        ("sevinc", "registered"),
        ("rehber", "signed"),
        ("sevinc", "signed"),
        ("sevinc", "sent"),
        ("", "silence_noticed"),
    ]
    ordered = begun("incoming")
    ordered.do(register(), instruct())
    assert (ordered.events[-1].by, name_of(ordered.events[-1])) == ("elcin", "resolution_given")
