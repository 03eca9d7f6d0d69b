"""From whom a paper comes, as people know them: the body first, then who there."""

from __future__ import annotations

from datetime import datetime

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.documents.facts import Origin
from document_flow.people import Directory
from document_flow.words import Words
from hub.console.documents.choices import sender_name

KNOWN = Context(
    datetime(2026, 3, 13, 10, tzinfo=BAKU),
    WorkingCalendar(),
    Directory(),
    institution="99",
    bodies={"97": Words("Nazirlik", "Ministry")},
)


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        (Origin("97"), "Nazirlik (97)"),
        (Origin("97", "Nazirlik"), "Nazirlik (97)"),
        (Origin("97", "Ümumi şöbə"), "Nazirlik (97) · Ümumi şöbə"),
        (Origin("55", "Başqa qurum"), "Başqa qurum"),
        (Origin("55"), "55"),
    ],
)
def test_a_sender_is_named_by_its_body(origin: Origin, shown: str) -> None:
    assert sender_name(KNOWN, origin).az == shown
