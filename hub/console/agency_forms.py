"""What the forms of an agency's page hold: times on Baku's clock, a maintenance window, a contact."""

from __future__ import annotations

from datetime import datetime

from hub.access.contacts import Contact
from hub.console.viewer import Form, refused_field
from hub.console.writing import BAKU, instant_of
from hub.errors import Words
from hub.exchange.maintenance import MaintenanceWindow
from hub.store.tx import Row

_MOMENT = Words("Günü və saatı göstərin, məsələn 24.11.2026 22:00.", "Give a day and a time, such as 24.11.2026 22:00.")


def window_of(form: Form, agency: str) -> MaintenanceWindow:
    """The maintenance window that the form describes; Refused with the field that cannot be read."""
    operation, reason = form.text("operation") or None, form.text("reason")[:500]
    if form.text("kind") == "daily":
        hours = minute_of(form, "from_time"), minute_of(form, "until_time")
        return MaintenanceWindow(agency, reason, operation, from_minute=hours[0], until_minute=hours[1])
    return MaintenanceWindow(
        agency, reason, operation, from_at=moment_of(form, "from_at"), until_at=moment_of(form, "until_at")
    )


def minute_of(form: Form, name: str) -> int:
    """A time of day as minutes after midnight."""
    try:
        at = datetime.strptime(form.text(name), "%H:%M")  # noqa: DTZ007  # a time of day has no zone
    except ValueError as wrong:
        raise refused_field(name, Words("Vaxtı 22:00 kimi yazın.", "Write the time as 22:00.")) from wrong
    return at.hour * 60 + at.minute


def moment_of(form: Form, name: str) -> int:
    """A day and time in Baku, as browsers send it or as people write it, in microseconds."""
    text = form.text(name)
    for pattern in ("%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"):
        try:
            return instant_of(datetime.strptime(text, pattern).replace(tzinfo=BAKU))
        except ValueError:
            continue
    raise refused_field(name, _MOMENT)


def contact_of(form: Form) -> Contact:
    """The contact that the form describes."""
    return Contact(form.text("name"), form.text("duty"), form.text("phone"), form.text("email"), form.text("hours"))


def hours_of(row: Row) -> str:
    """`22:00–06:00` of a daily maintenance window."""
    return hours(row["from_minute"], row["until_minute"])


def hours(start: int, stop: int) -> str:
    """`22:00–06:00` of two minutes of the day."""
    return f"{_clock(start)}–{_clock(stop)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
