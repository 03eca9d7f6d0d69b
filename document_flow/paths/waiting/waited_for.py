"""Whom an open stage waits for: those who may still speak, or who must move the meeting on."""

from __future__ import annotations

from document_flow.context import Context
from document_flow.paths.meeting import presiding
from document_flow.paths.path import MeetingRules, Stage
from document_flow.paths.staffing import desk, expand, in_office
from document_flow.paths.state import Meeting, StageState, State
from document_flow.paths.tally import capacity_short, presence, tally


def waited_for(definition: Stage, stage: StageState, state: State, context: Context) -> tuple[str, ...]:
    """At least one, whatever the stage has come to.

    Where too few are there, or those who are silent have all left, it is those who can bring others.
    """
    if lacking(definition, stage) > 0:
        return managers(state, context)
    if definition.meeting is not None and stage.meeting is not None:
        return _of_meeting(definition, definition.meeting, stage, state, context) or managers(state, context)
    if definition.act == "agreement":
        return recorders(state, context) or managers(state, context)
    silent = tally(definition.rule, stage).silent
    if definition.order == "sequential":
        silent = silent[:1]
    return silent if in_office(silent, context.directory) else managers(state, context)


def lacking(definition: Stage, stage: StageState) -> int:
    """How many persons lack for the stage to be decided at all."""
    if stage.meeting is not None:
        return presence(definition, stage) - len(stage.members) + len(stage.meeting.recused)
    return capacity_short(definition.rule, stage.members, stage.blocs, stage.seats if stage.act == "vote" else 0)


def managers(state: State, context: Context) -> tuple[str, ...]:
    """The clerks; where there is none, the author's desk, from which it can be recalled."""
    return context.directory.holders("clerk") or desk(state.author, context.directory)


def recorders(state: State, context: Context) -> tuple[str, ...]:
    """Who may write down what another body answered: of the first such role in which there is anybody."""
    able = (
        tuple(login for login in context.directory.holders(role) if login not in (state.author, *state.hands))
        for role in context.competence.records_answers
    )
    return next(filter(None, able), ())


def chairs(rules: MeetingRules, state: State, context: Context) -> tuple[str, ...]:
    """Who may chair today."""
    return expand(rules.chair, state.author, context.directory)


def secretaries(rules: MeetingRules, state: State, context: Context) -> tuple[str, ...]:
    """Who may keep the minutes today."""
    return expand(rules.secretary, state.author, context.directory)


def _of_meeting(
    definition: Stage, rules: MeetingRules, stage: StageState, state: State, context: Context
) -> tuple[str, ...]:
    meeting = stage.meeting or Meeting()
    head = presiding(rules, stage, state.author, context.directory)
    secretary, has_quorum = secretaries(rules, state, context), len(meeting.present) >= presence(definition, stage)
    if meeting.phase == "voting":
        silent = tally(definition.rule, stage).silent if has_quorum else ()
        return silent if in_office(silent, context.directory) else head
    if meeting.phase == "closed":
        return (*(() if "chair" in meeting.minutes else head), *(() if "secretary" in meeting.minutes else secretary))
    if meeting.phase == "invited" and has_quorum:
        return head
    chair = tuple(each for each in chairs(rules, state, context) if each not in meeting.recused)
    return tuple(dict.fromkeys((*secretary, *chair)))
