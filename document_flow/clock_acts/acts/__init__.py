"""What is done about an act on the three years: a file an act."""
