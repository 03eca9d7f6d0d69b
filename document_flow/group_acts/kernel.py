"""Decides about group acts. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.group_acts import acts
from document_flow.group_acts.state import GROUP_ACTS, NOTHING
from document_flow.kernel import Kernel

KERNEL = Kernel(acts_in(acts), NOTHING, GROUP_ACTS)
