"""What a person is told of a look at their data: by whom, for what, over which kinds of data, with which outcome."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mappings.identity import Fin
from mappings.registered import Category
from mappings.value import Value


class UsageNotice(Value):
    """One look, as its person is told of it; who of the body looked is for the auditor alone.

    `usage_id` is the look's own number. `category` is the first of the `categories`, which are in text, parted by
    spaces. `party_title` and `unit` are in Azerbaijani. `not_given` is told too: somebody tried.
    """

    kind: Literal["usage_notice"] = "usage_notice"
    usage_id: str
    fin: Fin
    party: str
    party_title: str
    unit: str | None = None
    service: str
    category: Category
    categories: str
    purpose: str | None = None
    basis: str | None = None
    at: datetime
    outcome: Literal["given", "not_given"]
