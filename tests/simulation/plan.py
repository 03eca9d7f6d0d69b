"""What happens in a world of one seed: how many processes of which roles, who sends what, what goes wrong and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from tests.simulation.faults import LOSES_LEASES, RATES
from tests.simulation.plays import PLAYS
from tests.simulation.plays.routes import AGENCIES

Role = Literal["serve", "relay", "work"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that begins at `at` and lasts `seconds`. `process` is a number, or None where it is about all; what is
    `down` is an agency.
    """

    at: float
    kind: Literal["cut", "down", "stall", "jump", "wipe", "restart"]
    seconds: float
    thing: str = ""
    process: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`kills` are the steps of the loop at which the process that runs dies. `play` is one of PLAYS."""

    processes: tuple[tuple[Role, ...], ...]
    persons: int
    each: int
    rates: Mapping[str, float]
    troubles: tuple[Trouble, ...]
    kills: tuple[int, ...]
    writers: int
    lease_s: float
    play: str = "messages"


_CALM = 0.15
"""So many worlds have none of them: agencies alone fail there, and how often they are called is agreed."""


def planned(seed: int, play: str | None = None) -> Plan:
    """The plan of a seed, also of the play unless one is named."""
    dice = Random(f"{seed} plan")
    play = play or Random(f"{seed} play").choice(sorted(PLAYS))
    plan = _plan(dice, play)
    if dice.random() >= _CALM:
        return plan
    rates = {kind: 0.0 if kind in LOSES_LEASES else rate for kind, rate in plan.rates.items()}
    troubles = tuple(each for each in plan.troubles if each.kind not in LOSES_LEASES)
    down = Trouble(dice.uniform(0.0, 10.0), "down", dice.uniform(15.0, 30.0), dice.choice(AGENCIES))
    return replace(plan, rates=rates, troubles=(*troubles, down), kills=())


def _plan(dice: Random, play: str) -> Plan:
    processes, trouble_s = _processes(dice), PLAYS[play].trouble_s
    return Plan(
        processes=processes,
        persons=dice.randint(1, 4),
        each=dice.randint(2, 5),
        rates={kind: rate * dice.choice([0.0, 0.5, 1.0, 3.0]) for kind, rate in RATES.items()},
        troubles=tuple(_trouble(dice, len(processes), trouble_s) for _ in range(dice.randint(0, 6))),
        kills=tuple(sorted(int(dice.expovariate(1 / 4000)) for _ in range(dice.choice([0, 1, 2, 4])))),
        writers=dice.choice([1, 8]),
        lease_s=dice.choice([3.0, 15.0]),
        play=play,
    )


def _processes(dice: Random) -> tuple[tuple[Role, ...], ...]:
    """All roles are played, each by one or two."""
    roles: list[tuple[Role, ...]] = (
        [("serve", "relay", "work")] if dice.random() < 0.5 else [("serve",), ("relay", "work")]
    )
    more: list[tuple[Role, ...]] = [("work",), ("relay", "work"), ("serve", "work")]
    return (*roles, *(dice.choice(more) for _ in range(dice.randint(0, 2))))


def _trouble(dice: Random, processes: int, trouble_s: float) -> Trouble:
    at, process = dice.uniform(0.0, trouble_s), dice.choice([None, *range(processes)])
    match dice.choice(["cut", "cut", "down", "down", "stall", "jump", "wipe", "restart"]):
        case "cut":
            return Trouble(at, "cut", dice.expovariate(0.1), dice.choice(("database", "bus")), process)
        case "down":
            return Trouble(at, "down", dice.expovariate(0.1), dice.choice(AGENCIES), dice.choice([None, process]))
        case "stall":
            return Trouble(at, "stall", dice.choice([1.0, 5.0, 20.0]), process=dice.randrange(processes))
        case "jump":
            return Trouble(at, "jump", dice.choice([-600.0, -2.0, 2.0, 3600.0]), process=process)
        case "wipe":
            return Trouble(at, "wipe", 0.0)
        case _:
            return Trouble(at, "restart", 0.0, process=dice.randrange(processes))
