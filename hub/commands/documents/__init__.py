"""Commands about documents, paths and decision tables."""
