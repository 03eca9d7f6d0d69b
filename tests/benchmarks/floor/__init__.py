"""The floor: the smallest hand-written pipeline with the hub's durability, the yardstick of every speed figure.

Two processes: `door` takes a message over HTTP, inserts it, publishes it with a confirm and answers 202; `worker`
consumes, translates, posts to the receiving agency, updates the row and acknowledges. No lanes, claims, evidence,
retries or routes.
"""
