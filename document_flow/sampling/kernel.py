"""The kernels of samples and of checks."""

from __future__ import annotations

from document_flow.kernel import Kernel
from document_flow.sampling.acts import ask_payee, draw_sample
from document_flow.sampling.state import CHECKS as CHECK_STATES
from document_flow.sampling.state import NO_CHECK, NO_SAMPLE
from document_flow.sampling.state import SAMPLES as SAMPLE_STATES

SAMPLES = Kernel(draw_sample.ACTS, NO_SAMPLE, SAMPLE_STATES)
CHECKS = Kernel(ask_payee.ACTS, NO_CHECK, CHECK_STATES)
