"""The verbs on buttons: what is done, and to how many."""

from __future__ import annotations

from collections.abc import Mapping

from document_flow.words import az_sentence
from hub.errors import Words
from hub.exchange.repair.names import ACTIONS
from hub.exchange.repair.states import Action
from hub.web.numbers import number

VERBS: Mapping[Action, Words] = {
    action: Words(az_sentence(name.az), name.en.capitalize()) for action, name in ACTIONS.items()
}
"""As a button begins."""


def verb(action: str, count: int) -> Words:
    """`Retry 214`."""
    name = VERBS[Action(action)]
    return Words(f"{name.az}: {number(count)}", f"{name.en} {number(count)}")
