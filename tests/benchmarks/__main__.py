"""Runs the benches and prints what they found; the exit status is 1 only if messages were lost, doubled or refused."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import report
from tests.benchmarks.places import Servers
from tests.benchmarks.runs import Course
from tests.benchmarks.sections import LETTERS, QUICK, WHOLE, Bench
from tests.benchmarks.work import PERSON_XML
from tests.servers import shared_postgres, shared_rabbitmq

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / ".build"
BUSY_LOAD = 0.5


def main(
    only: Annotated[str, typer.Option(help="Letters of the benches to run, such as a,b")] = ",".join(LETTERS),
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer messages and one round: a trial, no measurement")
    ] = False,
    rounds: Annotated[int | None, typer.Option(min=1, help="Of (a), (b), (f), (h) and (k)")] = None,
    loaded: Annotated[int | None, typer.Option(min=100, help="Persons of (l)")] = None,
    month: Annotated[int | None, typer.Option(min=100, help="Rights of (m)")] = None,
    json_file: Annotated[Path, typer.Option("--json", help="Where all figures go")] = OUTPUT / "bench.json",
) -> None:
    """Measure the hub on real servers, on this machine.

    (a) floor and (b) hub side by side; (c) a large file; (d) search; (e) cost of a message; (f) other ways beside;
    (g) decisions by law; (h) approval steps; (i) inboxes and timers; (k) the console's pages,
    a repair of a whole group, and what readers cost; (l) the first load from four bases;
    (m) two allowance months, from the run to issued lists, beside the same by hand;
    (n) beside a hostile neighbour;
    (p) people by name, households with their history; (r) until a copy serves; (s) certificates printed and sealed;
    (t) from an application for a certificate to its paper; (u) a utility's question about a subscriber.
    """
    letters = [letter.strip() for letter in only.split(",")]
    if unknown := [letter for letter in letters if letter not in LETTERS]:
        raise typer.BadParameter(f"there is no bench {', '.join(unknown)}; there are {', '.join(LETTERS)}")
    console = Console()
    load = os.getloadavg()[0]
    if load > BUSY_LOAD:
        console.print(f"The machine is busy (load {load:.1f}): trust the ratios, not the figures.", style="yellow")
    servers = Servers(shared_postgres(console.print).url(), shared_rabbitmq(console.print).url)
    sizes = QUICK if quick else WHOLE
    if rounds is not None:
        sizes = replace(sizes, rounds=rounds)
    if loaded is not None:
        sizes = replace(sizes, loaded=loaded)
    if month is not None:
        sizes = replace(sizes, month=month)
    folder = OUTPUT / "bench" / datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    bench = Bench(console, Course(PERSON_XML, sizes.messages, servers, folder), sizes)
    asyncio.run(bench.run(letters))
    report.show_shortfalls(console, [*bench.defects, *bench.shortfalls])
    report.write_json(json_file, bench.sections, [*bench.defects, *bench.shortfalls])
    console.print(f"All figures: {json_file}", highlight=False)
    if bench.defects:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
