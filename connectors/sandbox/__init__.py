"""The simulated agencies: real HTTP and SOAP servers in one process of their own, each with a ledger and knobs.

`python -m connectors.sandbox --port 8090 --data DIR` starts it; `GET /_sandbox/{agency}/ledger` tells what an agency
applied, `PUT /_sandbox/{agency}/behaviour` makes it misbehave. All persons in it are invented.
"""

SANDBOX_KEY = "sandbox-hub"
"""What the agencies of the sandbox expect from the hub as its credentials."""
