"""The room of failures: what needs a person, by cause, and what is done about it."""
