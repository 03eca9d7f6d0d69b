"""Codes that no table knows: who waits for them, and how people agree on what they mean.

Released tables are files of `mappings`. What is agreed on here is beside them until a release takes it in.
"""
