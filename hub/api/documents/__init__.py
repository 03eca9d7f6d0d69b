"""Documents over HTTP: acts, paths, terms, signatures, appeals."""
