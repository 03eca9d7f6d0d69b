"""From `who` to persons: the members of a stage as they are on the day it opens, without those who may not act."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from document_flow.outcome import Refusal
from document_flow.paths.path import AUTHOR, BODY, Act, Stage, Who
from document_flow.paths.refusals import refusal
from document_flow.paths.tally import capacity_short, quorum_of
from document_flow.paths.values import Bloc
from document_flow.people import Directory

_OPEN_TO_AUTHOR: frozenset[Act] = frozenset(("seal", "acquaint", "agreement"))


@dataclass(frozen=True, slots=True)
class Staff:
    """Who may act, in the order of `who`; `seats` counts those too who may not since the document is their own, and
    those named or appointed who have left: a commission is no smaller for that.
    """

    members: tuple[str, ...]
    blocs: tuple[Bloc, ...]
    seats: int


def is_own(act: Act, login: str, hands: Collection[str]) -> bool:
    """Whether it would be approving one's own document. Sealing it and reading it are not approving."""
    return login in hands and act not in _OPEN_TO_AUTHOR


def staff(stage: Stage, author: str, hands: Collection[str], directory: Directory) -> Staff:
    """Those whom the stage asks today. A person stands in the first bloc that has him, in no other."""
    seated: set[str] = set()
    appointed: set[str] = set()
    blocs: list[Bloc] = []
    for who in stage.who:
        found = tuple(login for login in expand(who, author, directory) if login not in seated)
        seated.update(found)
        appointed.update(_appointed(who, directory))
        able = tuple(login for login in found if not is_own(stage.act, login, hands))
        blocs.append(Bloc(_label(who), able))
    members = tuple(login for bloc in blocs for login in bloc.members)
    return Staff(members, tuple(blocs) if stage.rule.kind == "per_group" else (), len(seated | appointed))


def _appointed(who: Who, directory: Directory) -> tuple[str, ...]:
    """Whom an entry names one by one, in office or not."""
    if who.kind == "group":
        return directory.groups.get(who.name, ())
    return (who.name,) if who.kind == "person" else ()


def expand(who: Who, author: str, directory: Directory) -> tuple[str, ...]:
    """The active officials that an entry names today; a body stands for itself."""
    match who.kind:
        case "body":
            return (BODY + who.name,)
        case "role":
            unit = _unit(author, directory) if who.unit == AUTHOR else who.unit
            return directory.holders(who.name, unit)
        case "group":
            return directory.members(who.name)
        case "head_of":
            return in_office((directory.head_of(who.name),), directory)
        case "author_head":
            return in_office((directory.head_of(_unit(author, directory)),), directory)
        case _:
            return in_office((who.name,), directory)


def in_office(logins: Iterable[str | None], directory: Directory) -> tuple[str, ...]:
    """Those of them who are known and active, each once."""
    known = ((login, directory.officials.get(login)) for login in dict.fromkeys(logins) if login)
    return tuple(login for login, official in known if official is not None and official.active)


def desk(author: str, directory: Directory) -> tuple[str, ...]:
    """Who has the document in hand when no stage has: the author; the clerks where the author has left."""
    return in_office((author,), directory) or directory.holders("clerk") or (author,)


def unstaffed(stage: Stage, author: str, hands: Collection[str], directory: Directory) -> Refusal | None:
    """Why the stage could not be decided by those who are there today, whatever they say."""
    found = staff(stage, author, hands, directory)
    words = {"stage_az": stage.title.az, "stage_en": stage.title.en}
    short = capacity_short(stage.rule, found.members, found.blocs, found.seats if stage.act == "vote" else 0)
    if stage.meeting is not None:
        chairs = expand(stage.meeting.chair, author, directory)
        secretaries = expand(stage.meeting.secretary, author, directory)
        if not chairs or not secretaries or len({*chairs, *secretaries}) < 2:
            return refusal("path.unheaded", **words)
        short = max(short, quorum_of(stage.meeting.quorum, found.seats) - len(found.members))
    if short <= 0:
        return None
    return refusal("path.unstaffed", needed=len(found.members) + short, found=len(found.members), **words)


def _unit(login: str, directory: Directory) -> str:
    official = directory.officials.get(login)
    return official.unit if official is not None else ""


def _label(who: Who) -> str:
    return f"{who.name}@{who.unit}" if who.unit else who.name or who.kind
