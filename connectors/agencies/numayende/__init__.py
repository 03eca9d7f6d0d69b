"""The special representations of the President in the districts that people return to."""
