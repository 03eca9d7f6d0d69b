"""Every code that a person may meet has a name in both languages, and no two states share one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from hub.errors import Words
from hub.exchange.repair.names import (
    ACTIONS,
    ITEM_STATES,
    REPAIR_STATES,
    action_name,
    item_state_name,
    repair_state_name,
)
from hub.exchange.repair.states import Action, ItemState, RepairState
from hub.exchange.state_words import DELIVERY_STATES, MESSAGE_STATES, OUTCOMES, outcome_name, state_name
from hub.exchange.states import DeliveryState, MessageState


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (DeliveryState, DELIVERY_STATES),
        (MessageState, MESSAGE_STATES),
        (RepairState, REPAIR_STATES),
        (ItemState, ITEM_STATES),
        (Action, ACTIONS),
    ],
)
def test_each_code_of_a_closed_list_has_a_name_of_its_own(codes: type[StrEnum], names: Mapping[StrEnum, Words]) -> None:
    assert set(names) == set(codes)
    assert len({words.az for words in names.values()}) == len({words.en for words in names.values()}) == len(names)


def test_outcomes_of_attempts_are_named_and_an_effect_comes_to_a_state() -> None:
    assert {outcome_name(code, "az") for code in OUTCOMES}.isdisjoint(OUTCOMES)
    assert outcome_name("busy", "en") == "agency busy"
    assert outcome_name("superseded", "az") == "yenisi ilə əvəz edildi"


def test_a_code_of_a_newer_hub_is_shown_as_it_is() -> None:
    assert {name("new_code", "az") for name in (state_name, outcome_name, repair_state_name)} == {"new_code"}
    assert {name("new_code", "en") for name in (item_state_name, action_name)} == {"new_code"}


def test_the_language_is_the_one_that_was_asked_for() -> None:
    assert [state_name("retrying", lang) for lang in ("az", "en")] == ["təkrar göndəriləcək", "will be sent again"]
    assert [action_name("discard", lang) for lang in ("az", "en")] == ["göndərişdən çıxar", "discard"]
    assert [repair_state_name("done", lang) for lang in ("az", "en")] == ["tamamlandı", "done"]
    assert [item_state_name("failed", lang) for lang in ("az", "en")] == ["uğursuz", "failed"]
