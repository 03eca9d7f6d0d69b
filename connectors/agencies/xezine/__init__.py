"""The bank that pays allowances out, on behalf of the treasury: payments and answers as fixed-width files (F6)."""
