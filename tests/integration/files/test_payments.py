"""A batch of payments to the bank over SFTP and its answers back: partial, late, resent, wrongly counted, and `31`."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from connectors.agencies.xezine.twin import SIMULATION
from connectors.sandbox.dropbox import FILES, leave
from connectors.sandbox.people import iban_of, person
from hub.app import Hub
from hub.exchange.door import Submission
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.settings import Settings
from tests.hubs import all_settled, eventually, running_hub
from tests.sftp import leaving_files

BATCH, ROWS = "MK00000002", 20
LAST_PART = "MKC_20260331_04.txt"


bank = partial(leaving_files, SIMULATION)


def payments(batch: str = BATCH, rows: int = ROWS) -> bytes:
    def payment(sequence: int) -> dict[str, Any]:
        to = person(sequence)
        return {"sequence": sequence, "fin": to.fin, "iban": iban_of(to), "payee": f"{to.surname} {to.given_name}",
                "amount_qepik": 6000, "period": "2026-03", "rate": 60}  # fmt: skip

    body = {"batch": batch, "file_date": "2026-03-31", "serial": 1}
    return json.dumps(body | {"payments": [payment(row + 1) for row in range(rows)]}).encode()


async def state(hub: Hub, sequence: int, batch: str = BATCH) -> dict[str, Any]:
    async with hub.store.read() as tx:
        found = await Reader(RegisterStore(hub.sealer, hub.hash)).by_key(tx, "allowance_payment", f"{batch}:{sequence}")
    return dict(found.attributes) if found else {}


async def states(hub: Hub) -> list[str]:
    return [(await state(hub, sequence)).get("state", "") for sequence in range(1, ROWS + 1)]


async def files(hub: Hub) -> dict[str, str]:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT f.name, m.state FROM files f JOIN messages m ON m.id = f.message_id")
    return {row["name"]: row["state"] for row in rows}


async def test_each_payment_is_known_to_be_paid_once_or_refused_whatever_the_bank_says_in_between(
    settings: Settings,
) -> None:
    room = settings.data / "sandbox"
    async with bank(room) as ledger, running_hub(settings) as hub:
        await hub.door.accept(Submission("committee", "committee.payment-list.v1", payments()))
        hub.calling.nudge()

        async def answered() -> bool:
            known = await states(hub)
            return LAST_PART in await files(hub) and known.count("paid") == ROWS - 2 and await all_settled(hub)

        await eventually(answered, 90, "the bank's answers")

        (entry,) = ledger.show("xezine", 0, 10)["entries"]
        assert entry["subject"] == {"batch": BATCH, "payments": ROWS, "amount_qepik": 6000 * ROWS}
        assert [n for n, each in enumerate(await states(hub), 1) if each == "refused"] == [5, 7]
        first = await state(hub, 1)
        assert (first["state"], first["result"]) == ("paid", "paid"), "31 after 00 changes nothing"
        assert (await files(hub))["MKC_20260331_02.txt"] == "quarantined", "the trailer that counts wrongly"
        assert (room / FILES / "xezine" / "in" / "done" / "MKO_20260331_01.txt").exists()


@pytest.mark.parametrize("charset", ["cp1254", "utf-8"])
async def test_an_answer_in_other_letters_is_told_at_its_row_and_the_others_count(
    settings: Settings, charset: str
) -> None:
    room = settings.data / "sandbox"
    line = f"RD{BATCH}000002{person(2).fin}0031032026{'':16}"
    bad = f"RD{BATCH}000003{person(3).fin}00310320260Ş{'':14}"
    lines = [f"HD{BATCH}20260331".ljust(51), line, bad, f"TD{BATCH}000002".ljust(51)]
    async with bank(room), running_hub(settings) as hub:
        leave(room / FILES, "xezine", LAST_PART, "".join(f"{each}\r\n" for each in lines).encode(charset))

        async def settled() -> bool:
            done = (await files(hub)).get(LAST_PART) in ("completed", "completed_with_failures")
            return done and await all_settled(hub)

        await eventually(settled, 60, "the file")

        assert (await state(hub, 2))["state"] == "paid"
        assert await state(hub, 3) == {}
        async with hub.store.read() as tx:
            rows = await tx.fetch("SELECT row_number, state FROM bad_rows")
        assert [(row["row_number"], row["state"]) for row in rows] == [(3, "quarantined")]
