"""Shows what the benches found: tables for people, one JSON file for whoever compares runs over time."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.approvals import ApprovalFigures
from tests.benchmarks.bulk import BulkFigures
from tests.benchmarks.certificates import CertificateFigures
from tests.benchmarks.comparison import Comparison
from tests.benchmarks.console_pages import ConsoleFigures
from tests.benchmarks.cost import Cost
from tests.benchmarks.decisions import DecisionFigures
from tests.benchmarks.desks import DeskFigures
from tests.benchmarks.neighbour import CONNECTIONS, ELEMENTS, NeighbourFigures
from tests.benchmarks.restoring import RestoreFigures
from tests.benchmarks.runs import Figures
from tests.benchmarks.search import SearchFigures

COLUMNS: Mapping[str, Callable[[Figures], float]] = {
    "settled": lambda run: run.settled_per_s,
    "accepted": lambda run: run.accepted_per_s,
    "p50 ms": lambda run: run.accept_p50_ms,
    "p95 ms": lambda run: run.accept_p95_ms,
    "PSS MB": lambda run: run.pss_mb,
}


def show_comparison(console: Console, comparison: Comparison, title: str) -> None:
    """Print every run and each pipeline's medians, then its processor time a message by process."""
    table = Table(title=title)
    for heading in ("pipeline", "run", *COLUMNS, "defects"):
        table.add_column(heading, justify="left" if heading in {"pipeline", "defects"} else "right")
    for name, runs in comparison.runs.items():
        for number, run in enumerate(runs, 1):
            cells = (f"{figure(run):,.1f}" for figure in COLUMNS.values())
            table.add_row(name, str(number), *cells, "; ".join(run.defects) or "none")
        medians = (f"{comparison.median(name, figure):,.1f}" for figure in COLUMNS.values())
        table.add_row(name, "median", *medians, "", style="bold", end_section=True)
    console.print(table)
    for name, runs in comparison.runs.items():
        console.print(f"{name}: processor ms a message: {_cpu_line(runs)}", highlight=False)


def show_bulk(console: Console, found: BulkFigures) -> None:
    """Print the file's rate, and what each process took for it."""
    _show(
        console,
        f"A meter file of {found.rows:,} rows into the register",
        ("rows/s", "upload s", "whole s", "peak MB", "largest MB", "defects"),
        [
            [
                f"{found.rows_per_s:,.0f}",
                f"{found.upload_s:.1f}",
                f"{found.whole_s:.1f}",
                f"{found.peak_mb:.0f}",
                f"{found.largest[1]:.0f} ({found.largest[0]})",
                "; ".join(found.defects) or "none",
            ]
        ],
    )
    peaks = ", ".join(f"{name} {size:.0f}" for name, size in found.peaks_mb.items())
    cpu = ", ".join(f"{name} {seconds * 1e6 / found.rows:.0f}" for name, seconds in found.cpu_s.items())
    console.print(f"peak MB: {peaks}; processor µs a row: {cpu}", highlight=False)


def show_search(console: Console, found: SearchFigures) -> None:
    """Print how long each step of a search takes."""
    _show(
        console,
        f"Search by key among {found.stored:,} messages; ms",
        ("step", "p50", "p95", "worst"),
        [[each.way, f"{each.p50_ms:.1f}", f"{each.p95_ms:.1f}", f"{each.worst_ms:.1f}"] for each in found.times],
    )


def show_costs(console: Console, costs: Sequence[Cost]) -> None:
    """Print what a message costs at each size, as a multiple of the first too."""
    first = costs[0].ms or 1.0
    _show(
        console,
        "Cost of a message: processor ms",
        ("stored", "due", "settled/s", "hub", "db", "both", "× first", "broker", "defects"),
        [
            [
                f"{cost.stored:,}",
                f"{cost.backlog:,}",
                f"{cost.settled_per_s:,.0f}",
                f"{cost.hub_ms:.2f}",
                f"{cost.database_ms:.2f}",
                f"{cost.ms:.2f}",
                f"{cost.ms / first:.2f}",
                f"{cost.broker_ms:.2f}",
                "; ".join(cost.defects) or "none",
            ]
            for cost in costs
        ],
    )


def show_decisions(console: Console, found: DecisionFigures) -> None:
    """Print what a decision and a replay take."""
    _show(
        console,
        f"Decisions by a table of {found.rules} rules and 3 inputs; one core",
        ("read ms", "check ms", "µs a decision", "cases", "replay s", "changed", "defects"),
        [
            [
                f"{found.read_ms:.1f}",
                f"{found.check_ms:.1f}",
                f"{found.decision_us:.1f}",
                f"{found.cases:,}",
                f"{found.replay_s:.2f}",
                f"{found.changed:,}",
                "; ".join(found.defects) or "none",
            ]
        ],
    )


def show_approvals(console: Console, found: ApprovalFigures) -> None:
    """Print every round of both sides, and their ratio."""
    rounds = zip(found.service_per_s, found.by_hand_per_s, strict=True)
    _show(
        console,
        f"Approval steps a second, 8 callers, {found.steps:,} steps a round; load {found.load:.1f} before",
        ("round", "service", "by hand", "service / by hand"),
        [[f"{n}", f"{one:,.0f}", f"{other:,.0f}", f"{one / other:.2f}"] for n, (one, other) in enumerate(rounds, 1)],
    )
    console.print(f"median {found.median:,.0f} a second; service / by hand = {found.ratio:.2f}", style="bold")


def show_desks(console: Console, found: DeskFigures) -> None:
    """Print how long an inbox and the due timers take."""
    _show(
        console,
        f"Inboxes and timers among {found.documents:,} documents; ms; load {found.load:.1f} before",
        ("step", "rows", "p50", "p95"),
        [
            [each.what, f"{each.waiting:,}", f"{each.p50_ms:.1f}", f"{each.p95_ms:.1f}"]
            for each in (*found.inboxes, found.timers)
        ],
    )


def show_console(console: Console, found: ConsoleFigures) -> None:
    """Print what operators wait for, and what their looking costs."""
    _show(
        console,
        f"Pages of the console among {found.messages:,} messages, {found.failures:,} of them failed; ms",
        ("page", "p50", "p95", "kB"),
        [[each.page, f"{each.p50_ms:.1f}", f"{each.p95_ms:.1f}", f"{each.kilobytes:.0f}"] for each in found.pages],
    )
    console.print(
        f"a repair of {found.repaired:,}: first result after {found.first_result_s:.2f} s, all after"
        f" {found.last_result_s:.1f} s",
        highlight=False,
    )
    show_comparison(console, found.comparison, "The exchange while nobody and while five operators look")
    console.print(f"five operators cost {found.cost:.0%} of the throughput", style="bold")


def show_neighbour(console: Console, found: NeighbourFigures) -> None:
    """Print what a party waits for its receipts, and how large the hub grows."""
    name, size = found.largest
    _show(
        console,
        f"{found.messages:,} receipts; {CONNECTIONS} connections post {ELEMENTS:,} elements or 10 MB; ms",
        ("beside", "alone p50", "p95", "beside p50", "p95", "ratio of p95"),
        [
            [kind, *(f"{each:.1f}" for each in (*found.alone[kind], *told)), f"{told[1] / found.alone[kind][1]:.2f}"]
            for kind, told in found.beside.items()
        ],
    )
    console.print(f"largest: {size:.0f} MB ({name}); defects: {'; '.join(found.defects) or 'none'}", highlight=False)


def show_restore(console: Console, found: RestoreFigures) -> None:
    """Print how long it takes until a copy serves."""
    _show(
        console,
        f"A copy of {found.stored:,} messages, restored; s",
        ("copy MB", "copy", "restore", "start", "serves after", "verify log", "defects"),
        [
            [
                f"{found.copy_mb:.0f}",
                f"{found.copy_s:.1f}",
                f"{found.restore_s:.1f}",
                f"{found.ready_s:.1f}",
                f"{found.serves_after_s:.1f}",
                f"{found.verify_log_s:.1f}",
                "; ".join(found.defects) or "none",
            ]
        ],
    )


def show_certificates(console: Console, found: CertificateFigures) -> None:
    """Print what certificates with seals take."""
    _show(
        console,
        f"Certificates printed and sealed (B-T, RSA-2048) by {found.processes} processes; load {found.load:.1f} before",
        ("certificates", "wall s", "print CPU ms", "seal CPU ms", "defects"),
        [
            [
                f"{found.certificates:,}",
                f"{found.wall_s:.1f}",
                f"{found.print_ms:.1f}",
                f"{found.seal_ms:.1f}",
                "; ".join(found.defects) or "none",
            ]
        ],
    )


def _show(console: Console, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading, justify="left" if heading in {"step", "defects"} else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def show_shortfalls(console: Console, shortfalls: list[str]) -> None:
    """Print what falls short, or that nothing does."""
    for shortfall in shortfalls:
        console.print(f"falls short: {shortfall}", style="red", highlight=False)
    if not shortfalls:
        console.print("Nothing falls short.", style="green")


def write_json(path: Path, sections: Mapping[str, Any], shortfalls: list[str]) -> None:
    """Write everything that was measured, with the machine it was measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()},
        "shortfalls": shortfalls,
        **sections,
    }
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """Give every run of every pipeline."""
    return {name: [asdict(run) for run in runs] for name, runs in comparison.runs.items()}


def _cpu_line(runs: tuple[Figures, ...]) -> str:
    """Average each process's processor time over all messages of all runs."""
    messages = sum(run.messages for run in runs)
    totals: dict[str, float] = {}
    for run in runs:
        for process, seconds in run.cpu_s.items():
            totals[process] = totals.get(process, 0.0) + seconds
    parts = [f"{process} {seconds * 1000 / messages:.2f}" for process, seconds in totals.items()]
    return ", ".join([*parts, f"all {sum(totals.values()) * 1000 / messages:.2f}"])
