"""Decides about surveys: what a command comes to, given the moment and the questionnaires. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel
from document_flow.surveys import acts
from document_flow.surveys.state import NOTHING, SURVEYS

KERNEL = Kernel(acts_in(acts), NOTHING, SURVEYS)
