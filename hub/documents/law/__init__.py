"""Deciding by law: the repository of decision tables, rulings, and how a table becomes law."""
