"""One run: N messages from the first request until the agency has all and the pipeline's database says so."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.benchmarks.load import Tally
from tests.benchmarks.meter import Usage, listener, measured
from tests.benchmarks.pipeline import MakePipeline, Pipeline
from tests.benchmarks.places import Servers, fresh_place
from tests.benchmarks.processes import Child, start_module, wait_until_ready
from tests.benchmarks.work import Work
from tests.servers.instance import free_port

WARM_UP_MESSAGES = 300
WARM_UP_FIRST = 1_000_000
CLIENTS = 16
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
    peak_mb: float
    cpu_s: Mapping[str, float]
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a run goes, the same for every pipeline."""

    work: Work
    messages: int
    servers: Servers
    folder: Path


class Stalled(RuntimeError):
    """Nothing reached the agency for STALL_S while messages were missing."""


async def run_once(name: str, make: MakePipeline, course: Course) -> Figures:
    """Run a pipeline on a place of its own: warm it up, measure it, compare the sets, and take it down."""
    agency_port = free_port()
    async with fresh_place(course.servers, name, agency_port, course.folder) as place:
        pattern = ["--port", str(agency_port), "--key-pattern", course.work.key_pattern]
        sink = await start_module("sink", "tests.benchmarks.sink", pattern, place.folder)
        pipeline = make(place)
        try:
            await wait_until_ready(sink, f"http://127.0.0.1:{agency_port}/_count")
            await pipeline.start()
            async with aiohttp.ClientSession(f"http://127.0.0.1:{agency_port}") as agency:
                return await _warm_and_measure(name, pipeline, course, sink, agency)
        finally:
            await pipeline.stop()
            await sink.end()


async def _warm_and_measure(
    name: str, pipeline: Pipeline, course: Course, sink: Child, agency: aiohttp.ClientSession
) -> Figures:
    warm = await _send(pipeline, course.work, WARM_UP_FIRST, WARM_UP_MESSAGES)
    await _wait_for_all(pipeline, agency, warm.accepted)
    beside = {"sink": sink.pid} | _server_pids(course.servers)
    async with measured(pipeline.pids, beside) as usage:
        sent = await _send(pipeline, course.work, 0, course.messages)
        await _wait_for_all(pipeline, agency, warm.accepted + sent.accepted)
        ended_at = time.monotonic()
    async with agency.get("/_keys") as answer:
        counts: dict[str, int] = await answer.json(content_type=None)
    attempted = [*range(WARM_UP_FIRST, WARM_UP_FIRST + WARM_UP_MESSAGES), *range(course.messages)]
    refused = {*warm.refused, *sent.refused}
    defects = (*_answer_defects(warm), *_answer_defects(sent), *_set_defects(course.work, attempted, refused, counts))
    return _figures(name, sent, ended_at, usage, defects)


async def _send(pipeline: Pipeline, work: Work, first: int, count: int) -> Tally:
    """Run the load generator to its end and give what it saw."""
    arguments = ["--work", work.name, "--url", pipeline.url, "--first", str(first), "--count", str(count)]
    arguments += ["--clients", str(CLIENTS)]
    for header, value in pipeline.headers.items():
        arguments += ["--header", f"{header}: {value}"]
    generator = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.load", *arguments, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await generator.communicate()
    if generator.returncode != 0:
        raise RuntimeError(f"the load generator ended with status {generator.returncode}")
    return Tally(**json.loads(output))


async def _wait_for_all(pipeline: Pipeline, agency: aiohttp.ClientSession, expected: int) -> None:
    """Ask the agency, which is cheap, until it has all; only then the database, whose counting would slow the run."""
    arrived, changed_at = -1, time.monotonic()
    while True:
        async with agency.get("/_count") as answer:
            distinct: int = (await answer.json(content_type=None))["distinct"]
        if distinct >= expected and await pipeline.settled() >= expected:
            return
        if distinct > arrived:
            arrived, changed_at = distinct, time.monotonic()
        if time.monotonic() - changed_at > STALL_S:
            settled = await pipeline.settled()
            raise Stalled(f"of {expected} accepted messages {distinct} reached the agency and {settled} are settled")
        await asyncio.sleep(LOOK_EVERY_S)


def _server_pids(servers: Servers) -> dict[str, int]:
    found = {"postgresql": listener(servers.database_url, 5432), "rabbitmq": listener(servers.broker_url, 5672)}
    return {name: pid for name, pid in found.items() if pid is not None}


def _answer_defects(seen: Tally) -> list[str]:
    """Name what the clients should not have seen."""
    answers = [f"{n} answers with status {s}" for s, n in seen.statuses.items() if not s.startswith("2")]
    return answers + [f"{n} requests without an answer: {error}" for error, n in seen.errors.items()]


def _set_defects(work: Work, attempted: list[int], refused: set[int], counts: dict[str, int]) -> list[str]:
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
        peak_mb=usage.peak_bytes / 2**20,
        cpu_s=usage.cpu_s,
        defects=defects,
    )
