"""Whom a stage may name, from the directory: people, roles, units and their heads, commissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from document_flow.paths.authoring.who import LATE
from document_flow.paths.path import AUTHOR, Path, Stage, Who
from document_flow.people import Directory
from document_flow.words import az_sort_key
from hub.access.people import PersonRole
from hub.app import Hub
from hub.console.roles import ROLE_NAMES
from hub.documents.office.administration import units as known_units
from hub.errors import Words

_ROLES = (
    PersonRole.CLERK,
    PersonRole.EXECUTOR,
    PersonRole.HEAD,
    PersonRole.DEPUTY,
    PersonRole.COMMISSION_MEMBER,
    PersonRole.COMMISSION_SECRETARY,
    PersonRole.LAWYER,
    PersonRole.DISTRICT_REPRESENTATIVE,
    PersonRole.PROGRAMME_OFFICER,
)
MOST_PEOPLE = 400
"""Offered while somebody types; others are named by their login."""
AUTHOR_HEAD = Words("müəllifin rəhbəri", "the author's head")
LATE_HEAD = Words("gecikənin rəhbəri", "head of the one who is late")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: `role:lawyer`, and what it is called."""

    value: str
    name: Words


@dataclass(frozen=True, slots=True)
class Choices:
    """All of them, in the order in which people look for them."""

    people: Sequence[Choice]
    roles: Sequence[Choice]
    heads: Sequence[Choice]
    groups: Sequence[Choice]
    units: Sequence[Choice]
    directory: Directory

    def knows(self, value: str) -> bool:
        """Whether it can be picked; a path may name somebody who has left."""
        return any(each.value == value for part in (self.roles, self.heads, self.groups) for each in part)

    def readable(self, path: Path) -> Path:
        """The path with the titles of units instead of their codes, in the way of a drawing; never to be kept."""
        return readable(path, {each.value: each.name.az for each in self.units})


def readable(path: Path, units: Mapping[str, str]) -> Path:
    """The path with these titles instead of the codes of units: for a drawing or a sentence, never to be kept."""

    def named(who: Who) -> Who:
        name = units.get(who.name, who.name) if who.kind == "head_of" else who.name
        return replace(who, name=name, unit=units.get(who.unit, who.unit) if who.unit else who.unit)

    def told(stage: Stage) -> Stage:
        meeting = stage.meeting
        if meeting is not None:
            deputy = None if meeting.deputy is None else named(meeting.deputy)
            meeting = replace(meeting, chair=named(meeting.chair), secretary=named(meeting.secretary), deputy=deputy)
        steps = tuple(replace(each, to=named(each.to)) for each in stage.escalation)
        return replace(stage, who=tuple(map(named, stage.who)), escalation=steps, meeting=meeting)

    return replace(path, stages=tuple(map(told, path.stages)))


async def choices(hub: Hub, lang: str) -> Choices:
    """As the directory is now; units are called as in the language."""
    async with hub.store.read() as tx:
        directory = (await hub.office.documents.staff.now(tx)).directory
        found = await known_units(tx)
    units = _sorted([Choice(each.name, _in(lang, each.title)) for each in found])
    people = [
        Choice(each.login, Words(f"{each.name}, {each.position.az}", f"{each.name}, {each.position.en}"))
        for each in directory.officials.values()
        if each.active
    ]
    heads = [
        Choice(f"head_of:{each.value}", Words(f"{each.name.az} (rəhbəri)", f"head of {each.name.en}")) for each in units
    ]
    return Choices(
        _sorted(people)[:MOST_PEOPLE],
        [Choice(f"role:{role}", ROLE_NAMES[role]) for role in _ROLES],
        [Choice(f"head_of:{AUTHOR}", AUTHOR_HEAD), *heads, Choice(f"head_of:{LATE}", LATE_HEAD)],
        [Choice(f"group:{name}", directory.title(name)) for name in sorted(directory.groups)],
        units,
        directory,
    )


def _sorted(found: Sequence[Choice]) -> list[Choice]:
    return sorted(found, key=lambda each: az_sort_key(each.name.az))


def _in(lang: str, title: Words) -> Words:
    return Words(title.az, title.az) if lang == "az" else Words(title.en, title.en)
