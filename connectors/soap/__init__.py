"""SOAP 1.1 document/literal towards agencies: pinned WSDLs, envelopes by zeep, answers through the hardened parser."""
