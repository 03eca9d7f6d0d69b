"""The kernel of requests to the treasury."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel
from document_flow.treasury import acts
from document_flow.treasury.state import NOTHING, REQUESTS

KERNEL = Kernel(acts_in(acts), NOTHING, REQUESTS, waiting=lambda standing: standing.state.waiting)
