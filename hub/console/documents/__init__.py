"""The committee's rooms of the console: the desk, documents and what is done with them."""
