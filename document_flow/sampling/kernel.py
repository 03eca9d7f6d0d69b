"""The kernels of samples and of checks."""

from __future__ import annotations

from document_flow.kernel import Kernel, Room
from document_flow.sampling.acts import ask_payee, draw_sample
from document_flow.sampling.state import CHECK_PHASES, NO_CHECK, NO_SAMPLE, SAMPLE_PHASES
from document_flow.sampling.state import CHECKS as CHECK_STATES
from document_flow.sampling.state import SAMPLES as SAMPLE_STATES
from document_flow.words import Words

SAMPLES = Kernel(draw_sample.ACTS, NO_SAMPLE, SAMPLE_STATES)
SAMPLES_ROOM = Room(
    name="payment_samples",
    kernel=SAMPLES,
    title=Words("Ödənişlərin seçmə yoxlanması", "Samples of payments"),
    one=Words("seçmə", "sample of payments"),
    phases={str(code): words for code, words in SAMPLE_PHASES.items() if code},
    begins=("open_sample",),
)
CHECKS = Kernel(ask_payee.ACTS, NO_CHECK, CHECK_STATES)
CHECKS_ROOM = Room(
    name="payment_checks",
    kernel=CHECKS,
    title=Words("Pul gəlibmi: yoxlamalar", "Checks whether money came"),
    one=Words("yoxlama", "check of a payment"),
    phases={str(code): words for code, words in CHECK_PHASES.items() if code},
)
