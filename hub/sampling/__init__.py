"""Samples of those who were paid: drawn by a seed that nobody chose, asked one by one, counted by district."""
