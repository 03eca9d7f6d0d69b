"""Fault tests: break something on purpose, then compare what was promised with what was done."""
