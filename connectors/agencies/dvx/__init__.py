"""DVX, the tax service: work under contract and income by FIN, SOAP 1.1 with the header of the state's exchange."""
