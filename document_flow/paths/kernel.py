"""What documents need of the room of paths, in one place: everything that runs a document along its path."""

from __future__ import annotations

from document_flow.paths.acts.move_path import MovePreview, preview_move
from document_flow.paths.acts.submit import begin
from document_flow.paths.acts.tick import timers
from document_flow.paths.decide import decide
from document_flow.paths.event import Command, Event, evolve
from document_flow.paths.path import Path
from document_flow.paths.waiting.waiting import waiting

__all__ = ["Command", "Event", "MovePreview", "Path", "begin", "decide", "evolve", "preview_move", "timers", "waiting"]
