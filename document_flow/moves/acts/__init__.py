"""What is done about a move: a file an act."""
