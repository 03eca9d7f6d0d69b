"""Connectors: each speaks one foreign protocol and turns what came back into one of six outcomes (Channel Adapter)."""
