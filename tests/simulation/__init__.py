"""A simulated world: the hub's own code on one thread, over a clock, database, bus and agencies that a seed rules."""
