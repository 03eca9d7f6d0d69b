"""The door to a run: what a command comes to, as events or as a refusal. Pure; neither clock nor store is asked."""

from __future__ import annotations

from document_flow.context import Context
from document_flow.paths.acting import Decided
from document_flow.paths.acts.tick import Tick
from document_flow.paths.case import Case, standing
from document_flow.paths.event import Command
from document_flow.paths.path import Path
from document_flow.paths.refusals import refusal
from document_flow.paths.registry import BY_COMMAND
from document_flow.paths.state import State


def decide(path: Path, state: State, command: Command, context: Context) -> Decided:
    """The events that the command brings about, with all that follow by themselves; none for a timer that has fired.

    `path` is the version that the state names; after `MovePath` it is the new one.
    """
    if state.path_id != path.id or state.path_version != path.version:
        return refusal("path.wrong_version", path=state.path_id, version=state.path_version)
    case = Case(path, state, context, getattr(command, "by", ""), getattr(command, "on_behalf_of", None))
    refused = None if isinstance(command, Tick) else standing(case)
    decided: Decided = refused or BY_COMMAND[type(command)].decide(case, command)
    return decided
