"""A draw (püşkatma): gives homes by room class to a frozen list, in an order that all can recompute. Pure."""
