"""What officials type about a draw becomes commands; what cannot be read is refused by what it says."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from typing import Any

import pytest

from document_flow.act import Act
from document_flow.draws.families import LeftOut
from document_flow.draws.kernel import KERNEL
from document_flow.draws.plan import Home, PlacedHome
from document_flow.draws.state import NOTHING
from document_flow.draws.typed import homes_in, left_out_in, placed_in, slip_in
from document_flow.form import Form
from tests.unit.document_flow.draws.office import DRAW_AT, code

FORMS = {form.name or act.kind: (act, form) for act in KERNEL.acts for form in act.forms}
TYPED: dict[str, Any] = {"date": date(2026, 3, 16), "moment": DRAW_AT, "number": 3, "many": ("council", "press")}
LISTS = {
    "homes": "12 A 3\n\n13 4\n",
    "placed": "7 2 QMN 65/2017\n\n8",
    "without": "M-2 xahişi ilə\n\nM-1",
    "slip": "3/2",
}


def asked(act: Act, form: Form, **more: str) -> Any:
    said = {each.name: TYPED.get(each.input, each.options[0].value if each.options else "x") for each in form.fields}
    known = {name: text for name, text in LISTS.items() if name in said}
    return act.asked(form, {"by": "aysel", "subject": "", **said, **known, **more})


@pytest.mark.parametrize(("act", "form"), FORMS.values(), ids=FORMS)
def test_each_form_makes_a_whole_command(act: Act, form: Form) -> None:
    command = asked(act, form)

    assert KERNEL.commands.validate_json(KERNEL.commands.dump_json(command)) == command
    needed = {each.name for each in fields(act.command) if each.default is each.default_factory is MISSING}
    assert needed <= act.names
    assert form.title.az
    assert form.title.en


def test_only_what_the_clock_and_the_move_day_do_has_no_form() -> None:
    assert {each.kind for each in KERNEL.acts} - FORMS.keys() == {
        "lapse_offer",
        "hand_over_home",
        "number_letters",
        "take_letter_answer",
        "tell_family",
        "write_letter",
    }


def test_lists_are_typed_a_line_each() -> None:
    assert homes_in(LISTS["homes"]) == (Home(number="12 A", rooms=3), Home(number="13", rooms=4))
    out = (LeftOut(number="M-2", reason="xahişi ilə"), LeftOut(number="M-1", reason=""))
    assert left_out_in(LISTS["without"]) == out
    assert placed_in(LISTS["placed"])[0] == PlacedHome(number="7", rooms=2, rule="QMN 65/2017")
    assert slip_in("3/2") == (3, 2)


def test_what_cannot_be_read_is_refused_by_what_it_says() -> None:
    act, form = FORMS["announce_draw"]

    assert homes_in("12A\nx y") == (Home(number="12A", rooms=0), Home(number="x", rooms=0))
    assert code(NOTHING, asked(act, form, homes="12A", protocol="computed")) == "draws.homes"
    assert code(NOTHING, asked(act, form, placed="8", protocol="computed")) == "draws.homes"
    assert slip_in("x") == slip_in("²/१") == slip_in("") == (0, 0)


def test_an_answer_is_chosen() -> None:
    assert [asked(*FORMS["answer_offer"], says=each).accepted for each in ("yes", "no")] == [True, False]
