"""Questions that agencies answer at once: one of them, or many at the same time about one person."""
