"""The commands of `hub`, a module each."""
