"""(f): other ways through the hub, beside the measured one and without a target."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tests.benchmarks.civil_pipeline import CivilHub
from tests.benchmarks.comparison import Contender
from tests.benchmarks.embedded_pipeline import Embedded
from tests.benchmarks.flows import PERSONS_BY_SOAP
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.receivers import SandboxAgencies
from tests.benchmarks.runs import Course, numbers
from tests.benchmarks.work import CIVIL_ACT

TITLE = "Beside it, without a target; 16 clients; a second"


def contenders(course: Course) -> dict[str, Contender]:
    """All of them by what is shown; the sandbox's ledgers are durable, so a third of the messages must do there."""
    to_azeriqaz = partial(SandboxAgencies, fields={"azeriqaz": "FIN"})
    to_both = partial(SandboxAgencies, fields={"meis": "fin_kod", "azeriqaz": "FIN"})
    fewer = course.messages // 3
    soap = replace(course, messages=fewer, receiver=to_azeriqaz)
    acts = replace(course, messages=fewer, receiver=to_both, work=CIVIL_ACT)
    return {
        "one worker": Contender(Hub, course),
        "two workers": Contender(partial(Hub, workers=2), course),
        "SOAP out": Contender(partial(Hub, flow=PERSONS_BY_SOAP), soap),
        "civil act": Contender(partial(CivilHub, people=numbers(fewer)), acts),
        "embedded": Contender(Embedded, course),
    }
