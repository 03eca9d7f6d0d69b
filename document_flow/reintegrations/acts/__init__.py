"""What is done about a reintegration: a file an act."""
