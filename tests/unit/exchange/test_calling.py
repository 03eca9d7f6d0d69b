"""The steps around a call that need no database, and that an attempt without an answer is asked about first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from connectors.connector import Limits, Retry
from connectors.outcome import Busy, Delivered, Document, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.clock import SECOND
from hub.exchange.calling.call import CallAgency
from hub.exchange.calling.credentials import PresentCredentials
from hub.exchange.calling.judge import judge_outcome
from hub.exchange.calling.step import Call, Moment, Proceed, Step, chained
from hub.exchange.model import Job, Origin
from hub.exchange.states import DeliveryState

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
        "d", "m", "agency.op", "r", "k", 2, 2, 1, 300, 0, "hold", None, "p", "f", Origin("p"), 0, b"", 0, unresolved
    )


def _call(agency: Agency, *, unresolved: bool = False) -> Call:
    return Call(_job(unresolved=unresolved), agency, None, Moment(0.0, 0.0))


async def _held(_job: Job) -> bool:
    return True


async def _lost(_job: Job) -> bool:
    return False


CALL_AGENCY = CallAgency(cast("Any", Translates()), _held)
TOO_LATE = CallAgency(cast("Any", Translates()), _lost)


async def _outcome(agency: Agency, *, unresolved: bool = True, calls: CallAgency = CALL_AGENCY) -> Outcome:
    call = _call(agency, unresolved=unresolved)
    await calls(call)
    return call.outcome


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


async def test_what_another_may_have_by_now_is_not_sent() -> None:
    agency = Agency(Rejected(SENT, "status.not_applied"))

    first = await _outcome(agency, unresolved=False, calls=TOO_LATE)
    again = await _outcome(agency, calls=TOO_LATE)

    assert isinstance(first, Unavailable)
    assert not first.exchanged.reached
    assert isinstance(again, Unknown), "what became of the earlier attempt is as unknown as before"
    assert agency.asked == ["status"]


async def test_what_is_known_needs_no_lease() -> None:
    assert isinstance(await _outcome(Agency(Delivered(SENT)), calls=TOO_LATE), Delivered)


@pytest.mark.parametrize("unresolved", [False, True])
async def test_an_agency_that_was_not_called_is_not_to_blame(*, unresolved: bool) -> None:
    call = _call(Agency(Rejected(SENT, "status.not_applied")), unresolved=unresolved)

    await chained((judge_outcome,), TOO_LATE)(call)

    assert call.verdict.healthy is None
    assert call.verdict.state is DeliveryState.RETRYING


class Broken(Agency):
    """A connector with a defect."""

    async def call(self, document: Document, key: str) -> Outcome:
        raise LookupError("a defect")


async def test_a_defect_in_a_connector_is_an_unknown_outcome_and_cuts_nobody_short() -> None:
    call = _call(Broken(Delivered(SENT)))

    await judge_outcome(call, CALL_AGENCY)

    assert isinstance(call.outcome, Unknown)
    assert (call.outcome.code, call.outcome.exchanged.reached) == ("hub.call_failed", True)
    assert call.verdict.outcome == "unknown"


class Refusing(Agency):
    """One that is busy for good."""

    async def call(self, document: Document, key: str) -> Outcome:
        return Busy(SENT, "agency.busy", retry_after=30)


async def test_an_operation_says_for_how_long_it_is_left_alone() -> None:
    patient, hasty = Refusing(Delivered(SENT)), Refusing(Delivered(SENT))
    hasty.limits = Limits(retry=Retry(longest_wish_s=0, longest_hold_s=5))
    calls = [_call(patient), _call(hasty)]

    for call in calls:
        await judge_outcome(call, CALL_AGENCY)

    assert [call.verdict.state for call in calls] == [DeliveryState.RETRYING] * 2
    assert [call.verdict.hold for call in calls] == [20 * SECOND, 5 * SECOND]
    assert calls[0].verdict.wait >= 30 * SECOND > calls[1].verdict.wait


@dataclass
class Token:
    """Credentials that must be fetched; `trouble` is what fetching comes to."""

    trouble: Outcome | None = None

    async def ready(self) -> Outcome | None:
        return self.trouble

    def headers(self, method: str, url: str, body: bytes) -> dict[str, str]:
        return {"Authorization": "Bearer fetched"}


async def test_nothing_is_sent_while_an_agencys_credentials_cannot_be_had() -> None:
    known, unknown, away = Agency(Delivered(SENT)), Agency(Delivered(SENT), agency="other"), Agency(Delivered(SENT))
    trouble = Unavailable(Exchanged(), "agency.token_away")

    outcomes = []
    for agency, token in ((known, Token()), (unknown, Token(trouble)), (away, Token(trouble))):
        call = _call(agency)
        await chained([judge_outcome, PresentCredentials({"agency": token})], CALL_AGENCY)(call)
        outcomes.append(call.outcome)

    assert outcomes == [Delivered(SENT), Delivered(SENT), trouble]
    assert (known.asked, unknown.asked, away.asked) == (["call"], ["call"], [])


async def test_steps_run_from_the_first_inwards_and_back() -> None:
    told: list[str] = []

    def step(name: str) -> Step:
        async def run(call: Call, proceed: Proceed) -> None:
            told.append(f"before {name}")
            await proceed(call)
            told.append(f"after {name}")

        return run

    async def innermost(call: Call) -> None:
        told.append(call.job.destination)

    await chained([step("one"), step("two")], innermost)(_call(Agency(Delivered(SENT))))

    assert told == ["before one", "before two", "agency.op", "after two", "after one"]
