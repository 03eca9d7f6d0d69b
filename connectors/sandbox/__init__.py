"""The simulated agencies: real HTTP and SOAP servers in one process of their own, each with a ledger and knobs.

`python -m connectors.sandbox --port 8090 --data DIR` starts it; `GET /_sandbox/{agency}/ledger` tells what an agency
applied, `PUT /_sandbox/{agency}/behaviour` makes it misbehave. All persons in it are invented.
"""


def hub_credentials(agency: str) -> str:
    """What a simulated agency expects from the hub."""
    return f"hub-at-{agency}"
