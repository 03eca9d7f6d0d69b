"""Stored messages read once more to see what would come of it: by a candidate mapping, or by today's for corrections.

Nothing is sent and nothing is stored but the replay itself: its progress and what it found, without values.
"""
