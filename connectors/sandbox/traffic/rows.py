"""How large the sample files are."""

ROWS = 20
"""Persons in a family's bulk files."""
