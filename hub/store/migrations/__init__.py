"""Migrations of the store (Alembic). They only ever append; a test proves that together they make hub.store.tables."""
