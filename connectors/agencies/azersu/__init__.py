"""Azərsu, the water utility: SOAP 1.1 by the WSDL in this folder, and a nightly file in UTF-8."""
