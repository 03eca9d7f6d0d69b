"""Every bench still runs to its end, with so little that its figures say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from tests.benchmarks import neighbour
from tests.benchmarks.places import Servers
from tests.benchmarks.runs import Course
from tests.benchmarks.sections import LETTERS, Bench, Sizes
from tests.benchmarks.work import PERSON_XML
from tests.servers import PostgresServer

TINY = Sizes(
    messages=120,
    rounds=1,
    rows=2_000,
    stored=(500,),
    searched=500,
    backlog=5_000,
    replayed=200,
    certificates=4,
    approved=4,
    desks=50_000,
    console=3_000,
    failed=300,
    restored=500,
    beside=200,
    people=500,
    loaded=500,
    applications=2,
    month=300,
)


@pytest.mark.slow
@pytest.mark.campaign(sample=3)
@pytest.mark.timeout(600)
@pytest.mark.parametrize("letter", LETTERS)
async def test_a_bench_runs_and_finds_no_defect(
    letter: str, postgres_server: PostgresServer, broker_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbour, "WARM_UP_S", 1.0)
    servers = Servers(postgres_server.url(), broker_url)
    bench = Bench(Console(quiet=True), Course(PERSON_XML, TINY.messages, servers, tmp_path), TINY)

    await bench.run([letter])

    assert (bench.defects, bool(bench.sections)) == ([], True)
