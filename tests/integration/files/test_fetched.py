"""A bank without a server of its own fetches its payments from our SFTP door."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from hub.exchange.door import Submission
from hub.settings import AgencySettings
from tests.hubs import all_settled, eventually, running_hub, settings_for
from tests.integration.files.test_payments import payments
from tests.parties import make_party
from tests.pushing import Pusher, door, fresh_key, on_disk, register

NAME = "MKO_20260331_01.txt"


async def test_payments_lie_ready_for_the_bank_alone_and_sealed(tmp_path: Path) -> None:
    agencies = {"xezine": AgencySettings(handover="/replies")}
    settings = settings_for(tmp_path / "data", sandbox=False, agencies=agencies)
    async with running_hub(settings) as hub, door(hub) as (port, host_key):
        keys = {name: fresh_key() for name in ("xezine", "other")}
        for name, key in keys.items():
            async with hub.store.write() as tx:
                await make_party(tx, name, to=[])
            await register(hub, name, key)
        await hub.door.accept(Submission("committee", "committee.payment-list.v1", payments(rows=2)))

        hub.calling.nudge()

        async def settled() -> bool:
            return await all_settled(hub)

        await eventually(settled, what="the payments")
        async with (
            Pusher("xezine", keys["xezine"], port, host_key).session() as sftp,
            sftp.open(f"/replies/{NAME}", "rb") as source,
        ):
            raw = cast("bytes", await source.read())
        async with Pusher("other", keys["other"], port, host_key).session() as sftp:
            assert await sftp.listdir("/replies") == [".", ".."]

        assert [line[:1] for line in raw.decode().splitlines()] == ["H", "D", "D", "T"]
        kept = settings.data / "inbox" / "xezine"
        assert f"replies/{NAME}" in on_disk(hub, "xezine")
        assert not [each for each in kept.rglob("*") if each.is_file() and raw[:60] in each.read_bytes()]
