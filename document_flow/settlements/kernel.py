"""The kernel of settlements: what is decided about one utility and month."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel
from document_flow.settlements import acts
from document_flow.settlements.state import NOTHING, SETTLEMENTS

KERNEL = Kernel(acts_in(acts), NOTHING, SETTLEMENTS)
