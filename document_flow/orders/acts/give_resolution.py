"""A resolution (dərkənar): a clear, definite order, or one passed on by a unit's head within the unit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from document_flow.form import Said
from document_flow.orders.acting import (
    Act,
    ByStandIn,
    Case,
    Decision,
    Field,
    Form,
    Happened,
    Refusal,
    Resolution,
    State,
    Words,
    blank,
    refusal,
)
from document_flow.orders.acts.set_control import ControlSet

MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveResolution(ByStandIn):
    """`resolution` is its new id; the first of `executors` is the lead.

    The term is `days` (working days) or `until`, or neither: then the body's general term. `control` puts it under
    the giver's control (art. 117-119). `parent` is the resolution that a unit's head passes on.
    """

    resolution: str
    kind: Literal["give_resolution"] = "give_resolution"
    text: str
    executors: tuple[str, ...]
    days: int | None = None
    until: date | None = None
    control: bool = False
    for_information: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionGiven(Happened):
    """`days` is the term in working days from the day after `start`, None where it was given as a day."""

    resolution: str
    kind: Literal["resolution_given"] = "resolution_given"
    text: str
    lead: str
    co_executors: tuple[str, ...]
    for_information: tuple[str, ...]
    parent: str
    start: date
    days: int | None
    due: date | None

    def apply(self, state: State) -> State:
        """One more, after those that were given before."""
        given = Resolution(
            id=self.resolution,
            parent=self.parent,
            author=self.principal,
            text=self.text,
            lead=self.lead,
            co_executors=self.co_executors,
            for_information=self.for_information,
            given_at=self.at,
            start=self.start,
            days=self.days,
            due=self.due,
            due_set_on=self.day,
        )
        return state.with_one(given)


def decide(case: Case, command: GiveResolution) -> Decision:
    """The first executor becomes the lead; the last day is counted now and stands in the event."""
    refused = (
        blank(resolution=command.resolution, text=command.text)
        or _place(case, command)
        or _people(case, command)
        or _passed_on(case, command)
    )
    if refused is not None:
        return refused
    term = _term(case, command)
    if isinstance(term, Refusal):
        return term
    days, due = term
    given = ResolutionGiven(
        by=case.by,
        on_behalf_of=case.on_behalf_of,
        at=case.context.now,
        resolution=command.resolution,
        text=command.text,
        lead=command.executors[0],
        co_executors=command.executors[1:],
        for_information=command.for_information,
        parent=command.parent,
        start=case.context.today,
        days=days,
        due=due,
    )
    return (given, ControlSet(**case.stamp(command.resolution))) if command.control else (given,)


def _place(case: Case, command: GiveResolution) -> Refusal | None:
    if command.resolution in case.state.resolutions:
        return refusal("orders.id_taken", resolution=command.resolution)
    if command.parent and command.parent not in case.state.resolutions:
        return refusal("orders.no_resolution", resolution=command.parent)
    return None


def _people(case: Case, command: GiveResolution) -> Refusal | None:
    if not command.executors:
        return refusal("orders.empty", field="executors")
    seen = {case.who, case.by}
    for login in command.executors:
        if login in seen:
            return refusal("orders.executor_twice", name=case.name(login))
        seen.add(login)
    named = (*command.executors, *command.for_information)
    return next(filter(None, map(case.takes_part, named)), None)


def _passed_on(case: Case, command: GiveResolution) -> Refusal | None:
    """A task is passed on by its executor who heads a unit, to people of that unit, while it runs."""
    parent = case.state.resolutions.get(command.parent)
    if parent is None:
        return _competent(case, command)
    if parent.status != "open":
        return refusal("orders.executed" if parent.status == "executed" else "orders.is_reported")
    if parent.suspended:
        return refusal("orders.suspended")
    directory = case.context.directory
    units = directory.headed_by(case.who)
    within = all(directory.officials[login].unit in units for login in command.executors)
    return None if case.who in parent.executors and within else refusal("orders.not_passed_on_by")


def _competent(case: Case, command: GiveResolution) -> Refusal | None:
    """Orders go to those whom the giver is over."""
    if not case.gives(case.who):
        return refusal("orders.not_a_giver")
    others = [case.name(login) for login in command.executors if not case.is_over(case.who, login)]
    return refusal("orders.other_unit", names=", ".join(others)) if others else None


def _term(case: Case, command: GiveResolution) -> tuple[int | None, date | None] | Refusal:
    parent = case.state.resolutions.get(command.parent)
    limit = parent.due if parent is not None else None
    days, due, today = command.days, command.until, case.context.today
    if days is None and due is None:
        if parent is not None:
            due = limit
        else:
            days = case.rules.general_days
    elif (days is not None and (due is not None or not 1 <= days <= MOST_DAYS)) or (due is not None and due < today):
        return refusal("orders.term_unclear")
    due = case.context.calendar.add(today, days) if days is not None else due and case.context.last_day(due)
    if due is None and command.control:
        return refusal("orders.control_needs_term")
    if due is not None and limit is not None and due > limit:
        return refusal("orders.after_parent", due=f"{due:%d.%m.%Y}", limit=f"{limit:%d.%m.%Y}")
    return within_law(case, due) or (days, due)


def within_law(case: Case, due: date | None) -> Refusal | None:
    """Why a term may not end on that day: the act for this kind of document ends it before.

    Where the act's own day has passed, one working day is left to do what is late.
    """
    law = case.rules.law
    if law is None or due is None or due <= max(law.due, case.context.calendar.add(case.context.today, 1)):
        return None
    day, limit = f"{due:%d.%m.%Y}", f"{law.due:%d.%m.%Y}"
    return refusal("orders.over_law", due=day, limit=limit, act_az=law.act.az, act_en=law.act.en)


def _said(said: Said) -> dict[str, Any]:
    """The same form, the same id."""
    lead = said["lead"]
    return {
        "resolution": hashlib.sha256(f"resolution {said['key']}".encode()).hexdigest()[:12],
        "executors": (lead, *(each for each in said["co"] if each != lead)),
        "for_information": said["inform"],
    }


def _fields(source: Literal["executors", "own_units"]) -> tuple[Field, ...]:
    return (
        Field(
            "text",
            Words("Göstəriş", "Order"),
            required=True,
            hint=Words("Nə edilməlidir: aydın və konkret.", "What is to be done: clear and definite."),
        ),
        Field("lead", Words("Əsas icraçı", "Lead executor"), "choice", required=True, source=source),
        Field("co", Words("Müştərək icraçılar", "Co-executors"), "many", source=source),
        Field(
            "days",
            Words("Müddət, iş günü", "Term in working days"),
            "number",
            hint=Words("Boş qalsa, ümumi müddət tətbiq olunur.", "Left empty, the general term holds."),
        ),
        Field("until", Words("və ya son gün", "or the last day"), "date", source="today"),
        Field("control", Words("Nəzarətə götürülsün", "Put under control"), "tick"),
        Field("inform", Words("Məlumat üçün", "For information"), "many", source="officials"),
    )


ACTS = (
    Act(
        command=GiveResolution,
        decide=decide,
        events={ResolutionGiven: Words("dərkənar qoyuldu", "a resolution was given")},
        forms=(
            Form(
                title=Words("Dərkənar qoy", "Give a resolution"),
                place="orders",
                rank=1,
                tone="primary",
                fields=_fields("executors"),
                reads=_said,
            ),
            Form(
                name="pass_on",
                title=Words("Bölmədə tapşır", "Pass on within the unit"),
                place="orders",
                rank=7,
                subject="resolutions",
                about="parent",
                fields=_fields("own_units"),
                reads=_said,
            ),
        ),
    ),
)
