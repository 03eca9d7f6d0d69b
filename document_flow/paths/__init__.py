"""Approval paths: who looks at a document in which order, by which rule, until when; and how one run goes.

`path` is the definition, `authoring` reads it from YAML, `canonical` keeps it. `kernel` is the door to a run: `begin`,
`decide`, `evolve`, `replay`, `waiting`, `timers`; `commands`, `events` and `state` are what they speak.
"""
