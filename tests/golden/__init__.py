"""What must not change, kept as files: interfaces, bytes of events, what is printed, what pages say.

pytest tests/golden --renew-golden      writes them anew; look at `git diff` before they are kept

A file below `openapi/named` goes with names of functions and may follow a rename. Bytes under `events` are hashed into
the chains of stored documents: they may not.
"""
