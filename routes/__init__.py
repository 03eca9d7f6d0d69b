"""Routes: what goes where, one Route a file, plain Python that an analyst can read (Content-Based Router)."""

from routes import (
    canonical_records,
    civil_acts,
    file_replies,
    incoming_documents,
    incoming_notices,
    meis_persons,
    meter_files,
    outgoing_documents,
    person_changes,
    subscribers,
)

ALL = (
    civil_acts.route,
    person_changes.route,
    meis_persons.route,
    subscribers.route,
    meter_files.route,
    canonical_records.route,
    file_replies.route,
    incoming_documents.route,
    incoming_notices.route,
    outgoing_documents.route,
)
"""Every route of the hub, in the order in which they are shown."""
