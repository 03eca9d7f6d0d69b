"""SOAP in: each service is declared once (`services`), and its contract, its door and its faults follow from that.

A call goes one way: the caller by its key → the body under its service's cap → one envelope (`envelope`) → one
operation, by the element in the Body (`calling`) → the schema → the right, for the stated purpose (`about`) → the
answer, valid by the same schema. What is refused anywhere on it is a Fault (`faults`) with the code that the API gives.
"""
