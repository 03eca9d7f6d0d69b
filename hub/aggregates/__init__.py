"""Aggregates: whatever is decided by a kernel of acts, kept, shown and asked for at every door by one declaration."""
