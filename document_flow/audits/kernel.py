"""Decides about audits of refusals. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.audits import acts
from document_flow.audits.state import AUDITS, NOTHING
from document_flow.kernel import Kernel

KERNEL = Kernel(acts_in(acts), NOTHING, AUDITS)
