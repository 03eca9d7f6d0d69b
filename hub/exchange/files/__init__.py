"""Bulk files: one message of many rows, checked whole, split into chunks, applied chunk by chunk (Splitter)."""
