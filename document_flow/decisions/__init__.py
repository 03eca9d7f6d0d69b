"""Decisions by law: tables that a lawyer edits, each rule with its act and article, never a verdict from a default."""
