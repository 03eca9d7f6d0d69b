"""Money: the accounts of payees, the ledger of what is owed, the bank that pays it, and what all that adds up to."""
