"""WS-Security 1.1 on both sides of SOAP: a signature by a pinned certificate, and a user's token (UsernameToken 1.0).

"See only what is signed": a check gives the elements that the signature covers, as they were signed, and nothing of the
message beside them is read again.
"""
