"""What is watched over time: how much moves, and what is worth telling somebody."""
