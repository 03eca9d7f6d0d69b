"""What is wrong with a table before anybody is decided by it: overlaps, gaps, rules never reached, cells never met.

Exact, not sampled: columns are cut wherever a cell cuts them, so a handful of pieces stands for all values there are.
Only the report of gaps is bounded, and says so where it stops.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from document_flow.azerbaijani import above, ordinal
from document_flow.decisions.formula import Formula
from document_flow.decisions.index import Piece, bits
from document_flow.decisions.refusal import Problem
from document_flow.decisions.regions import Choice, Region, Span, common, everything, span
from document_flow.decisions.table import Column, Decision, Output, Table
from document_flow.decisions.texts import write_region
from document_flow.words import Words

MOST_REPORTED = 50
"""Of overlaps, and of gaps, in one decision."""
MOST_SHOWN = 200
"""Characters of one column's part of a case in a report."""
MOST_STEPS = 200_000
"""Of the search for gaps, and of that for rules never reached."""


def check(table: Table, *, most_steps: int = MOST_STEPS) -> tuple[Problem, ...]:
    """Everything that is wrong with the table: errors first, then warnings, then notes."""
    found = [problem for decision in table.decisions for problem in _decision(decision, most_steps)]
    found += _spellings(table)
    return tuple(sorted(found, key=lambda problem: ("error", "warning", "note").index(problem.severity)))


def _decision(decision: Decision, most_steps: int) -> Iterator[Problem]:
    yield from _allowed(decision)
    areas = [_pieces(decision, number) for number in range(len(decision.inputs))]
    match decision.policy:
        case "UNIQUE" | "ANY" | "PRIORITY":
            yield from _overlaps(decision, areas)
        case "FIRST":
            yield from _unreached(decision, areas, most_steps)
        case _:
            yield from _repeated(decision)
    if decision.default is None:
        yield from _gaps(decision, areas, most_steps)


def _pieces(decision: Decision, number: int) -> list[Piece]:
    """The column's allowed values, those that all rules treat alike in one piece."""
    column = decision.inputs[number]
    domain = column.allowed.region if column.allowed else everything(column.kind)
    alike: defaultdict[int, list[Region]] = defaultdict(list)
    for region, mask in decision.index.columns[number].pieces():
        part = common(region, domain)
        if not part.empty:
            alike[mask].append(part)
    return [(_union(regions), mask) for mask, regions in alike.items()]


def _union(regions: Sequence[Region]) -> Region:
    """Of regions that do not meet."""
    spans = [region for region in regions if isinstance(region, Span)]
    if spans:
        return span(each for region in spans for each in region.ranges)
    choices = [region for region in regions if isinstance(region, Choice)]
    named = frozenset(value for choice in choices if not choice.excluded for value in choice.values)
    barred = next((choice.values for choice in choices if choice.excluded), None)
    return Choice(named) if barred is None else Choice(barred - named, excluded=True)


def _pairs(decision: Decision, areas: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, int]]:
    """Two rules meet where they meet in every column: a rule is a box."""
    for number in range(len(decision.rules)):
        meeting = decision.index.all & ~((2 << number) - 1)
        for area in areas:
            if not meeting:
                break
            together = 0
            for _, mask in area:
                if mask >> number & 1:
                    together |= mask
            meeting &= together
        yield from ((number, other) for other in bits(meeting))


def _clashes(decision: Decision, areas: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, int]]:
    """Pairs that meet and whose outputs differ as the hit policy does not allow."""
    for one, other in _pairs(decision, areas):
        differ = decision.rules[one].values != decision.rules[other].values
        if decision.policy == "PRIORITY":
            differ = differ and decision.rank(one) == decision.rank(other)
        if differ or decision.policy == "UNIQUE":
            yield one, other


def _spellings(table: Table) -> Iterator[Problem]:
    """Texts that no list of values bounds: what is misspelt then falls to another rule. And texts that look alike."""
    for decision in table.decisions:
        given = {output.name for id_ in decision.requires for output in table.decision(id_).outputs}
        for place, column in enumerate(decision.inputs):
            asked = any(not rule.tests[place].is_any for rule in decision.rules)
            if column.kind == "string" and column.allowed is None and asked and column.fact not in given:
                words = Words(
                    "dəyərlərin siyahısı yoxdur: siyahıda olmayan söz başqa qaydaya düşər; mümkün dəyərləri sadalayın",
                    "the column lists no values: a word that no rule names falls to another rule; list what it may be",
                )
                yield Problem("check.no_values", words, f"{decision.name}, {column.fact}", "warning")
    for name, known in table.spellings.items():
        for texts in known.alike():
            shown = ", ".join(texts)
            words = Words(
                f"{shown}: yalnız hərflərin yazılışı ilə fərqlənir; birini saxlayın",
                f"{shown}: they differ in how letters are written only; keep one",
            )
            yield Problem("check.alike", words, name, "warning")


def _overlaps(decision: Decision, areas: Sequence[Sequence[Piece]]) -> Iterator[Problem]:
    pairs = _clashes(decision, areas)
    for one, other in islice(pairs, MOST_REPORTED):
        tests = zip(decision.inputs, decision.rules[one].tests, decision.rules[other].tests, strict=True)
        where = _case(decision.inputs, [common(a.region, b.region) for _, a, b in tests])
        yield Problem(
            "check.overlap",
            Words(
                f"{ordinal(one + 1)} və {ordinal(other + 1)} qaydalar eyni vaxtda ödənir: {where}; birini dəyişin",
                f"rules {one + 1} and {other + 1} hold at once: {where}; change one of them",
            ),
            f"{decision.name}, rule {other + 1}",
        )
    yield from _more(pairs, decision)


def _unreached(decision: Decision, areas: Sequence[Sequence[Piece]], most_steps: int) -> Iterator[Problem]:
    search = _Search(decision, areas, most_steps)
    for number in range(1, len(decision.rules)):
        earlier = (1 << number) - 1
        if next(search.uncovered(earlier, within=number), None) is None and not search.stopped:
            yield Problem(
                "check.unreached",
                Words(
                    f"{ordinal(number + 1)} qaydaya heç vaxt növbə çatmır: ondan əvvəlkilər bütün hallarını tutur",
                    f"rule {number + 1} is never reached: the rules before it take all its cases",
                ),
                f"{decision.name}, rule {number + 1}",
            )
    if search.stopped:
        yield _stopped(decision, most_steps)


def _repeated(decision: Decision) -> Iterator[Problem]:
    seen: dict[object, int] = {}
    for number, rule in enumerate(decision.rules, 1):
        row = (tuple(test.region for test in rule.tests), rule.values)
        if row in seen:
            words = Words(f"{ordinal(seen[row])} qaydanın təkrarıdır", f"it repeats rule {seen[row]}")
            yield Problem("check.repeated", words, f"{decision.name}, rule {number}", "warning")
        seen.setdefault(row, number)


def _gaps(decision: Decision, areas: Sequence[Sequence[Piece]], most_steps: int) -> Iterator[Problem]:
    search = _Search(decision, areas, most_steps)
    found = search.uncovered(decision.index.all)
    for regions in islice(found, MOST_REPORTED):
        case = _case(decision.inputs, regions)
        words = Words(f"qayda yoxdur: {case}", f"no rule covers: {case}")
        yield Problem("check.gap", words, decision.name, "warning")
    yield from _more(found, decision)
    if search.stopped:
        yield _stopped(decision, most_steps)


def _allowed(decision: Decision) -> Iterator[Problem]:
    for number, rule in enumerate(decision.rules, 1):
        for column, test in zip(decision.inputs, rule.tests, strict=True):
            if column.allowed is not None and common(column.allowed.region, test.region).empty:
                yield _outside(f"{decision.name}, rule {number}, {column.fact}", test.text, column)
        for output, value in zip(decision.outputs, rule.values, strict=True):
            if output.allowed is not None and not isinstance(value, Formula) and not output.allowed.holds(value):
                yield _outside(f"{decision.name}, rule {number}, {output.name}", str(value), output)
    for output, value in zip(decision.outputs, decision.default.values if decision.default else (), strict=False):
        if output.allowed is not None and not output.allowed.holds(value):
            yield _outside(f"{decision.name}, {output.name}", str(value), output)


def _outside(place: str, text: str, column: Column | Output) -> Problem:
    allowed = column.allowed.text if column.allowed else "-"
    words = Words(f"{text}: icazə verilən dəyərlər: {allowed}", f"{text}: the values allowed are {allowed}")
    return Problem("check.not_allowed", words, place)


class _Search:
    """Looks for cases that none of some rules covers, column by column, never twice for the same rest of the way."""

    def __init__(self, decision: Decision, areas: Sequence[Sequence[Piece]], most_steps: int) -> None:
        self._areas = areas
        self._left = most_steps
        self._covered: set[tuple[int, int, int]] = set()
        self._whole = [everything(column.kind) for column in decision.inputs]
        self._any_from = [decision.index.all]
        for column in reversed(decision.index.columns):
            self._any_from.insert(0, self._any_from[0] & column.any)

    @property
    def stopped(self) -> bool:
        """Whether it gave up: what it did not find may still be there."""
        return self._left <= 0

    def uncovered(self, rules: int, *, within: int | None = None) -> Iterator[tuple[Region, ...]]:
        """Boxes of cases, of those that the rule `within` covers, that no rule of the mask covers."""
        self._covered.clear()
        only = -1 if within is None else 1 << within
        yield from self._from(0, rules, only)

    def _from(self, column: int, rules: int, only: int) -> Iterator[tuple[Region, ...]]:
        self._left -= 1
        if self.stopped or rules & self._any_from[column] or (column, rules, only) in self._covered:
            return
        if not rules:
            yield tuple(self._whole[column:])
            return
        found = False
        for region, mask in self._areas[column]:
            if only < 0 or mask & only:
                for rest in self._from(column + 1, rules & mask, only):
                    found = True
                    yield (region, *rest)
        if not found and not self.stopped:
            self._covered.add((column, rules, only))


def _case(inputs: Sequence[Column], regions: Sequence[Region]) -> str:
    named = [(column.fact, write_region(region, column.kind)) for column, region in zip(inputs, regions, strict=True)]
    cut = ((fact, text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…") for fact, text in named)
    return "; ".join(f"{fact} {text}" for fact, text in cut if text != "-") or "-"


def _more(rest: Iterator[object], decision: Decision) -> Iterator[Problem]:
    if next(rest, None) is not None:
        words = Words(
            f"bu cür hallar {above(MOST_REPORTED)} çoxdur, qalanları göstərilmir",
            f"there are more than {MOST_REPORTED} of these; the others are not shown",
        )
        yield Problem("check.more", words, decision.name, "note")


def _stopped(decision: Decision, most_steps: int) -> Problem:
    words = Words(
        f"yoxlama {most_steps} addımdan sonra dayandı: göstərilənlərdən başqası da ola bilər; cədvəli bölün",
        f"the check stopped after {most_steps} steps: there may be more; part the table",
    )
    return Problem("check.stopped", words, decision.name, "warning")
