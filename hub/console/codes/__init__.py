"""Codes that no table knows and messages in quarantine, as lists of work."""
