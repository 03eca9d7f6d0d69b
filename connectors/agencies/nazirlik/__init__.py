"""A ministry that exchanges official documents: REST, one call a consignment, the faults of DHX 1.0 by name.

What a document says is a format's business (`bodies.document.v1`); here is only how it is handed over.
"""
