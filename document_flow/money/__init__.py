"""The ledger of what is owed to a person: obligation, instruction, reply; and the account it is paid to. Pure."""
