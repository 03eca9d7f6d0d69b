"""Routes: what goes where, plain Python that an analyst can read (Content-Based Router)."""

from routes import canonical_records, file_replies, from_agencies, outgoing_documents, person_changes

ALL = (
    *from_agencies.ROUTES,
    person_changes.route,
    canonical_records.route,
    file_replies.route,
    outgoing_documents.route,
)
"""Every route of the hub, in the order in which they are shown."""
