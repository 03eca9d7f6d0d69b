"""Published files of which one thing was changed afterwards, each with a word that whoever checks it has to say."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.stop import CancelDraw
from document_flow.draws.state import Draw
from tests.unit.document_flow.draws.office import (
    after,
    by_hand,
    committed,
    day,
    drawn,
    drawn_by_both,
    drawn_by_hand,
    drawn_by_source,
    file_of,
    pulls,
)

File = dict[str, Any]
COMPUTED, BY_SOURCE, BY_HAND = drawn(parties=("council", "press")), drawn_by_source(), drawn_by_hand()
BY_BOTH = drawn_by_both("council", "press")
PARTLY_PULLED = after(by_hand(), *pulls()[:3], moment=day(0))
PASSED = after(
    BY_HAND, *(WithdrawEntry(by="clerk", number=each, document="M-1") for each in ("M-101", "M-105")), moment=day(1)
)
ANNOUNCED = committed()
CANCELLED = after(ANNOUNCED, CancelDraw(by="aysel", reason="başqa vaxta keçirilir"))
SOUND = {
    "announced": ANNOUNCED,
    "cancelled": CANCELLED,
    "computed": COMPUTED,
    "by a public value": BY_SOURCE,
    "by parties and a public value": BY_BOTH,
    "by a public value, of parties that all kept theirs": drawn_by_both(),
    "by hand": BY_HAND,
    "partly pulled": PARTLY_PULLED,
    "passed on": PASSED,
}


def tampered(draw: Draw, change: Callable[[File], Any]) -> File:
    """The file with that change."""
    said: File = copy.deepcopy(json.loads(json.dumps(file_of(draw))))
    change(said)
    return said


def swap(rows: list[Any], one: int, other: int, field: str = "") -> None:
    if field:
        rows[one][field], rows[other][field] = rows[other][field], rows[one][field]
    else:
        rows[one], rows[other] = rows[other], rows[one]


def _all_by_another_value(said: File) -> None:
    """A party's value is changed, and its commitment, so that they agree again: the root does not."""
    value, salt = "11" * 32, "22" * 16
    said["values"]["press"] = {"value": value, "salt": salt}
    sealed = hashlib.sha256(bytes.fromhex(value + salt)).hexdigest()
    said["fixed"]["commitments"]["press"] = sealed


COMPUTED_FILES: dict[str, tuple[Draw, Callable[[File], Any], str, str]] = {
    "by parties, without the public value": (BY_BOTH, lambda said: said.update(public_value=""), "follows", "seed"),
    "by parties, with another public value": (BY_BOTH, lambda said: said.update(public_value="7f3b"), "seed", "seed"),
    "a value kept back that was revealed": (BY_BOTH, lambda said: said["values"].pop("press"), "seed", "seed"),
    "a family is left out": (COMPUTED, lambda said: said["entries"].pop(2), "root", "root"),
    "a family is added": (
        COMPUTED,
        lambda said: said["entries"].append({"number": "M-999", "rooms": 4}),
        "M-999",
        "M-999",
    ),
    "a family has another class": (COMPUTED, lambda said: said["entries"][0].update(rooms=4), "root", "root"),
    "homes stand in another order": (COMPUTED, lambda said: swap(said["fixed"]["plan"]["homes"], 0, 2), "root", "root"),
    "a home was placed afterwards": (
        COMPUTED,
        lambda said: said["fixed"]["plan"]["placed"].append({"number": "7", "rooms": 3, "rule": "x"}),
        "root",
        "root",
    ),
    "the root is another": (COMPUTED, lambda said: said.update(root="00" * 32), "root", "root"),
    "a party's value is another": (
        COMPUTED,
        lambda said: said["values"]["press"].update(value="11" * 32),
        "press",
        "press",
    ),
    "value and commitment are others": (COMPUTED, _all_by_another_value, "root", "root"),
    "a value is left out": (COMPUTED, lambda said: said["values"].pop("press"), "seed", "seed"),
    "the public value is another": (BY_SOURCE, lambda said: said.update(public_value="7f3b"), "seed", "seed"),
    "the seed is another": (COMPUTED, lambda said: said.update(seed="00" * 32), "seed", "seed"),
    "two families have each other's homes": (
        COMPUTED,
        lambda said: swap([each for each in said["order"] if each["home"]], 0, 1, "home"),
        "as computed",
        "order",
    ),
    "two families have each other's ranks": (COMPUTED, lambda said: swap(said["order"], 0, 1), "sequence", "order"),
    "a family is missing from the result": (COMPUTED, lambda said: said["order"].pop(), "missing", "order"),
}
HAND_FILES: dict[str, tuple[Draw, Callable[[File], Any], str, str]] = {
    "a slip was pulled twice": (BY_HAND, lambda said: said["pulls"][1].update(slip=1), "3/1 was pulled twice", "slip"),
    "a slip is of another class": (BY_HAND, lambda said: said["pulls"][2].update(rooms=3, slip=9), "M-103", "slip"),
    "a family pulled twice": (BY_HAND, lambda said: said["pulls"][1].update(entry="M-101"), "M-101", "list"),
    "a family has not pulled": (BY_HAND, lambda said: said["pulls"].pop(), "M-107", "list"),
    "a home is another than the slip's": (BY_HAND, lambda said: said["order"][0].update(home="303"), "M-101", "order"),
}
"""Tampered with how; a word of the command's English sentence, and one of the script's."""
DEEPER_FILES: dict[str, tuple[Draw, Callable[[File], Any], str]] = {
    "no file of ours": (COMPUTED, lambda said: said.pop("root"), "root"),
    "of another version": (COMPUTED, lambda said: said.update(version="draw/9"), "version"),
    "a name was added": (COMPUTED, lambda said: said["entries"][0].update(name="x"), "entries.0.name"),
    "a home twice": (
        COMPUTED,
        lambda said: said["fixed"]["plan"]["homes"].append({"number": "301", "rooms": 3}),
        "same home",
    ),
    "a family twice": (COMPUTED, lambda said: said["entries"].insert(0, said["entries"][0]), "on the list twice"),
    "out of order": (COMPUTED, lambda said: swap(said["entries"], 0, 1), "not in the order"),
    "a class without homes": (COMPUTED, lambda said: said["entries"][0].update(rooms=7), "no home of the class"),
    "a family on the list was left out": (
        COMPUTED,
        lambda said: said["fixed"]["left_out"].append({"number": "M-101", "reason": "x"}),
        "who are left out",
    ),
    "a family was left out without a reason": (
        COMPUTED,
        lambda said: said["fixed"]["left_out"].append({"number": "M-999", "reason": ""}),
        "who are left out",
    ),
    "frozen after the draw": (
        COMPUTED,
        lambda said: said["fixed"].update(frozen_at="2026-03-17T06:00:00Z"),
        "follow each other",
    ),
    "pulls in a computed draw": (
        COMPUTED,
        lambda said: said["pulls"].append({"entry": "M-101", "rooms": 3, "slip": 1, "witnesses": 2}),
        "does not belong",
    ),
    "a seed in one by hand": (BY_HAND, lambda said: said.update(seed="00" * 32), "does not belong"),
    "a result of one that is only frozen": (COMPUTED, lambda said: said.update(outcome="frozen"), "does not belong"),
    "a void one with values": (COMPUTED, lambda said: said.update(outcome="void", reason="x"), "does not belong"),
    "a list that was never frozen": (COMPUTED, lambda said: said["fixed"].update(frozen_at=None), "does not belong"),
    "families before the freeze": (
        ANNOUNCED,
        lambda said: said.update(entries=[{"number": "M-1", "rooms": 3}]),
        "root",
    ),
    "values before the freeze": (
        ANNOUNCED,
        lambda said: said.update(values=file_of(COMPUTED)["values"]),
        "does not belong",
    ),
    "values before the freeze of a draw by both": (
        committed(source="drand"),
        lambda said: said.update(values=file_of(COMPUTED)["values"]),
        "does not belong",
    ),
    "a cancelled one without a reason": (ANNOUNCED, lambda said: said.update(outcome="cancelled"), "without a reason"),
    "a void one without a reason": (PARTLY_PULLED, lambda said: said.update(outcome="void"), "without a reason"),
    "no values at all": (COMPUTED, lambda said: said.update(values={}), "nothing that it follows from"),
    "a stranger withdrew": (COMPUTED, lambda said: said["withdrawn"].append("M-999"), "M-999"),
    "a stranger was struck": (
        PASSED,
        lambda said: said["struck"].append({"number": "M-999", "home": "", "to": ""}),
        "M-999",
    ),
    "a value of a stranger": (
        COMPUTED,
        lambda said: said["values"].update(nobody=said["values"]["press"]),
        "nobody",
    ),
    "two witnesses less": (BY_HAND, lambda said: said["pulls"][0].update(witnesses=0), "two witnesses"),
    "a stranger in the order": (
        COMPUTED,
        lambda said: said["order"].append({"number": "M-999", "rooms": 3, "place": 9, "home": ""}),
        "M-999",
    ),
    "one home for two": (
        COMPUTED,
        lambda said: [each.update(home="301") for each in said["order"] if each["rooms"] == 3],
        "same home",
    ),
    "a home passed to another": (PASSED, lambda said: said["struck"][0].update(to="M-107"), "M-105"),
    "a home passed from nobody": (PASSED, lambda said: said["struck"][1].update(home="302"), "M-105"),
    "struck twice": (PASSED, lambda said: said["struck"].append(said["struck"][1]), "struck through twice"),
    "out and still with a home": (COMPUTED, lambda said: said["withdrawn"].append("M-103"), "still hold a home"),
    "a seed that is no seed": (
        COMPUTED,
        lambda said: (said.update(seed="x"), said["values"]["press"].update(value="x")),
        "seed",
    ),
}
