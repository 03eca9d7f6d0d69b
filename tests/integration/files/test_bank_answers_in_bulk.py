"""Things of a file's rows reach the register a chunk at a time; what contradicts it is a failure of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

from connectors.rest.calling import content_digest
from hub.app import Hub
from hub.exchange.files.intake import FileSubmission
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.settings import Settings
from hub.store.tx import Row
from tests.hubs import eventually, running_hub
from tests.integration.files.conftest import counters, finished

BATCH = "MK00000002"


def answers(*rows: tuple[int, str, str]) -> bytes:
    """A reply file of the bank: sequence, FİN and code of each row."""
    said = [f"RD{BATCH}{sequence:06d}{fin}{code}31032026{'':16}" for sequence, fin, code in rows]
    lines = [f"HD{BATCH}20260331".ljust(51), *said, f"TD{BATCH}{len(rows):06d}".ljust(51)]
    return "".join(f"{line}\r\n" for line in lines).encode()


async def taken(hub: Hub, raw: bytes, number: int) -> Row:
    async def parts() -> AsyncIterator[bytes]:
        yield raw

    name = f"MKC_20260331_{number:02d}.txt"
    submission = FileSubmission("xezine", "bank.payment-reply.v1", name, content_digest(raw), parts())
    accepted = await hub.files.accept(submission)
    return await finished(hub, accepted.message_id)


async def state(hub: Hub, sequence: int) -> str | None:
    async with hub.store.read() as tx:
        found = await Reader(RegisterStore(hub.sealer, hub.hash)).by_key(tx, "allowance_payment", f"{BATCH}:{sequence}")
    return str(found.attributes["state"]) if found else None


async def codes(hub: Hub) -> list[str]:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT error_code FROM deliveries WHERE state IN ('failed', 'superseded') ORDER BY id")
    return [row["error_code"] for row in rows]


async def test_a_chunk_of_answers_is_one_commit_and_makes_no_message_of_a_row(settings: Settings) -> None:
    rows = [(sequence, f"5{sequence:06d}".replace("O", "A"), "00") for sequence in range(1, 1201)]
    async with running_hub(settings) as hub:
        file = await taken(hub, answers(*rows), 1)

        assert counters(file) == (1200, 0, 0, 0)
        async with hub.store.read() as tx:
            made = await tx.fetch("SELECT count(*) AS n FROM messages WHERE cause = :id", {"id": file["message_id"]})
        assert made[0]["n"] <= 1, "the reply at most"
        assert [await state(hub, sequence) for sequence in (1, 1000, 1001, 1200)] == ["paid"] * 4


async def test_rows_about_one_payment_count_in_their_order_and_one_that_contradicts_fails_with_its_code(
    settings: Settings,
) -> None:
    fin = "94FMDDD"
    async with running_hub(settings) as hub:
        first = await taken(hub, answers((1, fin, "96"), (1, fin, "00"), (2, fin, "05")), 1)
        second = await taken(hub, answers((1, fin, "05"), (2, fin, "00"), (3, "94FMDDF", "00")), 2)
        third = await taken(hub, answers((3, "94FMDDG", "00")), 3)

        async def both_failed() -> bool:
            return len(await codes(hub)) == 2

        await eventually(both_failed, what="the failures")

        assert counters(first) == (3, 0, 0, 0)
        assert (counters(second), counters(third)) == ((2, 0, 1, 0), (0, 0, 1, 0))
        assert [await state(hub, sequence) for sequence in (1, 2, 3)] == ["paid", "paid", "paid"]
        assert await codes(hub) == ["register.paid_and_refused", "register.other_payment"]
