"""The real-estate register: an extract by FIN, SOAP 1.1 whose PDF travels beside the envelope (MTOM)."""
