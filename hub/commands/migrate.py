"""`hub migrate`: the schema of a database that several processes share."""

from __future__ import annotations

from hub.commands.servers.running import run_or_exit
from hub.commands.servers.starting import console, settings_or_exit
from hub.store.schema import migrate


def migrate_database() -> None:
    """Bring the database's schema up to date; harmless to repeat."""
    revision = run_or_exit(migrate(settings_or_exit()))
    console.print(f"hub migrate: {revision}", highlight=False)
