"""A sample of a run (seçmə), and each check in it (yoxlama): what `evolve` makes of their events.

sample   opened → drawing → drawn
check    asked → whole, partly, missing or unreached; `closed` once what did not come was followed up

A sample waits for the first head of the evidence log that covers its opening: nobody knows the seed when it is opened,
and there is one of a run. Who is in it follows from the seed and the ids of what was paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from pydantic import TypeAdapter

from document_flow.lists.run import NO_CUT, ListRun
from document_flow.programmes.programme import SampleRule
from document_flow.words import Words

SamplePhase = Literal["", "opened", "drawing", "drawn"]
SAMPLE_PHASES: Mapping[SamplePhase, Words] = {
    "": Words("açılmayıb", "not opened"),
    "opened": Words("sübut jurnalının növbəti başını gözləyir", "waits for the next head of the evidence log"),
    "drawing": Words("seçilir", "being drawn"),
    "drawn": Words("seçilib, soruşulur", "drawn, they are being asked"),
}
Outcome = Literal["whole", "partly", "missing", "unreached"]
CheckPhase = Literal["", "asked", Outcome, "closed"]
CHECK_PHASES: Mapping[CheckPhase, Words] = {
    "": Words("seçilməyib", "not drawn"),
    "missing": Words("gəlməyib: araşdırılmalıdır", "did not come: to be followed up"),
    "partly": Words("qismən gəlib: araşdırılmalıdır", "came in part: to be followed up"),
    "asked": Words("soruşulmalıdır", "to be asked"),
    "unreached": Words("tapılmayıb, yenidən soruşulmalıdır", "not reached, to be asked again"),
    "whole": Words("tam gəlib", "came whole"),
    "closed": Words("araşdırılıb", "followed up"),
}
"""In the order in which a report tells them: what is open first."""
Way = Literal["phone", "visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Of a list: how many were paid, how many of them are in the sample."""

    paid: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HowMany:
    """Of each list one in `share` who were paid, but so many at `least` and at `most`; as the programme's folder said
    when the sample was opened, by its act.
    """

    share: int
    least: int
    most: int
    basis: Words

    @classmethod
    def by(cls, rule: SampleRule) -> HowMany:
        """What a folder says."""
        return cls(share=rule.share, least=rule.least, most=rule.most, basis=rule.act.named)

    def of(self, paid: int) -> int:
        """How many of so many are asked."""
        return min(paid, self.most, max(self.least, -(-paid // self.share)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSample:
    """`size` and `root` are of the log's head that the seed comes from; `lists` are still to be drawn. `how_many` was
    settled with the opening, so that nobody changes it once the seed is known; a sample opened before it was kept has
    none.
    """

    run: ListRun = NO_CUT.run
    how_many: HowMany | None = None
    phase: SamplePhase = ""
    size: int = 0
    root: str = ""
    lists: tuple[str, ...] = ()
    sampled: Mapping[str, Sampled] = field(default_factory=dict)
    length: int = 0

    @property
    def seed(self) -> str:
        """As a draw makes it of a public value: SHA-256 of the root as text."""
        return sha256(self.root.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCheck:
    """One payment whose payee is asked, by ids of the register and the ledger. `qepik` was paid, `came_qepik` came by
    the payee's word; `tries` counts those in which nobody was reached.
    """

    sample: str = ""
    list_id: str = ""
    obligation: str = ""
    payee: str = ""
    person: str = ""
    period: str = ""
    qepik: int = 0
    phase: CheckPhase = ""
    way: Way = "phone"
    came_qepik: int | None = None
    tries: int = 0
    noted_by: str = ""
    reason: str = ""
    length: int = 0


SAMPLES: TypeAdapter[PaymentSample] = TypeAdapter(PaymentSample)
CHECKS: TypeAdapter[PaymentCheck] = TypeAdapter(PaymentCheck)
"""Read and write snapshots as JSON; they are only a cache of the events."""
NO_SAMPLE, NO_CHECK = PaymentSample(), PaymentCheck()
"""Before they are opened."""
