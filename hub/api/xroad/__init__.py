"""REST through X-Road's security server: `/r1/{instance}/{class}/{member}/{subsystem}/{service}/…` (r1, PR-REST).

The same API under other addresses: what is allowed is decided where it always is, for the party that the client is.
"""
