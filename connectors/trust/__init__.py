"""Clients of trust services over the bounded HTTP client: time stamps (RFC 3161), OCSP (RFC 6960), CRLs.

They ask the addresses that they are configured with, never those that a certificate names: whoever writes a
certificate would otherwise choose where the hub connects to.
"""
