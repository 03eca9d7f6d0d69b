"""Of a residence the form asks whether it has gas of its own: yes, no, or nothing, which is neither."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.datastructures import FormData

from hub.console.register.change_form import fields_of_group, values_of
from hub.console.register.labels import written
from hub.console.viewer import Form

NAME = "temporary_settlement__gas_supplied"


def residence(gas: bool | None) -> dict[str, Any]:
    known = {} if gas is None else {"gas_supplied": gas}
    return {"temporary_settlement": {"place": "Bərdə", **known}}


@pytest.mark.parametrize(("gas", "value"), [(True, "true"), (False, "false"), (None, "")])
def test_what_is_held_stands_in_the_form_and_posted_again_asks_for_nothing(gas: bool | None, value: str) -> None:
    held = residence(gas)

    fields = fields_of_group("residence", held)
    shown = {each.name: each.value for each in fields}
    assert shown[NAME] == value
    assert [set(each.choices) for each in fields if each.name == NAME] == [{"true", "false"}]
    assert values_of(Form(FormData(shown)), "residence", held) == {}


def test_a_no_is_asked_for_and_read() -> None:
    typed = Form(FormData({"temporary_settlement__place": "Bərdə", NAME: "false"}))

    values = values_of(typed, "residence", residence(None))

    assert values == residence(False)
    assert written("temporary_settlement", values["temporary_settlement"]).en == "Bərdə gas of its own: no"
