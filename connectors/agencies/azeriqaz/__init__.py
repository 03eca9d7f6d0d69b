"""Azəriqaz, the gas utility: SOAP 1.1 document/literal by the WSDL in this folder."""
