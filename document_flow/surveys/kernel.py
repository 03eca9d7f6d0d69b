"""Decides about surveys: what a command comes to, given the moment and the questionnaires. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.second_person import waits_in
from document_flow.surveys import acts
from document_flow.surveys.state import NOTHING, PHASES, SURVEYS
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, SURVEYS, waits_in("opened", "publish_survey", "opened_by"))
ROOM = Room(
    name="surveys",
    kernel=KERNEL,
    title=Words("Sorğular", "Surveys"),
    one=Words("sorğu", "survey"),
    phases=PHASES,
    begins=("open_survey",),
)
