"""Run every check, all of them even if one fails: a summary line each, then what the failed ones said.

.venv/bin/python .ci/checks.py [name ...]      the names stand at the left of the summary
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Check:
    """Commands that must all succeed, run one after the other until one fails."""

    name: str
    means: str
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a check came to, and what it printed."""

    check: Check
    passed: bool
    seconds: float
    printed: str


CHECKS = (
    Check("format", "the code is as ruff formats it", (("ruff", "format", "--check", "--quiet"),)),
    Check("lint", "ruff's rules and the banned calls", (("ruff", "check", "--quiet", "--output-format", "concise"),)),
    Check("types", "mypy --strict", (("mypy", "--no-error-summary"),)),
    Check("imports", "the drawing of the packages", (("lint-imports", "--no-cache", "--no-logo"),)),
    Check("dependencies", "what is declared is used, what is used is declared", (("deptry", "."),)),
)


def main(names: list[str]) -> int:
    """Run the named checks, without names all of them, two at a time."""
    if unknown := set(names) - {check.name for check in CHECKS}:
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(each.name for each in CHECKS)}")
        return 2
    wanted = [check for check in CHECKS if not names or check.name in names]
    results = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(run, wanted):
            results.append(result)
            word = "passed" if result.passed else "FAILED"
            print(f"{word}  {result.check.name:<13} {result.check.means}  ({result.seconds:.1f} s)", flush=True)
    failed = [result for result in results if not result.passed]
    for result in failed:
        print(f"\n── {result.check.name} ──\n{result.printed.strip()}")
    print(f"\n{len(results) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


def run(check: Check) -> Result:
    """One check to its end."""
    began = time.monotonic()
    printed = ""
    environment = {**os.environ, "NO_COLOR": "1"}
    for tool, *arguments in check.commands:
        done = subprocess.run(
            [TOOLS / tool, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed += done.stdout
        if done.returncode:
            break
    return Result(check, done.returncode == 0, time.monotonic() - began, printed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
