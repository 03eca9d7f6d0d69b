"""The room of repairs: what would happen, then doing it, watching it, and the second of four eyes."""
