"""A test that cannot fail proves nothing: with a guard taken out, some test must fail.

Each mutant is a copy of the source with one guard removed; the contract suite of the exchange or of documents runs on
it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import ROOT

PACKAGES = ("hub", "connectors", "mappings", "routes", "document_flow", "tests")


@dataclass(frozen=True)
class Mutant:
    """`guard` in `file` is replaced by `without`."""

    file: str
    guard: str
    without: str
    suite: str = "tests/contract/exchange"


DOCUMENTS = "tests/contract/documents"
MANDATES = "tests/integration/console/register/test_mandates.py"
PROTECTIONS = "tests/integration/console/register/test_protected_addresses.py"
_REFUSED_TOO = "        await _refuse_own(tx, hub, person, asked)\n"
_AGREED_ALONE = f'        if verdict.outcome == "agreed":\n    {_REFUSED_TOO}'
MUTANTS = {
    "no idempotency check": Mutant(
        "hub/exchange/accept.py", "if prior is not None:", "if prior is not None and prior is command:"
    ),
    "no lane check": Mutant("hub/exchange/lanes.py", "waits + (lane in occupied)", "waits"),
    "no fence": Mutant(
        "hub/exchange/settle.py", 'row["fence"] == command.attempt.fence and row["state"]', 'row["state"]'
    ),
    "commit after the call": Mutant("hub/exchange/claim.py", "        await self._write(tx, jobs, wanted, now)\n", ""),
    "no expected version": Mutant(
        "hub/documents/acting/acting.py",
        "act.expected is not None and act.expected !=",
        "act.expected is None !=",
        f"{DOCUMENTS}/test_acting.py",
    ),
    "numbers outside the transaction": Mutant(
        "hub/documents/office/journals.py",
        "    return last - count + 1",
        '    k = globals().setdefault("k", {}); last = k[series] = max(last, k.get(series, 0) + count)\n'
        "    return last - count + 1",
        f"{DOCUMENTS}/test_numbers.py",
    ),
    "a second vote": Mutant(
        "document_flow/paths/marking.py",
        "if case.principal in stage.marks:",
        "if case.principal == stage:",
        f"{DOCUMENTS}/test_acting.py",
    ),
    "whoever is close refuses a mandate": Mutant("hub/web/register_requests.py", _REFUSED_TOO, _AGREED_ALONE, MANDATES),
    "whoever is close refuses a protection": Mutant(
        "hub/web/register_requests.py", _REFUSED_TOO, _AGREED_ALONE, PROTECTIONS
    ),
}
WHOLE = {
    "none": Mutant("hub/exchange/accept.py", "", ""),
    "none of documents": Mutant("hub/documents/acting/acting.py", "", "", DOCUMENTS),
    "none of mandates": Mutant("hub/web/register_requests.py", "", "", MANDATES),
    "none of protections": Mutant("hub/web/register_requests.py", "", "", PROTECTIONS),
}


def _run(folder: Path, suite: str) -> int:
    """Run the suite on the copy; 0 if it passed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            (
                f"import sys; sys.path.insert(0, {str(folder)!r}); import pytest;"
                f"sys.exit(pytest.main(['-q', '-x', '-k', 'sqlite', '-p', 'no:cacheprovider', {suite!r}]))"
            ),
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        timeout=110,
        check=False,
    ).returncode


@pytest.mark.parametrize("name", [*WHOLE, *MUTANTS])
def test_a_removed_guard_makes_a_test_fail(tmp_path: Path, name: str) -> None:
    # Given a copy of the source, with or without its guard
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.log"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    mutant = (WHOLE | MUTANTS)[name]
    target = tmp_path / mutant.file
    before = target.read_text()
    assert mutant.guard in before
    target.write_text(before.replace(mutant.guard, mutant.without) if mutant.guard else before)

    # When the suite runs on it
    status = _run(tmp_path, mutant.suite)

    # Then it passes only with all guards in place
    assert status == (0 if name in WHOLE else 1)
