"""The public names of the room, in one place: everything that runs a document along its path."""

from __future__ import annotations

from document_flow.paths.acts.move_path import MovePreview, preview_move
from document_flow.paths.acts.submit import begin
from document_flow.paths.acts.tick import timers
from document_flow.paths.authoring.authoring import PathRefused, load_path
from document_flow.paths.canonical import PATHS, canonical, from_canonical, version_id
from document_flow.paths.decide import decide
from document_flow.paths.event import Command, Event, evolve, replay
from document_flow.paths.path import Path
from document_flow.paths.registry import COMMANDS, EVENTS
from document_flow.paths.seen import readable, since_visa
from document_flow.paths.state import NOTHING, STATES, State
from document_flow.paths.waiting.waiting import waiting

__all__ = [
    "COMMANDS",
    "EVENTS",
    "NOTHING",
    "PATHS",
    "STATES",
    "Command",
    "Event",
    "MovePreview",
    "Path",
    "PathRefused",
    "State",
    "begin",
    "canonical",
    "decide",
    "evolve",
    "from_canonical",
    "load_path",
    "preview_move",
    "readable",
    "replay",
    "since_visa",
    "timers",
    "version_id",
    "waiting",
]
