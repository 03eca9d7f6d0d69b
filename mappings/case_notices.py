"""What an applicant is told of a case, and what comes back of it. A notice names nobody, and says what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from mappings.identity import Fin
from mappings.value import Value

Phone = Annotated[str, Field(pattern=r"^\+994[0-9]{9}$")]


class CaseNotice(Value):
    """That there is a paper, to one applicant by one way; `notice_no` is how an answer names it.

    `portal` is the party that the application came from, `reference` its own number of it. `text` is in Azerbaijani
    and holds nothing of a person but the application's number: an SMS is not sealed.
    """

    kind: Literal["case_notice"] = "case_notice"
    notice_no: str
    way: Literal["portal", "sms"]
    portal: str | None = None
    reference: str | None = None
    fin: Fin | None = None
    phone: Phone | None = None
    application_no: str
    text: str
    sent_at: datetime


class NoticeAnswer(Value):
    """What became of a notice, by whoever took it: that it came to the person, was opened, or could not be handed over.

    `at` is when, by that one's own clock.
    """

    kind: Literal["notice_answer"] = "notice_answer"
    notice_no: str
    answer: Literal["delivered", "read", "failed"]
    at: datetime
