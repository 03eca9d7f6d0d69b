"""Decides about replays of laws. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel
from document_flow.law_replays import acts
from document_flow.law_replays.state import NOTHING, REPLAYS

KERNEL = Kernel(acts_in(acts), NOTHING, REPLAYS)
