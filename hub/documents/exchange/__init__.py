"""Documents as messages: dispatched to other bodies, taken in from them, receipts and notices."""
