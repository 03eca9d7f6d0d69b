"""Counted questions: how many persons or families of the register are so, as of a day, without naming anybody."""
