"""Runs the benches and prints what they found; the exit status is 1 only if messages were lost, doubled or refused."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import report
from tests.benchmarks.comparison import Comparison, compare
from tests.benchmarks.floor.driver import Floor
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.pipeline import MakePipeline
from tests.benchmarks.places import Servers
from tests.benchmarks.runs import Course
from tests.benchmarks.work import PERSON_XML
from tests.servers import shared_postgres, shared_rabbitmq

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / ".build"
PIPELINES: Mapping[str, tuple[str, MakePipeline]] = {"a": ("floor", Floor), "b": ("hub", Hub)}
BUSY_LOAD = 0.5


def main(
    only: Annotated[str, typer.Option(help="Letters of the benches to run, such as a,b")] = ",".join(PIPELINES),
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer messages and one round: a trial, no measurement")
    ] = False,
    rounds: Annotated[int, typer.Option(min=1)] = 3,
    json_file: Annotated[Path, typer.Option("--json", help="Where all figures go")] = OUTPUT / "bench.json",
) -> None:
    """Measure the hub beside the floor on real servers, on this machine."""
    letters = [letter.strip() for letter in only.split(",")]
    if unknown := [letter for letter in letters if letter not in PIPELINES]:
        raise typer.BadParameter(f"there is no bench {', '.join(unknown)}; there are {', '.join(PIPELINES)}")
    console = Console()
    load = os.getloadavg()[0]
    if load > BUSY_LOAD:
        console.print(f"The machine is busy (load {load:.1f}): trust the ratios, not the figures.", style="yellow")
    servers = Servers(shared_postgres(console.print).url(), shared_rabbitmq(console.print).url)
    folder = OUTPUT / "bench" / datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    course = Course(PERSON_XML, 1_500 if quick else 6_000, servers, folder)
    contenders = dict(PIPELINES[letter] for letter in letters)
    comparison = asyncio.run(compare(contenders, course, 1 if quick else rounds, console.print))
    _finish(console, comparison, json_file)


def _finish(console: Console, comparison: Comparison, json_file: Path) -> None:
    report.show_comparison(console, comparison, "1.3 kB XML in, one destination, JSON out; 16 clients; a second")
    ratio = comparison.ratio("hub", "floor")
    if ratio is not None:
        console.print(f"hub / floor = {ratio:.2f}", style="bold")
    shortfalls = comparison.shortfalls("hub", "floor")
    report.show_shortfalls(console, shortfalls)
    sections = {"comparison": report.comparison_as_json(comparison), "ratio": ratio}
    report.write_json(json_file, sections, shortfalls)
    console.print(f"All figures: {json_file}", highlight=False)
    if any(run.defects for runs in comparison.runs.values() for run in runs):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
