"""What goes into a consignment, and until when a word of the other body is waited for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.documents.facts import FileRef, Signature, Version
from document_flow.documents.state import Document
from document_flow.people import Directory
from hub.documents.exchange.dispatching import consigned, deadline
from hub.errors import Refused

CALENDAR = WorkingCalendar()
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=BAKU))  # noqa: DTZ001
HOURS = st.integers(1, 400)


def at(moment: datetime) -> Context:
    return Context(moment, CALENDAR, Directory({}))


def file(name: str, sha256: str = "a", *, main: bool = False) -> FileRef:
    return FileRef(name, "application/pdf", 10, sha256 * 64, main)


def signature(made: FileRef, manner: str = "seal") -> Signature:
    return Signature("s", manner, "clerk", "Möhür", made, "h", datetime(2026, 3, 13, tzinfo=BAKU), sample=True)  # type: ignore[arg-type]


def letter(*files: FileRef) -> Document:
    return Document(versions=(Version(1, files, "h", "author", datetime(2026, 3, 13, tzinfo=BAKU)),))


@pytest.mark.parametrize(
    ("begun", "hours", "until"),
    [
        (datetime(2026, 3, 11, 15), 24, datetime(2026, 3, 12, 15)),  # noqa: DTZ001
        (datetime(2026, 3, 13, 15), 72, datetime(2026, 3, 18, 15)),  # noqa: DTZ001  # over a weekend
        (datetime(2026, 3, 14, 15), 1, datetime(2026, 3, 16, 1)),  # noqa: DTZ001  # from a Saturday: Monday's first hour
        (datetime(2026, 3, 13, 23), 1, datetime(2026, 3, 16)),  # noqa: DTZ001  # to a midnight: the next working day's
    ],
)
def test_only_hours_of_working_days_are_waited(begun: datetime, hours: int, until: datetime) -> None:
    assert deadline(at(begun.replace(tzinfo=BAKU)), hours) == until.replace(tzinfo=BAKU)


@given(begun=MOMENTS, hours=HOURS)
def test_the_deadline_is_on_a_working_day_and_no_earlier_than_the_hours_say(begun: datetime, hours: int) -> None:
    until = deadline(at(begun), hours)

    assert CALENDAR.is_working(until.date())
    assert until - begun >= timedelta(hours=hours)


@given(begun=MOMENTS, hours=HOURS, more=st.integers(1, 48))
def test_a_longer_limit_never_ends_earlier(begun: datetime, hours: int, more: int) -> None:
    assert deadline(at(begun), hours) < deadline(at(begun), hours + more)


def test_the_hours_of_the_working_days_between_add_up_to_the_limit() -> None:
    until = deadline(at(datetime(2026, 3, 18, 10, tzinfo=BAKU)), 72)

    # 19 March is a working day; Novruz and the days after it are not.
    between = [date(2026, 3, 18) + timedelta(days=day) for day in range((until.date() - date(2026, 3, 18)).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in between) == 4
    assert until.hour == 10


def test_the_newest_signed_file_is_the_document_and_an_older_one_of_its_name_stays() -> None:
    signed, sealed = file("sened.pdf", "1"), file("sened.pdf", "2")
    document = letter(file("mektub.pdf", "0", main=True), file("elave.pdf", "3"))

    main, others = consigned(document, [signature(signed, "sign"), signature(sealed)])

    assert main == sealed
    assert [each.name for each in others] == ["elave.pdf"]


def test_a_signed_file_of_another_name_goes_along() -> None:
    container, sealed = file("sened.asice", "1"), file("sened.pdf", "2")

    main, others = consigned(letter(file("mektub.pdf", "0", main=True)), [signature(container), signature(sealed)])

    assert (main, others) == (sealed, (container,))


def test_what_is_attached_under_the_name_of_the_signed_file_is_not_lost() -> None:
    sealed = file("sened.pdf", "2")
    document = letter(file("mektub.pdf", main=True), file("sened.pdf", "3"), file("əlavə-sened.pdf", "4"))

    _, others = consigned(document, [signature(sealed)])

    assert {each.name: each.sha256[0] for each in others} == {"əlavə-sened.pdf": "3", "əlavə-əlavə-sened.pdf": "4"}


def test_what_is_not_signed_is_not_sent() -> None:
    with pytest.raises(Refused, match="seal_first"):
        consigned(letter(file("mektub.pdf", main=True)), [])
