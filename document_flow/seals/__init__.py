"""Signatures as bytes: made in two phases, read back with suspicion. PAdES, XAdES and ASiC-E; no network.

`provider` holds the port and its values, `signing` makes signatures, `pkcs12` is the body's own key, `verify` reads
what others signed, `trust` says whom we believe. Stamps and revocation come in through ports.
"""
