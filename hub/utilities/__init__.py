"""Settlements with utilities: their files and entitlements read, statements sent, answers awaited."""
