"""`make mutants`: change one operator or number of the source at a time, and see whether anybody minds.

What is changed is drawn by the commit, so that each commit tries others and one of them can be tried again. A mutant
dies if one of some worlds is broken (`tests.simulation`), or a unit test of its room fails; who survives is printed as
a difference, to be judged: a test is missing, or nothing that matters has changed.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from tests.mutants import plant, run_in
from tests.processes import ROOT

ROOMS: Mapping[str, Sequence[str]] = {
    "hub/exchange": tuple(f"tests/unit/{room}" for room in ("exchange", "files", "repair", "replay")),
    "hub/money": ("tests/unit/document_flow/money",),
    "hub/lists": ("tests/unit/lists", "tests/unit/document_flow/lists"),
    "document_flow/draws": ("tests/unit/document_flow/draws",),
}
"""What is changed, and whose unit tests have to see it."""
_OTHERS = {"Eq": "NotEq", "Is": "IsNot", "Lt": "LtE", "LtE": "Lt", "Gt": "GtE", "GtE": "Gt"}
_OPERATORS = (
    *(f"ReplaceComparisonOperator_{each}_{other}" for each, other in _OTHERS.items()),
    *("ReplaceComparisonOperator_NotEq_Eq", "ReplaceComparisonOperator_IsNot_Is"),
    *("ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add", "ReplaceBinaryOperator_Mul_Div"),
    *("ReplaceBinaryOperator_FloorDiv_Mul", "ReplaceBinaryOperator_Mod_FloorDiv"),
    *("ReplaceAndWithOr", "ReplaceOrWithAnd", "AddNot", "ReplaceUnaryOperator_Delete_Not"),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "NumberReplacer", "ZeroIterationForLoop"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer"),
)
"""Of each operator one other: `a | None` is left out, which no program reads, and `is` for `==`."""
_FOR_THE_PROGRAMMER = re.compile(r"\b(frozen|slots|strict|kw_only)=True")
"""What a checker of types or a mistake of ours would miss, and nothing that runs."""
_PATIENCE = 6
"""How many times as long as the source itself a mutant may take; then it hangs, and is dead."""


@dataclass(frozen=True)
class Place:
    """One thing to change: the how-manieth that this operator finds in a file."""

    file: str
    line: int
    operator: str
    occurrence: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.operator}"

    def changed(self) -> tuple[str, str]:
        """The file's text before and after."""
        before = (ROOT / self.file).read_text(encoding="utf-8")
        after = mutate_code(before, get_operator(f"core/{self.operator}")(), self.occurrence)
        assert after is not None, f"nothing to change at {self}"
        return before, after

    def difference(self) -> str:
        """In words of `diff`, without the lines about it."""
        before, after = (text.splitlines() for text in self.changed())
        return "\n".join(
            line for line in difflib.unified_diff(before, after, n=1, lineterm="") if line[:3] not in _HEADS
        )


_HEADS = ("---", "+++")


def main(arguments: list[str] | None = None) -> int:
    """0 if nine of ten died."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=150, help="how many")
    parser.add_argument("--seeds", type=int, default=30, help="in how many worlds each may die")
    parser.add_argument("--commit", default="HEAD", help="who draws them")
    parser.add_argument("--room", choices=sorted(ROOMS), action="append", help="only this one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many side by side")
    asked = parser.parse_args(arguments)
    dice = random.Random(_commit(asked.commit))
    places = list(_places(asked.room or sorted(ROOMS)))
    drawn = dice.sample(places, min(asked.count, len(places)))
    _say(f"{len(drawn)} of {len(places)} places, drawn by {_commit(asked.commit)[:12]}")
    with tempfile.TemporaryDirectory() as folder:
        survivors = list(_survivors(drawn, Path(folder), asked.jobs, dice.randrange(10**9), asked.seeds))
    for place in survivors:
        _say(f"\n{place}\n{place.difference()}")
    died = len(drawn) - len(survivors)
    _say(f"\n{died} of {len(drawn)} died ({died / len(drawn):.0%})")
    return 0 if died >= 0.9 * len(drawn) else 1


def _commit(name: str) -> str:
    return subprocess.run(
        ["git", "rev-parse", name], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def _places(rooms: Sequence[str]) -> Iterator[Place]:
    operators = {name: get_operator(f"core/{name}")() for name in _OPERATORS}
    for file in sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        lines, nodes = text.splitlines(), list(ast_nodes(get_ast(text)))
        for name, operator in operators.items():
            found = (node.start_pos[0] for node in nodes for _ in operator.mutation_positions(node))
            for nth, line in enumerate(found):
                if not _FOR_THE_PROGRAMMER.search(lines[line - 1]):
                    yield Place(str(file.relative_to(ROOT)), line, name, nth)


def _survivors(drawn: Sequence[Place], folder: Path, jobs: int, first: int, seeds: int) -> Iterator[Place]:
    copies: SimpleQueue[Path] = SimpleQueue()
    for number in range(jobs):
        (copy := folder / str(number)).mkdir()
        plant(copy)
        copies.put(copy)
    limits: dict[str, float] = {}
    copy = copies.get()
    for room in sorted({_room(place) for place in drawn}):
        began = time.monotonic()
        if killer := _killer(copy, room, first, seeds, 3600):
            raise SystemExit(f"the source itself fails in {room}: {killer}")
        limits[room] = _PATIENCE * (time.monotonic() - began)
    copies.put(copy)

    def tried(place: Place) -> str:
        copy = copies.get()
        before, after = place.changed()
        try:
            (copy / place.file).write_text(after, encoding="utf-8")
            return _killer(copy, _room(place), first, seeds, limits[_room(place)])
        finally:
            (copy / place.file).write_text(before, encoding="utf-8")
            copies.put(copy)

    with ThreadPoolExecutor(jobs) as pool:
        for number, (place, killer) in enumerate(zip(drawn, pool.map(tried, drawn), strict=True), 1):
            _say(f"{number}/{len(drawn)} {place}: {killer or 'SURVIVED'}")
            if not killer:
                yield place


def _room(place: Place) -> str:
    return next(room for room in ROOMS if place.file.startswith(f"{room}/"))


def _killer(copy: Path, room: str, first: int, seeds: int, limit_s: float) -> str:
    """Who noticed in this copy, and nothing if nobody did."""
    worlds = f"from tests.simulation.__main__ import main; sys.exit(main({_worlds(first, seeds)!r}))"
    tests = f"import pytest; sys.exit(pytest.main({['-q', '-x', '-p', 'no:cacheprovider', *ROOMS[room]]!r}))"
    for who, code in (("a unit test", tests), ("a world", worlds)):
        try:
            done = run_in(copy, code, limit_s)
        except subprocess.TimeoutExpired:
            return f"{who} hung"
        if done.returncode:
            said = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR", "seed "))]
            return f"{who}: {(said or done.stderr.splitlines()[-1:] or ['?'])[0][:120]}"
    return ""


def _worlds(first: int, seeds: int) -> list[str]:
    return ["--first", str(first), "--seeds", str(seeds), "--jobs", "1", "--stop"]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
