"""The tables of the console: what operators note, agree and watch. The rules of `hub.store.tables` hold here too."""

from __future__ import annotations

from sqlalchemy import Index, Table

from hub.store.tables import instant, metadata, text, uid

# What changed lately: a mapping's version, a certificate, a deployment. For the overview and for explaining failures.
changes = Table(
    "changes",
    metadata,
    uid("id", primary_key=True),
    text("kind"),
    text("subject"),
    text("before", nullable=True),
    text("after"),
    instant("at"),
)
Index("ix_changes_subject", changes.c.kind, changes.c.subject, changes.c.id)
Index("ix_changes_at", changes.c.at)

# What was last seen of each subject, so that only what is another one now becomes a change.
marks = Table("marks", metadata, text("kind", primary_key=True), text("subject", primary_key=True), text("mark"))

# Who has opened which content of a document: what approving many at once requires of each of them.
document_looks = Table(
    "document_looks",
    metadata,
    text("login", primary_key=True),
    uid("document_id", primary_key=True),
    text("content_hash", primary_key=True),
    instant("at"),
)
