"""One migration a file, numbered; each stands alone and never reads the live tables."""
