"""A step in the life of one invented family, as all agencies tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.sandbox.people import SyntheticPerson


@dataclass(frozen=True, slots=True)
class Moment:
    """`steps` are the numbers of this family's steps by place; `instance` keeps ids apart from another installation's.

    A young family marries, its `child` is born to it and its `pupil` goes to school; in others they are two children of
    any age. `first_person` is where the rows of the family's files begin in the population.
    """

    instance: str
    family: int
    step: int
    steps: Mapping[int, int]
    wife: SyntheticPerson
    husband: SyntheticPerson
    child: SyntheticPerson
    pupil: SyntheticPerson
    is_young: bool
    first_person: int
