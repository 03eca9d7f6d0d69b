"""Mappings: pure, declarative translation between an agency's Format and canonical Records (Message Translator)."""
