"""What goes wrong, and when: each kind of fault has dice of its own, so one can be left out and the others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from tests.simulation.loop import Process, here, running

Fault = tuple[str, int]
"""A kind, and the how-manieth of its kind that happened."""

RATES: Mapping[str, float] = {
    "statement": 0.0015,
    "commit_fails": 0.01,
    "commit_undone_unknown": 0.01,
    "commit_done_unknown": 0.02,
    "before_commit": 0.004,
    "after_commit": 0.006,
    "stands_still": 0.004,
    "publish_lost": 0.03,
    "publish_unsure": 0.03,
    "item_doubled": 0.05,
    "ack_lost": 0.05,
    "refused": 0.05,
    "request_lost": 0.05,
    "answer_lost": 0.08,
    "late": 0.04,
    "busy": 0.04,
    "unreadable": 0.03,
    "rejected": 0.04,
    "item_lost": 0.02,
    "mislaid": 0.15,
    "payment_refused": 0.3,
    "unanswered": 0.25,
    "put_off": 0.2,
    "told_twice": 0.3,
    "miscounted": 0.2,
    "stray": 0.15,
    "hurried": 0.3,
    "misread": 0.2,
    "slow": 0.15,
    "edited": 0.3,
    "redirected": 0.3,
}
"""How often each happens where it can; a world takes each of them by a factor of its own."""
LOSES_LEASES = frozenset(
    (
        *("cut", "stall", "stands_still", "jump", "kill"),
        *("before_commit", "after_commit", "commit_done_unknown", "late", "slow"),
    )
)
"""After these a call may go on though nobody holds its delivery any more."""


@dataclass(slots=True)
class Faults:
    """`on` is false once the world lets everything come to rest. `without` are those that shall not happen."""

    seed: int
    rates: Mapping[str, float]
    without: frozenset[Fault]
    kill: Callable[[Process, str], None]
    tell: Callable[[str], None]
    on: bool = True
    happened: list[Fault] = field(default_factory=list)
    cuts: set[tuple[str, str]] = field(default_factory=set)
    """What does not answer to which process."""
    _dice: dict[str, Random] = field(default_factory=dict)
    _times: Counter[str] = field(default_factory=Counter)

    def happens(self, kind: str) -> bool:
        """Whether it does now."""
        if not self.on:
            return False
        dice = self._dice.get(kind)
        if dice is None:
            dice = self._dice[kind] = Random(f"{self.seed} {kind}")
        return dice.random() < self.rates.get(kind, 0.0) and self.noted(kind)

    def noted(self, kind: str) -> bool:
        """Count one of this kind; False where this one shall not happen."""
        self._times[kind] += 1
        fault = (kind, self._times[kind])
        if fault in self.without:
            return False
        self.happened.append(fault)
        self.tell(f"fault {kind} {fault[1]}")
        return True

    def is_cut(self, thing: str, process: Process) -> bool:
        """Whether they do not reach each other."""
        return self.on and ((thing, process.name) in self.cuts or (thing, "") in self.cuts)

    def perhaps_stall(self) -> None:
        """Let the process that runs here stand still for longer than some leases last, as a machine that swaps does."""
        process = here()
        if process is not None and self.happens("stands_still"):
            seconds = self._dice["stands_still"].choice([4.0, 20.0])
            process.stalled_until = running().time() + seconds
            self.tell(f"{process} stands still for {seconds:.0f} s")

    async def perhaps_kill(self, where: str) -> None:
        """End the process that runs here, as a power cut would: nothing after this point happens in it."""
        process = here()
        if process is not None and self.happens(where):
            self.kill(process, where)
            await running().create_future()
