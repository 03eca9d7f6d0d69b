"""Runs the load generator, a process of its own, to its end."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping

from tests.benchmarks.load import Tally
from tests.benchmarks.work import Work

CLIENTS = 16


async def send(url: str, headers: Mapping[str, str], work: Work, numbers: range) -> Tally:
    """Send these messages of a work from CLIENTS clients and give what they saw."""
    arguments = ["--work", work.name, "--url", url, "--first", str(numbers.start), "--count", str(len(numbers))]
    arguments += ["--clients", str(CLIENTS)]
    for header, value in headers.items():
        arguments += ["--header", f"{header}: {value}"]
    generator = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.load", *arguments, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await generator.communicate()
    if generator.returncode != 0:
        raise RuntimeError(f"the load generator ended with status {generator.returncode}")
    return Tally(**json.loads(output))


def answer_defects(seen: Tally) -> list[str]:
    """Name what the clients should not have seen."""
    answers = [f"{n} answers with status {s}" for s, n in seen.statuses.items() if not s.startswith("2")]
    return answers + [f"{n} requests without an answer: {error}" for error, n in seen.errors.items()]
