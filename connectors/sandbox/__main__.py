"""Starts the sandbox: `python -m connectors.sandbox --port 8090 --data DIR`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from connectors.sandbox.server import Options, serve


def main() -> None:
    """Read the options and serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m connectors.sandbox", description="Simulated agencies.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback)")
    parser.add_argument("--port", type=int, default=8090, help="port of all agencies")
    parser.add_argument("--data", type=Path, required=True, help="folder of the ledger")
    parser.add_argument("--hub-url", help="where the hub is, such as http://127.0.0.1:8080")
    parser.add_argument("--traffic", action="store_true", help="send sample messages to the hub")
    parser.add_argument("--seed", type=int, default=1, help="of the sample traffic")
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started this one ends")
    given = parser.parse_args()
    if given.traffic and not given.hub_url:
        parser.error("--traffic needs --hub-url")
    options = Options(
        host=given.host,
        port=given.port,
        data=given.data,
        hub_url=given.hub_url,
        traffic=given.traffic,
        seed=given.seed,
        with_parent=given.with_parent,
    )
    asyncio.run(serve(options))


if __name__ == "__main__":
    main()
