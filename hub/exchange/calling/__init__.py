"""The call of an agency as a list of steps around it, one concern a file (`hub.exchange.calling.steps`)."""
