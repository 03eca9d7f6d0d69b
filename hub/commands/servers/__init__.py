"""Commands that start processes: run, serve, work, relay."""
