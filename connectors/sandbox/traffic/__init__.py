"""Sample traffic: the agencies of the sandbox send the hub what the real ones would, about two messages a second."""
