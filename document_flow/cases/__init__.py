"""Cases (icraat): one person's matter from a registered application to what its decision brought about. Pure."""
