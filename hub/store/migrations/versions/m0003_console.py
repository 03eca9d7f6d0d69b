"""The tables of the console."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.store.migrations.columns import big, index, text, uid

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What operators note, agree and watch."""
    _changes()
    _document_looks()


def _changes() -> None:
    """What changed lately."""
    op.create_table(
        "changes",
        uid("id"),
        text("kind"),
        text("subject"),
        text("before", nullable=True),
        text("after"),
        big("at"),
        sa.PrimaryKeyConstraint("id"),
    )
    index("ix_changes_subject", "changes", ["kind", "subject", "id"])
    index("ix_changes_at", "changes", ["at"])
    op.create_table("marks", text("kind"), text("subject"), text("mark"), sa.PrimaryKeyConstraint("kind", "subject"))


def _document_looks() -> None:
    """Who has opened which content of a document."""
    op.create_table(
        "document_looks",
        text("login"),
        uid("document_id"),
        text("content_hash"),
        big("at"),
        sa.PrimaryKeyConstraint("login", "document_id", "content_hash"),
    )
