"""What agencies and operators call over HTTP."""
