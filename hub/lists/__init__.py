"""A programme's month: runs read the register and cut lists, workers compare them, a ledger owes what is issued."""
