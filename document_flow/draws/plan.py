"""What an announcement says: which homes, by which protocol, when, and the terms that hold afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime

from document_flow.draws.refusals import refusal
from document_flow.outcome import Refusal
from document_flow.people import Directory
from document_flow.programmes.programme import LegalAct, Term
from document_flow.words import Words

Protocol = Literal["by_hand", "computed"]
"""By hand the families' representatives pull numbered slips; computed, a seed from outside orders the list."""
PROTOCOLS: Mapping[Protocol, Words] = {
    "by_hand": Words("əl ilə, püşk çəkməklə", "by hand, by pulling slips"),
    "computed": Words("hesablanır", "computed"),
}
LEAST_PARTIES = 2
"""A single one would know the seed before everybody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A home under its published number (ev nömrəsi), of the class of so many rooms."""

    number: str
    rooms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedHome:
    """A home given beforehand for need, by that rule; to whom and why is known to the family and the commission."""

    number: str
    rooms: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Homes stand in the order in which the draw gives them, class by class.

    Computed, the values come from two `parties` or more (groups of the directory), from a public `source` at
    `draw_at`, or from both: then whoever reveals last cannot know the order. By hand, pulling begins at `draw_at`.
    """

    place: str
    wave: int
    protocol: Protocol
    draw_at: AwareDatetime
    homes: tuple[Home, ...]
    placed: tuple[PlacedHome, ...] = ()
    parties: tuple[str, ...] = ()
    source: str = ""

    def homes_of(self, rooms: int) -> tuple[str, ...]:
        """The homes of that class, in their published order."""
        return tuple(each.number for each in self.homes if each.rooms == rooms)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Of all homes, those placed beforehand too."""
        return (*(each.number for each in self.homes), *(each.number for each in self.placed))

    def unsound(self, directory: Directory) -> Refusal | None:
        """Why nothing can be drawn by it."""
        if not self.place.strip() or self.wave < 1:
            return refusal("draws.place", place=self.place, wave=self.wave)
        every: tuple[Home | PlacedHome, ...] = (*self.homes, *self.placed)
        odd = [each.number for each in every if not each.number.strip() or each.rooms < 1]
        if odd or not self.homes:
            return refusal("draws.homes", homes=", ".join(odd) or "–")
        if twice := repeated(self.numbers):
            return refusal("draws.home_twice", homes=", ".join(twice))
        if any(not each.rule.strip() for each in self.placed):
            return refusal("draws.placed_rule")
        if strangers := [each for each in self.parties if not directory.members(each)]:
            return refusal("draws.party_unknown", parties=", ".join(strangers))
        return None if self._has_values else refusal("draws.values", least=LEAST_PARTIES)

    @property
    def _has_values(self) -> bool:
        if self.protocol == "by_hand":
            return not self.parties and not self.source
        if self.source.strip() and not self.parties:
            return True
        return len(self.parties) >= LEAST_PARTIES and not repeated(self.parties)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawTerms:
    """`notice` is the least between announcement and draw, `answer` runs from the proven notice of an offer, `move_in`
    from its acceptance. Each is a setting that names its act.
    """

    notice: Term
    answer: Term
    move_in: Term


def repeated(numbers: Iterable[str]) -> tuple[str, ...]:
    """Those that are there more than once, sorted."""
    seen: set[str] = set()
    twice: set[str] = set()
    for each in numbers:
        (twice if each in seen else seen).add(each)
    return tuple(sorted(twice))


_RULE = LegalAct(id="draw_rule", title=Words("Püşkatmanın keçirilməsi qaydası", "Rule on holding draws"), assumed=True)
_HOUSING = LegalAct(
    id="cabinet_65_2017",
    title=Words(
        "Nazirlər Kabinetinin 24.02.2017 tarixli 65 nömrəli qərarı", "Decision 65 of the Cabinet of Ministers, 2017"
    ),
    assumed=True,
)
TERMS = DrawTerms(
    notice=Term(days=5, working=True, act=_RULE),
    answer=Term(days=5, working=True, act=_RULE),
    move_in=Term(days=5, working=False, act=_HOUSING),
)
"""As long as no other are set. That a home goes to another family after 5 days is the Cabinet's; by which clock is not
known, and no act that we know has a term for the answer alone."""
NO_PLAN = Plan(place="", wave=0, protocol="by_hand", draw_at=datetime.min.replace(tzinfo=UTC), homes=())
"""Before a draw is announced."""
