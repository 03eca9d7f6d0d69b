"""Acts that start the three years for every household that returned to a settlement. Pure."""
