"""Where the published attack corpora are, and how to measure what a refusal costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of attack corpora, byte for byte as published."""
    material = Path(os.environ.get("HUB_TEST_MATERIAL", ROOT.parent / "shared" / "material"))
    folder = material / "attack-corpora"
    if not folder.is_dir():
        pytest.skip("the attack corpora are not here; HUB_TEST_MATERIAL names the folder that holds attack-corpora")
    return folder


_MEASURE = """
import resource, sys, time
from connectors.parsing import ParsingRefused, parse_json, parse_xml
memory = 1024 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
body = eval(sys.argv[2])
parse = {"xml": parse_xml, "json": parse_json}[sys.argv[1]]
started, total = time.process_time(), 0
for number in range(5_000_000):
    total += number
yardstick = time.process_time() - started
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.process_time()
try:
    parse(body)
    code = "accepted"
except ParsingRefused as refused:
    code = refused.code
took = time.process_time() - started
print(code, took / yardstick, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.fixture(scope="session")
def measured() -> Callable[[str, str], tuple[str, float, float]]:
    """Parse the body that an expression makes, in a process of its own that nothing traces.

    The code, processor time in yardsticks, MiB of growth.
    """

    def run(kind: str, expression: str) -> tuple[str, float, float]:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, kind, expression],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
            text=True,
            timeout=60,
        )
        code, yardsticks, growth = done.stdout.split()
        return code, float(yardsticks), float(growth)

    return run
