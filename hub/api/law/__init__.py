"""Decision tables over HTTP."""
