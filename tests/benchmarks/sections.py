"""The benches by letter: each runs, prints its table, and gives what it found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console

from tests.benchmarks import beside, report
from tests.benchmarks.applications import measure_applications, show_applications
from tests.benchmarks.approvals import measure_approvals
from tests.benchmarks.bulk import measure_file
from tests.benchmarks.by_name import measure_names, show_names
from tests.benchmarks.certificates import measure_certificates
from tests.benchmarks.comparison import Contender, compare
from tests.benchmarks.console_pages import measure_console
from tests.benchmarks.cost import Cost, cost_with_backlog, costs_while_growing
from tests.benchmarks.decisions import measure_decisions
from tests.benchmarks.desks import measure_desks
from tests.benchmarks.entitlement import measure_entitlement, show_entitlement
from tests.benchmarks.filled import filled_place
from tests.benchmarks.first_load import measure_load, show_load
from tests.benchmarks.floor.driver import Floor
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.month import measure_month, show_month
from tests.benchmarks.neighbour import measure_neighbour
from tests.benchmarks.processes import ProcessEnded
from tests.benchmarks.restoring import measure_restore
from tests.benchmarks.runs import Course, Stalled
from tests.benchmarks.search import SearchFigures, measure_search

FLOOR, HUB = "floor", "hub"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; QUICK is a trial, no measurement."""

    messages: int
    rounds: int
    rows: int
    stored: Sequence[int]
    searched: int
    backlog: int
    replayed: int
    certificates: int
    approved: int
    desks: int
    console: int
    failed: int
    restored: int
    beside: int
    people: int
    loaded: int
    applications: int
    month: int


WHOLE = Sizes(
    6_000,
    3,
    500_000,
    (10_000, 100_000, 1_000_000),
    1_000_000,
    100_000,
    100_000,
    1_000,
    approved=240,
    desks=1_000_000,
    console=1_000_000,
    failed=100_000,
    restored=1_000_000,
    beside=1_000,
    people=1_200_000,
    loaded=660_000,
    applications=100,
    month=500_000,
)
QUICK = Sizes(
    1_500,
    1,
    50_000,
    (10_000, 100_000),
    50_000,
    10_000,
    10_000,
    100,
    approved=40,
    desks=50_000,
    console=50_000,
    failed=5_000,
    restored=50_000,
    beside=200,
    people=20_000,
    loaded=20_000,
    applications=5,
    month=20_000,
)


@dataclass(slots=True)
class Bench:
    """What all sections work with, and what they find. Defects are messages lost, doubled or refused."""

    console: Console
    course: Course
    sizes: Sizes
    sections: dict[str, Any] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    async def run(self, letters: Sequence[str]) -> None:
        """Run the benches of these letters; one that breaks is a defect and the others go on."""
        for wanted, section in SECTIONS.items():
            chosen = [letter for letter in wanted if letter in letters]
            if not chosen:
                continue
            try:
                await section(self, chosen)
            except (Stalled, ProcessEnded, TimeoutError) as broken:
                self.defects.append(f"({', '.join(chosen)}) broke off: {type(broken).__name__}: {broken}")


async def compare_with_floor(bench: Bench, letters: Sequence[str]) -> None:
    """(a) and (b)."""
    makers = {"a": (FLOOR, Floor), "b": (HUB, Hub)}
    contenders = {makers[letter][0]: Contender(makers[letter][1], bench.course) for letter in letters}
    found = await compare(contenders, bench.sizes.rounds, bench.console.print)
    report.show_comparison(bench.console, found, "1.3 kB XML in, one destination, JSON out; 16 clients; a second")
    ratio = found.ratio(HUB, FLOOR)
    if ratio is not None:
        bench.console.print(f"hub / floor = {ratio:.2f}", style="bold")
    bench.sections |= {"comparison": report.comparison_as_json(found), "ratio": ratio}
    bench.shortfalls += found.shortfalls(HUB, FLOOR)
    bench.defects += found.defects()


async def take_file(bench: Bench, letters: Sequence[str]) -> None:
    """(c)."""
    del letters
    found = await measure_file(bench.course, bench.sizes.rows)
    report.show_bulk(bench.console, found)
    name, size = found.largest
    more = {"rows_per_s": found.rows_per_s, "largest_process": name, "largest_mb": size}
    bench.sections["file"] = asdict(found) | more
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"file: {defect}" for defect in found.defects]


async def stand_beside(bench: Bench, letters: Sequence[str]) -> None:
    """(f)."""
    del letters
    found = await compare(beside.contenders(bench.course), bench.sizes.rounds, bench.console.print)
    report.show_comparison(bench.console, found, beside.TITLE)
    bench.sections["beside"] = report.comparison_as_json(found)
    bench.defects += found.defects()


async def search_and_cost(bench: Bench, letters: Sequence[str]) -> None:
    """(d) and (e): one growing database serves both."""
    costs: list[Cost] = []
    searched: SearchFigures | None = None
    tell = bench.console.print
    async with filled_place(bench.course, "stored") as filled:
        if "e" in letters:
            costs = await costs_while_growing(filled, bench.course, bench.sizes.stored, tell)
        if "d" in letters:
            if filled.stored < bench.sizes.searched:
                await filled.grow_to(bench.sizes.searched)
            searched = await measure_search(filled)
    if "e" in letters:
        costs.append(await cost_with_backlog(bench.course, bench.sizes.backlog, tell))
        report.show_costs(bench.console, costs)
        bench.sections["cost"] = [asdict(cost) | {"ms": cost.ms} for cost in costs]
        bench.defects += [f"cost at {cost.stored:,}: {defect}" for cost in costs for defect in cost.defects]
    if searched is not None:
        report.show_search(bench.console, searched)
        bench.sections["search"] = asdict(searched)
        bench.shortfalls += searched.shortfalls()
        bench.defects += [f"search: {defect}" for defect in searched.defects]


async def decide_by_law(bench: Bench, letters: Sequence[str]) -> None:
    """(g)."""
    del letters
    found = measure_decisions(bench.sizes.replayed)
    report.show_decisions(bench.console, found)
    bench.sections["decisions"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"decisions: {defect}" for defect in found.defects]


async def approve_documents(bench: Bench, letters: Sequence[str]) -> None:
    """(h)."""
    del letters
    course, sizes, tell = bench.course, bench.sizes, bench.console.print
    found = await measure_approvals(course.servers, course.folder, sizes.approved, sizes.rounds, tell)
    report.show_approvals(bench.console, found)
    bench.sections["approvals"] = asdict(found) | {"ratio": found.ratio}
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"approvals: {defect}" for defect in found.defects]


async def look_at_desks(bench: Bench, letters: Sequence[str]) -> None:
    """(i)."""
    del letters
    found = await measure_desks(bench.course.servers, bench.course.folder, bench.sizes.desks, bench.console.print)
    report.show_desks(bench.console, found)
    bench.sections["desks"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"desks: {defect}" for defect in found.defects]


async def look_at_console(bench: Bench, letters: Sequence[str]) -> None:
    """(k)."""
    del letters
    sizes = bench.sizes
    found = await measure_console(bench.course, sizes.console, sizes.failed, sizes.rounds, bench.console.print)
    report.show_console(bench.console, found)
    bench.sections["console"] = asdict(found) | {"comparison": report.comparison_as_json(found.comparison)}
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"console: {defect}" for defect in found.defects]


async def live_beside(bench: Bench, letters: Sequence[str]) -> None:
    """(n)."""
    del letters
    found = await measure_neighbour(bench.course, bench.sizes.beside)
    report.show_neighbour(bench.console, found)
    bench.sections["neighbour"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"neighbour: {defect}" for defect in found.defects]


async def find_people(bench: Bench, letters: Sequence[str]) -> None:
    """(p)."""
    del letters
    async with filled_place(bench.course, "people") as filled:
        found = await measure_names(filled, bench.sizes.people, bench.console.print)
    show_names(bench.console, found)
    bench.sections["people"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"people: {defect}" for defect in found.defects]


async def ask_for_utilities(bench: Bench, letters: Sequence[str]) -> None:
    """(u)."""
    del letters
    found = await measure_entitlement(bench.course, bench.sizes.people, bench.console.print)
    show_entitlement(bench.console, found)
    bench.sections["entitlement"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"entitlement: {defect}" for defect in found.defects]


async def load_bases(bench: Bench, letters: Sequence[str]) -> None:
    """(l)."""
    del letters
    found = await measure_load(bench.course, bench.sizes.loaded, bench.console.print)
    show_load(bench.console, found)
    bench.sections["load"] = asdict(found) | {"country_s": found.country_s}
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"load: {defect}" for defect in found.defects]


async def run_months(bench: Bench, letters: Sequence[str]) -> None:
    """(m)."""
    del letters
    found = await measure_month(bench.course, bench.sizes.month, bench.console.print)
    show_month(bench.console, found)
    bench.sections["month"] = asdict(found) | {"ratio": found.ratio, "country_s": found.country_s}
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"month: {defect}" for defect in found.defects]


async def restore(bench: Bench, letters: Sequence[str]) -> None:
    """(r)."""
    del letters
    async with filled_place(bench.course, "restored") as filled:
        await filled.grow_to(bench.sizes.restored)
        found = await measure_restore(filled, bench.course)
    report.show_restore(bench.console, found)
    bench.sections["restore"] = asdict(found)
    bench.defects += [f"restore: {defect}" for defect in found.defects]


async def seal_certificates(bench: Bench, letters: Sequence[str]) -> None:
    """(s)."""
    del letters
    found = await measure_certificates(bench.sizes.certificates, bench.course.folder)
    report.show_certificates(bench.console, found)
    bench.sections["certificates"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"certificates: {defect}" for defect in found.defects]


async def apply_for_certificates(bench: Bench, letters: Sequence[str]) -> None:
    """(t)."""
    del letters
    course, tell = bench.course, bench.console.print
    found = await measure_applications(course.servers, course.folder, bench.sizes.applications, tell)
    show_applications(bench.console, found)
    bench.sections["applications"] = asdict(found)
    bench.shortfalls += found.shortfalls()
    bench.defects += [f"applications: {defect}" for defect in found.defects]


SECTIONS: Mapping[str, Callable[[Bench, Sequence[str]], Awaitable[None]]] = {
    "ab": compare_with_floor,
    "c": take_file,
    "f": stand_beside,
    "de": search_and_cost,
    "g": decide_by_law,
    "h": approve_documents,
    "i": look_at_desks,
    "k": look_at_console,
    "l": load_bases,
    "m": run_months,
    "n": live_beside,
    "p": find_people,
    "r": restore,
    "s": seal_certificates,
    "t": apply_for_certificates,
    "u": ask_for_utilities,
}
LETTERS = sorted("".join(SECTIONS))
