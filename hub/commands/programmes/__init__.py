"""Commands about cases and programmes."""
