"""A test that cannot fail proves nothing: with a guard taken out, some test must fail.

Each mutant is a copy of the source with one guard removed; the contract suite of the exchange or of documents runs on
it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants import OF_THE_EXCHANGE, Mutant, plant, run_in

EXCHANGE = "tests/contract/exchange"
DOCUMENTS = "tests/contract/documents"
MANDATES = "tests/integration/console/register/test_mandates.py"
PROTECTIONS = "tests/integration/console/register/test_protected_addresses.py"
_REFUSED_TOO = "        await _refuse_own(tx, hub, person, asked)\n"
_CLOSE_REFUSES = Mutant(
    "hub/web/register_requests.py", _REFUSED_TOO, f'        if verdict.outcome == "agreed":\n    {_REFUSED_TOO}'
)
MUTANTS = {
    **{name: (mutant, EXCHANGE) for name, mutant in OF_THE_EXCHANGE.items()},
    "no expected version": (
        Mutant(
            "hub/documents/acting/acting.py",
            "act.expected is not None and act.expected !=",
            "act.expected is None !=",
        ),
        f"{DOCUMENTS}/test_acting.py",
    ),
    "numbers outside the transaction": (
        Mutant(
            "hub/documents/office/journals.py",
            "    return last - count + 1",
            '    k = globals().setdefault("k", {}); last = k[series] = max(last, k.get(series, 0) + count)\n'
            "    return last - count + 1",
        ),
        f"{DOCUMENTS}/test_numbers.py",
    ),
    "a second vote": (
        Mutant("document_flow/paths/marking.py", "if case.principal in stage.marks:", "if case.principal == stage:"),
        f"{DOCUMENTS}/test_acting.py",
    ),
    "whoever is close refuses a mandate": (_CLOSE_REFUSES, MANDATES),
    "whoever is close refuses a protection": (_CLOSE_REFUSES, PROTECTIONS),
}
WHOLE = {f"none of {suite}": (suite,) for suite in (EXCHANGE, DOCUMENTS, MANDATES, PROTECTIONS)}


@pytest.mark.parametrize("name", [*WHOLE, *MUTANTS])
def test_a_removed_guard_makes_a_test_fail(tmp_path: Path, name: str) -> None:
    *mutants, suite = (WHOLE | MUTANTS)[name]
    plant(tmp_path, *mutants)
    asked = ["-q", "-x", "-k", "sqlite", "-p", "no:cacheprovider", suite]

    status = run_in(tmp_path, f"import pytest; sys.exit(pytest.main({asked!r}))", 110).returncode

    assert status == (0 if name in WHOLE else 1), "it passes only with all guards in place"
