"""Audits of refusals: a random sample is decided again from fresh facts; how many were wrong is told to everybody."""
