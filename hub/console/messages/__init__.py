"""Messages in the console: the search box, the list, one message's whole life, and what of it is masked."""
