"""Azərpoçt, which hands the allowance out to who has no account, over its counters."""
