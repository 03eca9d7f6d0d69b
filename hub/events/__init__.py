"""Events out: what happened to messages, told to whoever subscribes (Publish-Subscribe Channel).

The evidence log is the outbox: its merged leaves, in their order, are the events. A cursor in the store says how far
each reader has come, so an event is told at least once and none is skipped.
"""
