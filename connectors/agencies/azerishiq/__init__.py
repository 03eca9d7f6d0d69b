"""Azərişıq, the electricity utility: it sends meter files and takes reply files."""
