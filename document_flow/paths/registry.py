"""All acts on approval paths, and the tables that are made of them."""

from __future__ import annotations

from document_flow.act import acts_in, commands_of, events_of
from document_flow.paths import acts

ACTS = acts_in(acts)
BY_COMMAND = {act.command: act for act in ACTS}
COMMAND_TYPES, EVENT_TYPES = commands_of(ACTS), events_of(ACTS)
