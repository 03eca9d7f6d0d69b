"""Numbers of a journal, taken by many at once: none is missing, none is there twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from document_flow.documents.acts.register import Register
from document_flow.outcome import Refusal
from hub.documents.acting.acting import Acted, Answer
from hub.documents.acting.service import Given
from hub.errors import StoreUnavailable
from hub.store.store import Store
from tests.contract.documents.conftest import Bureau
from tests.contract.documents.unreliable import Unreliable
from tests.document_answers import register

EIGHT = 8


@asynccontextmanager
async def registrars(bureau: Bureau, store: Store) -> AsyncIterator[list[Bureau]]:
    """Eight processes over the store."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(bureau.another(store)) for _ in range(EIGHT)]


async def patiently(bureau: Bureau, document: str, command: Register) -> Answer:
    """What was undone is asked for again, as a clerk would: under a new key."""
    while True:
        try:
            return await bureau.act(document, command)
        except StoreUnavailable:
            await asyncio.sleep(0)


async def test_numbers_have_no_gap_and_no_twin_under_eight_registrars(bureau: Bureau) -> None:
    """Some ask twice, some for what is not approved yet, and three of ten transactions are undone at their end."""
    draw = random.Random(7)
    ready = [(await bureau.approved()).document for _ in range(16)]
    drafts = [(await bureau.begin()).document for _ in range(8)]
    command, work = register(await bureau.case(ready[0]), "sevinc"), [*ready, *ready[:6], *drafts]
    draw.shuffle(work)
    store = Unreliable(bureau.store, draw=draw)

    async with registrars(bureau, store) as eight:
        given = await asyncio.gather(
            *(patiently(eight[index % EIGHT], document, command) for index, document in enumerate(work))
        )

    registered = [answer.state.registration for answer in given if isinstance(answer, Acted)]
    refused = sorted(answer.code for answer in given if isinstance(answer, Refusal))
    assert store.undone > 0
    assert refused == [*["documents.not_approved"] * 8, *["documents.registered"] * 6]
    assert sorted(each.number for each in registered if each) == list(range(1, 17))
    assert len({each.reg_no for each in registered if each}) == 16
    assert await bureau.broken() == []


async def test_a_number_that_cannot_be_written_is_given_back(bureau: Bureau) -> None:
    one, two = await bureau.begin("sevinc", document="incoming"), await bureau.begin("sevinc", document="incoming")
    command = register(await bureau.case(one.document), "sevinc")

    refused = await bureau.documents.attempt("sevinc", one.document, command, Given("k"))
    given = await bureau.act(two.document, command)

    assert isinstance(refused, Refusal)
    assert refused.code == "registration.index_missing"
    assert isinstance(given, Acted)
    assert given.state.registration is not None
    assert given.state.registration.number == 1
    assert await bureau.broken() == []
