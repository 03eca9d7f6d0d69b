"""An official document from its first line to the archive: one event-sourced kernel over its path and its orders."""
