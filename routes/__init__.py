"""Routes: what goes where, one Route a file, plain Python that an analyst can read (Content-Based Router)."""

from routes import canonical_records, civil_acts, file_replies, meis_persons, meter_files, person_changes, subscribers

ALL = (
    civil_acts.route,
    person_changes.route,
    meis_persons.route,
    subscribers.route,
    meter_files.route,
    canonical_records.route,
    file_replies.route,
)
"""Every route of the hub, in the order in which they are shown."""
