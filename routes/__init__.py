"""Routes: what goes where, plain Python that an analyst can read (Content-Based Router)."""

from routes import (
    canonical_records,
    case_notices,
    file_replies,
    from_agencies,
    outgoing_documents,
    payments,
    person_changes,
    programme_effects,
    rights_of_use,
    usage_notices,
    visit_acts,
)

ALL = (
    *from_agencies.ROUTES,
    person_changes.route,
    canonical_records.route,
    file_replies.route,
    outgoing_documents.route,
    payments.route,
    programme_effects.route,
    rights_of_use.route,
    usage_notices.route,
    visit_acts.route,
    case_notices.route,
)
"""Every route of the hub, in the order in which they are shown."""
