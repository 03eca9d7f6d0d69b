"""Requests to the treasury: counted from the rows of a run's lists, beside what the ledger has paid."""
