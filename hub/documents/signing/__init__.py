"""Signing and checking: sessions, the seal, SİMA, trust services, files of strangers in a process of their own."""
