"""An attempt that left no answer is asked about before anything is sent again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from connectors.connector import Limits
from connectors.outcome import Busy, Delivered, Document, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.exchange.model import Job, Origin
from hub.exchange.worker import Wiring, Worker

SENT = Exchanged(reached=True)


@dataclass
class Agency:
    """An operation that answers as told and remembers what was asked of it."""

    answer: Outcome
    has_status: bool = True
    idempotent: bool = False
    name: str = "agency.op"
    agency: str = "agency"
    limits: Limits = field(default_factory=Limits)
    asked: list[str] = field(default_factory=list)

    async def call(self, document: Document, key: str) -> Outcome:
        self.asked.append("call")
        return Delivered(SENT)

    async def status(self, key: str) -> Outcome:
        self.asked.append("status")
        return self.answer


class Translates:
    def document(self, job: Job) -> dict[str, Any]:
        return {}


def _job(*, unresolved: bool) -> Job:
    return Job(
        "d", "m", "agency.op", "r", "k", 2, 2, 1, 300, 0, "hold", None, "p", "f", Origin("p"), 0, b"", unresolved
    )


async def _outcome(agency: Agency, *, unresolved: bool = True) -> Outcome:
    unused = cast("Any", None)
    translates = cast("Any", Translates())
    wiring = Wiring(unused, unused, unused, unused, unused, translates, {}, frozenset(), lambda: None)
    return await Worker("w", wiring, 15)._outcome(agency, _job(unresolved=unresolved))


async def test_what_was_applied_is_not_sent_again() -> None:
    agency = Agency(Delivered(SENT))

    assert isinstance(await _outcome(agency), Delivered)
    assert agency.asked == ["status"]


async def test_what_was_not_applied_is_sent() -> None:
    agency = Agency(Rejected(SENT, "status.not_applied"))

    assert isinstance(await _outcome(agency), Delivered)
    assert agency.asked == ["status", "call"]


@pytest.mark.parametrize("hindrance", [Unavailable(Exchanged(), "agency.refused"), Busy(SENT, "agency.busy")])
async def test_an_agency_that_cannot_be_asked_leaves_it_unknown(hindrance: Outcome) -> None:
    agency = Agency(hindrance)

    assert isinstance(await _outcome(agency), Unknown)
    assert agency.asked == ["status"]


async def test_without_a_status_only_an_idempotent_operation_is_repeated() -> None:
    assert isinstance(await _outcome(Agency(Delivered(SENT), has_status=False)), Unknown)
    assert isinstance(await _outcome(Agency(Delivered(SENT), has_status=False, idempotent=True)), Delivered)


async def test_a_first_attempt_is_simply_sent() -> None:
    agency = Agency(Delivered(SENT))

    await _outcome(agency, unresolved=False)

    assert agency.asked == ["call"]


class Broken(Agency):
    """A connector with a defect."""

    async def call(self, document: Document, key: str) -> Outcome:
        raise LookupError("a defect")


async def test_a_defect_in_a_connector_is_an_unknown_outcome_and_cuts_nobody_short() -> None:
    unused = cast("Any", None)
    wiring = Wiring(unused, unused, unused, unused, unused, cast("Any", Translates()), {}, frozenset(), lambda: None)
    worker = Worker("w", wiring, 15)

    outcome = await worker._safe_outcome(Broken(Delivered(SENT)), _job(unresolved=False))

    assert isinstance(outcome, Unknown)
    assert (outcome.code, outcome.exchanged.reached) == ("hub.call_failed", True)
