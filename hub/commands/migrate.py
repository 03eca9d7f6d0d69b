"""`hub migrate`: the schema of a database that several processes share."""

from __future__ import annotations

from hub.commands.servers.running import run_or_exit, when_the_database_answers
from hub.commands.servers.starting import console, settings_or_exit
from hub.store.schema import migrate


def migrate_database() -> None:
    """Bring the database's schema up to date; harmless to repeat."""
    settings = settings_or_exit()
    revision = run_or_exit(when_the_database_answers(settings, lambda: migrate(settings)))
    console.print(f"hub migrate: {revision}", highlight=False)
