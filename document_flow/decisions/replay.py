"""Impact replay: stored cases decided by an old and a new table, and whose outcome changes, before the new is law."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from document_flow.decisions.dmn_writing import sha256
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome
from document_flow.decisions.table import Table


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case that was decided once: its id in the store, and its facts as they were given."""

    id: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """A case that comes to something else under the new table. `only_basis`: the same answer by other acts."""

    case: str
    before: Outcome
    after: Outcome
    only_basis: bool


@dataclass(slots=True)
class Replay:
    """Runs cases through two tables. The counts are complete when the differences have been read to their end.

    Bounded memory: nothing is kept of a case but its counts and one running digest.
    """

    before: Table
    after: Table
    allow_assumed: bool
    cases: int = 0
    changed: int = 0
    only_basis: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    _digest: bytes = b""

    def differences(self, cases: Iterable[StoredCase]) -> Iterator[Difference]:
        """The cases that change, in the order in which they come."""
        for case in cases:
            before = evaluate(self.before, case.facts, allow_assumed=self.allow_assumed)
            after = evaluate(self.after, case.facts, allow_assumed=self.allow_assumed)
            self.cases += 1
            self.kinds[before.kind, after.kind] += 1
            answers = _answer(before), _answer(after)
            same = answers[0] == answers[1]
            if same and _bases(before) == _bases(after):
                continue
            self.only_basis += same
            self.changed += not same
            self._digest = hashlib.sha256(self._digest + repr((case.id, *answers)).encode()).digest()
            yield Difference(case.id, before, after, only_basis=same)

    def sha256(self) -> str:
        """Of what was found, over which two tables. Unkeyed: whoever keeps it beside the ids hides it by a key."""
        found = {
            "before": sha256(self.before),
            "after": sha256(self.after),
            "cases": self.cases,
            "changed": self.changed,
            "only_basis": self.only_basis,
            "differences": self._digest.hex(),
        }
        return hashlib.sha256(json.dumps(found, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _answer(outcome: Outcome) -> object:
    """What a person would notice. Reasons and rule numbers are not the answer."""
    match outcome:
        case Decided(rows):
            return ("decided", tuple(tuple(sorted(row.items())) for row in rows))
        case NotDecided():
            return ("not_decided", tuple(sorted(outcome.missing)))
        case Conflicted():
            return ("conflicted",)
        case never:
            assert_never(never)


def _bases(outcome: Outcome) -> frozenset[str]:
    return frozenset(rule.basis for rule in outcome.rules) if isinstance(outcome, Decided) else frozenset()
