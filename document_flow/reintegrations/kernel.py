"""Decides about reintegrations: one a returned household. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel
from document_flow.reintegrations import acts
from document_flow.reintegrations.state import NOTHING, REINTEGRATIONS

KERNEL = Kernel(acts_in(acts), NOTHING, REINTEGRATIONS)
