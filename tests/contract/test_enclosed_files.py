"""A file that goes with a request, against the simulated register of real estate: what is taken, what refused."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from connectors.agencies import BY_NAME
from connectors.agencies.emlak.agency import RIGHT
from connectors.connecting import connect
from connectors.outcome import Breach, Delivered, Outcome, Rejected
from tests.sandbox import RunningSandbox

PDF = b"%PDF-1.7\n" + b"x" * 300_000


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as started:
        yield started


async def told(sandbox: RunningSandbox, raw: bytes, key: str, digest: str = "") -> Outcome:
    """The act of these bytes, under its digest or under another one."""
    endpoint = replace(sandbox.endpoint("emlak"), contents=lambda _: io.BytesIO(raw))
    connector = connect(BY_NAME["emlak"], endpoint)
    document = {"FIN": "94FMDDD", "EvNo": "A-17", "Mentaqe": "Ağalı", "BaslanmaTarixi": "2026-03-31", "AktNo": "T-1",
                "AktHash": digest or hashlib.sha256(raw).hexdigest()}  # fmt: skip
    outcome = await connector.operations[RIGHT.name].call(document, key)
    await connector.aclose()
    return outcome


async def test_the_register_has_the_act_to_the_byte_and_enters_a_key_once(sandbox: RunningSandbox) -> None:
    sandbox.clear("emlak")

    outcomes = [await told(sandbox, PDF, "key-1") for _ in range(2)]

    assert [(type(each), getattr(each, "reference", None)) for each in outcomes] == [(Delivered, "H-1")] * 2
    ledger = sandbox.ledger("emlak")
    assert ledger.subjects("file") == [f"{len(PDF)} B {hashlib.sha256(PDF).hexdigest()}"]
    assert (ledger.repeats, ledger.entries[0]["applied_count"]) == (1, 1)


async def test_an_act_that_is_not_the_one_of_its_digest_is_refused_for_good(sandbox: RunningSandbox) -> None:
    sandbox.clear("emlak")

    outcome = await told(sandbox, PDF, "key-2", digest=hashlib.sha256(b"another").hexdigest())

    assert (type(outcome), outcome.code) == (Rejected, "emlak.act_differs")
    assert sandbox.ledger("emlak").entries == []


async def test_another_act_under_a_key_that_was_used_is_refused_for_good(sandbox: RunningSandbox) -> None:
    sandbox.clear("emlak")
    await told(sandbox, PDF, "key-3")

    outcome = await told(sandbox, PDF + b"more", "key-3")

    assert (type(outcome), outcome.code) == (Rejected, "emlak.other_body")
    assert sandbox.ledger("emlak").conflicts == 1


@pytest.mark.parametrize(("code", "kind"), [(203, Rejected), (204, Rejected), (777, Rejected)])
async def test_its_codes_are_said_in_ours(sandbox: RunningSandbox, code: int, kind: type) -> None:
    sandbox.behave("emlak", code=code, times=1)

    outcome = await told(sandbox, PDF, f"key-{code}")

    ours = {203: "emlak.act_differs", 204: "emlak.other_body"}
    assert (type(outcome), outcome.code) == (kind, ours.get(code, "emlak.error"))
    assert not isinstance(outcome, Breach)
