"""A sample of those who were paid by a run, each asked whether the money came. Pure."""
