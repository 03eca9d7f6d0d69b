"""Whatever may be sent by the description of the API, or against it, is answered as the description says.

schemathesis makes the requests: what an operation describes, what it forbids, methods that it does not name. Half of
the ids are those of a house with something of everything in it, so that it comes behind the first 404. The gate tries
some of the operations in one role, `make soak` all in each.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.campaigns import SOAK, examples
from tests.golden.house import House, a_house, at_work
from tests.golden.moment import that_morning
from tests.golden.seeds_aggregates import SEEDED, seed_aggregates
from tests.golden.seeds_cases import seed_cases
from tests.golden.seeds_desks import seed_counters
from tests.golden.seeds_field import seed_field
from tests.golden.test_pages_and_commands import SEEDS

ROLES = {
    "nobody": "", "justice": "edliyye", "utility": "azeriqaz", "committee": "committee", "clerk": "sevinc",
    "executor": "leyla", "head": "elcin", "lawyer": "orxan", "secretary": "aysel", "administrator": "samir",
    "programme": "zeyneb", "district": "vusal",
}  # fmt: skip
"""Callers by their keys in the sandbox."""
_EXAMPLES = 10
_OPERATIONS = 30
"""Of about two hundred and fifty, in the gate."""
_LEFT_OUT = ("/v1/sandbox/time", "/sima/")
"""What would make it another day for all others, and what asks an authority that is not in the house."""
_NOT_PROMISED = "positive_data_acceptance"
"""What is described well may still be against a rule of the house (422 with its code)."""


_ANSWERS = """
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", 503]

[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "406", "415", "422", "429"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "5xx"]
"""
"""That a service of others is away is an answer, where it is described; no such service is in the house. A body too
long to be read is refused as that. Whoever has sent many wrong keys from one address is told to wait before anything
else of the request is looked at.
"""


def places(house: House) -> str:
    """A configuration by which parameters are ids of what is there, every second time."""
    names = house.names
    of = {
        "path.message_id": [names[each] for each in ("subscriber", "change", "death", "odd")],
        "path.message_id_or_format": [names[each] for each in ("subscriber", "change", "death", "odd")],
        "path.id": [names["file"]],
        "path.format_or_id": [names["file"]],
        "path.fingerprint": [names["group"], names["codes"]],
        "path.repair_id": [names["repair"]],
        "path.handover_id": [names["handover"]],
        "path.proposal_id": [names["proposal"]],
        "path.record_id": [names["ruling"]],
        "path.document_id": [
            names[each]
            for each in ("draft", "waiting", "returned", "approved", "numbered", "registered", "resolved", "appeal")
        ],
        "path.operation": ["meis.person.update"],
        "path.table": ["agali-order"],
        "path.number": [1],
        "path.name": [names[each] for each in SEEDED],
        "path.case_id": [names["case"], names["certificate"]],
        "path.visit_id": [names["act"], names["visit"]],
        "path.count_id": [names["count"]],
        "body.expected_version": [1, 2, 3],
    }
    lines = [f"[dictionaries.{json.dumps(name)}]\nvalues = {json.dumps(values)}\n" for name, values in of.items()]
    bound = [f"{json.dumps(name)} = {{ dictionary = {json.dumps(name)}, probability = 0.5 }}" for name in of]
    return "\n".join([_ANSWERS, *lines, "[parameters]", *bound])


def operations(described: Mapping[str, Any], seed: int) -> list[str]:
    """Ids of those that are tried."""
    every = [
        operation["operationId"]
        for path, methods in described["paths"].items()
        for operation in methods.values()
        if not path.startswith(_LEFT_OUT)
    ]
    return every if SOAK else random.Random(seed).sample(every, _OPERATIONS)


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.campaign(sample=1)
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_one_that_the_description_names(role: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    seed = pytestconfig.getoption("campaign_seed")

    with that_morning():
        failed, said = asyncio.run(tried(ROLES[role], seed, tmp_path))

    assert not failed, said


async def tried(key: str, seed: int, folder: Path) -> tuple[bool, str]:
    """Whether there was anything to find, and what schemathesis says of it."""
    async with a_house(folder / "data") as house:
        async with at_work(house):
            for each in SEEDS:
                await each(house)
        for each in (seed_cases, seed_counters, seed_field, seed_aggregates):
            await each(house)
        settings = folder / "schemathesis.toml"
        await asyncio.to_thread(settings.write_text, places(house), "utf-8")
        described = (await house.served.client.get("/openapi.json")).json()
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("schemathesis"),
            *("--config-file", settings, "run", f"{house.served.url}/openapi.json", "--no-color"),
            *("--checks", "all", "--exclude-checks", _NOT_PROMISED),
            *("--phases", "coverage,fuzzing", "--max-examples", str(examples(_EXAMPLES)), "--seed", str(seed)),
            *("--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"),
            *(word for name in operations(described, seed) for word in ("--include-operation-id", name)),
            *(("--header", f"Authorization: Bearer sandbox-{key}") if key else ()),
            cwd=folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode != 0, said.decode()
