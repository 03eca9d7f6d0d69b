"""A path as one picture."""
