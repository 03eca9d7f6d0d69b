"""An act is read by its number: the same that was pushed, in the same format, and no other for it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.connector import Operation
from connectors.outcome import Breach, Delivered, Outcome, Rejected
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.traffic.story import STEPS_A_FAMILY, Story
from mappings.format import load_formats
from mappings.records import CivilAct
from tests.sandbox import RunningSandbox

ACTS = load_formats()["justice.civil-act.v1"]
TOLD = [Story("ab" * 16, 1).parcel(step) for step in range(STEPS_A_FAMILY)]
PUSHED = [json.loads(each.body) for each in TOLD if isinstance(each, Parcel) and "civil-act" in each.path]
MARRIAGE = next(each for each in PUSHED if each["eventType"] == "MARRIAGE")
BIRTH = next(each for each in PUSHED if each["eventType"] == "BIRTH" and each["subjects"][0]["pin"])


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Operation, RunningSandbox]]:
    with RunningSandbox.start(tmp_path) as sandbox:
        connector = connect(BY_NAME["edliyye"], sandbox.endpoint("edliyye"))
        yield connector.operations["edliyye.act.query"], sandbox
        await connector.aclose()


async def asked(operation: Operation, number: str) -> Outcome:
    return await operation.call({"actNumber": number}, f"key {number}")


def read(document: object) -> CivilAct:
    (found,) = ACTS.read(document).records
    assert isinstance(found, CivilAct)
    return found


async def test_what_was_pushed_is_read_by_its_number(running: tuple[Operation, RunningSandbox]) -> None:
    for pushed in (MARRIAGE, BIRTH):
        outcome = await asked(running[0], pushed["actNumber"])

        assert isinstance(outcome, Delivered), outcome
        found, known = read(outcome.answer), read(pushed)
        assert (found.act_type, found.act_date, found.office) == (known.act_type, known.act_date, known.office)
        assert {each.role: each.person for each in found.subjects} == {
            each.role: each.person for each in known.subjects
        }


@pytest.mark.parametrize("number", ["AB-9000000/2026", "AB-0000000/1900", "AB-1000001/2026", "x", "../family"])
async def test_a_number_of_no_act_is_refused(running: tuple[Operation, RunningSandbox], number: str) -> None:
    outcome = await asked(running[0], number)

    assert isinstance(outcome, Rejected), outcome
    assert outcome.code == "edliyye.no_such_act"


async def test_another_act_for_it_is_a_breach(running: tuple[Operation, RunningSandbox]) -> None:
    running[1].behave("edliyye", wrong_element=True)

    assert isinstance(await asked(running[0], MARRIAGE["actNumber"]), Breach)
