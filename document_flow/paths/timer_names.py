"""Names of the timers of a stage: `round/stage/name~pauses`, such as `2/lawyer/remind-3` or `2/lawyer/due~1`.

A name is unique in its run: a new round, or a term that moved since it stood still, makes new timers.
"""

from __future__ import annotations

from document_flow.paths.state import StageState

DUE = "due"
RESUME = "resume"


def timer_name(stage: StageState, name: str) -> str:
    """The full name of a stage's timer."""
    suffix = f"~{len(stage.pauses)}" if stage.pauses else ""
    return f"{stage.round}/{stage.id}/{name}{suffix}"


def name_in_stage(full: str) -> str:
    """The name within the stage: what has fired does not fire again because the term moved."""
    return full.rpartition("/")[2].partition("~")[0]
