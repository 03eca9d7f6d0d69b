"""Routes: what goes where, one Route a file, plain Python that an analyst can read (Content-Based Router)."""
