"""A month's request to the treasury: what is asked for a run's lists, what is granted, what was paid. Pure."""
