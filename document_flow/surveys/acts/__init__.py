"""One file for each act on a survey."""
