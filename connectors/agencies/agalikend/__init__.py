"""Ağalı smart village."""
