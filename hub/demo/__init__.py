"""Synthetic registers of any size. No person in them exists; the simulated interior ministry knows every one."""
