"""One run: N messages from the first request until the agency has all and the pipeline's database says so."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.generator import answer_defects, send
from tests.benchmarks.load import Tally
from tests.benchmarks.meter import Usage, measured, server_pids
from tests.benchmarks.pipeline import MakePipeline, Pipeline
from tests.benchmarks.places import Servers, fresh_place
from tests.benchmarks.receivers import MakeReceiver, Receiver, Sink
from tests.benchmarks.work import Work

WARM_UP_MESSAGES = 300
WARM_UP_FIRST = 900_000
LOOK_EVERY_S = 0.02
STALL_S = 30.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run showed. Seconds, milliseconds where named so; `cpu_s` by process."""

    pipeline: str
    messages: int
    settled_per_s: float
    accepted_per_s: float
    accept_p50_ms: float
    accept_p95_ms: float
    pss_mb: float
    cpu_s: Mapping[str, float]
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a run goes, the same for every pipeline."""

    work: Work
    messages: int
    servers: Servers
    folder: Path
    receiver: MakeReceiver = Sink


class Stalled(RuntimeError):
    """Nothing reached the agency for STALL_S while messages were missing."""


async def run_once(name: str, make: MakePipeline, course: Course) -> Figures:
    """Run a pipeline on a place of its own: warm it up, measure it, compare the sets, and take it down."""
    kind = "".join(letter if letter.isalnum() else "_" for letter in name)
    async with fresh_place(course.servers, kind, course.folder) as place:
        receiver = course.receiver(course.work, place.folder)
        try:
            await receiver.start()
            pipeline = make(place.towards(receiver.url))
            try:
                await pipeline.start()
                return await _warm_and_measure(name, pipeline, course, receiver)
            finally:
                await pipeline.stop()
        finally:
            await receiver.stop()


async def _warm_and_measure(name: str, pipeline: Pipeline, course: Course, receiver: Receiver) -> Figures:
    warm_up, measured_ones = numbers(course.messages)
    warm = await send(pipeline.url, pipeline.headers, course.work, warm_up)
    await _wait_for_all(pipeline, receiver, warm.accepted)
    beside = {"agency": receiver.pid} | server_pids(course.servers)
    async with measured(pipeline.pids, beside) as usage:
        sent = await send(pipeline.url, pipeline.headers, course.work, measured_ones)
        await _wait_for_all(pipeline, receiver, warm.accepted + sent.accepted)
        ended_at = time.monotonic()
    counts = await receiver.counts()
    refused = {*warm.refused, *sent.refused}
    sets = set_defects(course.work, [*warm_up, *measured_ones], refused, counts)
    return _figures(name, sent, ended_at, usage, (*answer_defects(warm), *answer_defects(sent), *sets))


def numbers(messages: int) -> tuple[range, range]:
    """The numbers of the messages of a run: to warm up, and those that are measured."""
    return range(WARM_UP_FIRST, WARM_UP_FIRST + WARM_UP_MESSAGES), range(messages)


async def _wait_for_all(pipeline: Pipeline, receiver: Receiver, expected: int) -> None:
    """Ask the agency, which is cheap, until it has all; only then the database, whose counting would slow the run."""
    arrived, changed_at = -1, time.monotonic()
    while True:
        found = await receiver.arrived()
        if found >= expected and await pipeline.settled() >= expected:
            return
        if found > arrived:
            arrived, changed_at = found, time.monotonic()
        if time.monotonic() - changed_at > STALL_S:
            settled = await pipeline.settled()
            raise Stalled(f"of {expected} accepted messages {found} reached the agency and {settled} are settled")
        await asyncio.sleep(LOOK_EVERY_S)


def set_defects(work: Work, attempted: list[int], refused: set[int], counts: Mapping[str, int]) -> list[str]:
    """Compare what was accepted with what arrived, as Jepsen's queue checker does: lost, doubled, unexpected."""
    accepted = {work.key(number) for number in attempted if number not in refused}
    lost = len(accepted - counts.keys())
    unexpected = len(counts.keys() - {work.key(number) for number in attempted})
    doubled = sum(count > 1 for count in counts.values())
    found = {"accepted but lost": lost, "unexpected": unexpected, "delivered more than once": doubled}
    return [f"{count} {what}" for what, count in found.items() if count]


def _figures(name: str, sent: Tally, ended_at: float, usage: Usage, defects: tuple[str, ...]) -> Figures:
    accepted = sent.accepted
    cuts = statistics.quantiles(sent.latencies, n=100)
    return Figures(
        pipeline=name,
        messages=accepted,
        settled_per_s=accepted / (ended_at - sent.started_at),
        accepted_per_s=accepted / (sent.ended_at - sent.started_at),
        accept_p50_ms=cuts[49] * 1000,
        accept_p95_ms=cuts[94] * 1000,
        pss_mb=usage.pss_bytes / 2**20,
        cpu_s=usage.cpu_s,
        defects=defects,
    )
