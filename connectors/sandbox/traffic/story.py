"""What is sent at which step: the lives of invented families, one after the other, the same for the same number.

The steps of a life are those of all agencies' simulations, in the order of their places; of one place, of agencies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from connectors.sandbox.people import FAMILY, POPULATION, YOUNG, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Told
from connectors.sandbox.traffic.rows import ROWS
from connectors.sandbox.twins import simulations

_SAMPLES = 100
"""Persons below this number are left to those who try the hub by hand."""

Tell = Callable[[Moment], Told | None]


def in_order(stories: Iterable[Mapping[int, Tell]]) -> Sequence[tuple[int, Tell]]:
    """All that agencies tell, with its place; what stands at one place comes in their order."""
    return sorted((step for story in stories for step in story.items()), key=itemgetter(0))


_TOLD = in_order(simulation.story for simulation in simulations().values())
STEPS_A_FAMILY = len(_TOLD)


@dataclass(frozen=True, slots=True)
class Story:
    """`seed` picks where in the population the families begin; every other one is young."""

    instance: str
    seed: int

    def parcel(self, step: int) -> Told | None:
        """What is sent at `step`, from 0 on without end; None where that family has nothing to tell there."""
        family, index = divmod(step, STEPS_A_FAMILY)
        first = self._first(family)
        moment = Moment(
            instance=self.instance,
            family=family,
            step=step,
            steps={place: family * STEPS_A_FAMILY + number for number, (place, _) in enumerate(_TOLD)},
            wife=person(first),
            husband=person(first + 1),
            child=person(first + 2),
            pupil=person(first + 3),
            is_young=family % 2 == 0,
            first_person=(_SAMPLES + family * ROWS) % (POPULATION - ROWS),
        )
        return _TOLD[index][1](moment)

    def _first(self, family: int) -> int:
        """The number of the family's wife."""
        at = family // 2 + self.seed * 1009
        if family % 2 == 0:
            return POPULATION - (1 + at % YOUNG) * FAMILY
        return _SAMPLES + at % ((POPULATION - _SAMPLES) // FAMILY - YOUNG) * FAMILY
