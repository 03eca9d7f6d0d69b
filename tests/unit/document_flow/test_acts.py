"""Acts as their files say them: each form makes a whole command, each room knows its own, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import document_flow
from document_flow.act import Act, adapter
from document_flow.context import BAKU
from document_flow.documents.facts import Link
from document_flow.documents.registry import ACTS, COMMANDS
from document_flow.form import Field, Form
from document_flow.orders.registry import ACTS as ORDER_ACTS
from document_flow.orders.registry import COMMAND_TYPES as ORDER_COMMANDS
from document_flow.paths.registry import ACTS as PATH_ACTS
from document_flow.paths.registry import COMMAND_TYPES as PATH_COMMANDS

ROOMS = ((ACTS, COMMANDS), (ORDER_ACTS, adapter(ORDER_COMMANDS)), (PATH_ACTS, adapter(PATH_COMMANDS)))
BY_NAME = {form.name or act.kind: (act, form) for acts, _ in ROOMS for act in acts for form in act.forms}
DAY = date(2026, 3, 13)
TYPED: dict[str, Any] = {
    "date": DAY,
    "moment": datetime(2026, 3, 13, 10, tzinfo=BAKU),
    "number": 3,
    "amount": 3,
    "many": ("leyla", "orxan"),
    "tick": True,
    "document": "0" * 32,
}


def typed(field: Field) -> Any:
    return TYPED.get(field.input, field.options[0].value if field.options else "mətn")


def said(form: Form, **more: Any) -> dict[str, Any]:
    hand = {"by": "elcin", "on_behalf_of": None, "content_hash": "h", "subject": "s", "key": "k"}
    return {field.name: typed(field) for field in form.fields} | hand | more


def asked(name: str, **more: Any) -> Any:
    act, form = BY_NAME[name]
    return act.asked(form, said(form, **more))


def forms() -> Iterator[tuple[str, Act, Form, Any]]:
    for acts, commands in ROOMS:
        yield from ((form.name or act.kind, act, form, commands) for act in acts for form in act.forms)


@pytest.mark.parametrize(("act", "form", "commands"), [each[1:] for each in forms()], ids=[each[0] for each in forms()])
def test_a_form_makes_a_command_that_is_read_back_from_its_json(act: Act, form: Form, commands: Any) -> None:
    command = act.asked(form, said(form))

    assert commands.validate_json(commands.dump_json(command)) == command
    assert command.by == "elcin"


@pytest.mark.parametrize(("name", "act", "form"), [each[:3] for each in forms()], ids=[each[0] for each in forms()])
def test_a_form_asks_for_all_that_its_command_needs(name: str, act: Act, form: Form) -> None:
    needed = {each.name for each in fields(act.command) if each.default is each.default_factory is MISSING}
    given = {*said(form), form.about, *form.reads(said(form))}

    assert needed <= given, name


def test_no_field_has_for_its_default_what_its_base_works_out() -> None:
    modules = [import_module(each.name) for each in walk_packages(document_flow.__path__, "document_flow.")]
    kinds = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    values = [(kind, each) for kind in kinds if is_dataclass(kind) for each in fields(kind)]

    assert [(kind.__name__, each.name) for kind, each in values if isinstance(each.default, property)] == []


def test_no_two_forms_have_the_same_name_and_no_title_lacks_a_language() -> None:
    names = [each[0] for each in forms()]

    assert len(set(names)) == len(names)
    assert [each[0] for each in forms() if not each[2].title.az or not each[2].title.en] == []
    assert all(field.id == f"f-{field.name}" for each in forms() for field in each[2].fields)


def test_the_lead_of_a_resolution_is_named_once_and_its_id_follows_from_the_form() -> None:
    given = asked("give_resolution", lead="leyla")

    assert given.executors == ("leyla", "orxan")
    assert given == asked("give_resolution", lead="leyla")
    assert given.resolution != asked("give_resolution", key="other").resolution
    assert asked("pass_on").parent == "s"


def test_facts_are_stated_under_their_own_names_a_day_as_its_text() -> None:
    facts = {"fact-yer": "Şuşa", "fact-gün": DAY, "fact-say": 3, "fact-bəli": True}

    assert asked("submit", **facts).facts == {"yer": "Şuşa", "gün": "2026-03-13", "say": 3, "bəli": True}


def test_a_seat_is_the_members_own_unless_another_came() -> None:
    assert (asked("attend", hand="s").stand_in, asked("attend", hand="orxan").stand_in) == (None, "orxan")
    assert (asked("attend").member, asked("attend").present, asked("leave").present) == ("s", True, False)


def test_what_a_form_says_otherwise_is_read_into_the_command() -> None:
    assert asked("relate", relation="answers").link == Link("0" * 32, "answers")
    assert asked("put_in_file").case_file == "mətn"
    assert (asked("decide_extension", granted="yes").granted, asked("decide_extension", granted="no").granted) == (
        True,
        False,
    )
    assert asked("open_meeting", agenda="bir\n\n iki ").agenda == ("bir", "iki")
    assert (asked("assign", add="leyla", remove="").add, asked("assign", remove="").remove) == (("leyla",), ())
    assert asked("sign_minutes").minutes_hash == "mətn"
