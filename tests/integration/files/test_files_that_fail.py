"""A file of refused rows, or one that comes too late to count, is a failure; a wrong name is lifted by two people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.app import Hub
from hub.errors import Conflict, Forbidden
from hub.exchange.files.lifting import decide_lift, propose_lift, waiting_lift
from hub.register.lifted import has_overtaken
from hub.settings import Settings
from hub.store.tx import Row
from tests.hubs import eventually, running_hub
from tests.integration.files.conftest import accounts, file_of, finished, hand_over, meter_file, row

BAD = "94FMOD1"
"""A FIN with a letter that none has."""


async def failures_of(hub: Hub, message: str) -> list[Row]:
    async with hub.store.read() as tx:
        return list(
            await tx.fetch(
                "SELECT d.error_code, d.fingerprint FROM deliveries d WHERE d.message_id = :id AND d.state = 'failed'",
                {"id": message},
            )
        )


async def failed(hub: Hub, message: str) -> str:
    """The code under which the file is listed as a failure, once it is."""

    async def listed() -> bool:
        return bool(await failures_of(hub, message))

    await eventually(listed, what="the file's failure")
    (found,) = await failures_of(hub, message)
    assert found["fingerprint"]
    assert (await file_of(hub, message))["state"] == "completed_with_failures"
    return str(found["error_code"])


async def replied(hub: Hub, message: str) -> None:
    async def sent() -> bool:
        return bool((await file_of(hub, message))["replied"])

    await eventually(sent, what="the reply")


async def lifted(hub: Hub, message: str) -> None:
    async with hub.store.write() as tx:
        made = await propose_lift(tx, hub.sealer, message, "Adındakı gün səhvdir.", "ramil")
    with pytest.raises(Forbidden):
        async with hub.store.write() as tx:
            await decide_lift(tx, hub.sealer, made.id, "ramil", "agreed")
    async with hub.store.read() as tx:
        waits = await waiting_lift(tx, hub.sealer, message)
    assert waits is not None
    assert (waits.by, waits.reason) == ("ramil", "Adındakı gün səhvdir.")
    async with hub.store.write() as tx:
        await decide_lift(tx, hub.sealer, made.id, "kamran", "agreed")


async def test_a_file_all_of_whose_rows_are_refused_is_a_failure_that_an_operator_sees(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        whole = await hand_over(hub, meter_file(*(row(n, fin=BAD) for n in range(1, 4))))
        most = await hand_over(hub, meter_file(row(1), row(2, fin=BAD), row(3, fin=BAD)), "AZI_MK_20260401_01.csv")

        assert await failed(hub, whole.message_id) == "file.rows_refused"
        assert await failed(hub, most.message_id) == "file.rows_refused"
        await replied(hub, whole.message_id)
        assert len(await failures_of(hub, whole.message_id)) == 1


async def test_a_file_most_of_whose_rows_are_good_is_completed(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, meter_file(row(1), row(2), row(3, fin=BAD)))
        await finished(hub, accepted.message_id)
        await replied(hub, accepted.message_id)

        assert (await file_of(hub, accepted.message_id))["state"] == "completed"


async def test_a_file_that_a_higher_number_supersedes_is_a_failure_until_that_number_is_lifted(
    settings: Settings,
) -> None:
    async with running_hub(settings) as hub:
        wrong = await hand_over(hub, meter_file(row(1)), "AZI_MK_20260331_99.csv")
        await finished(hub, wrong.message_id)
        await replied(hub, wrong.message_id)
        right = await hand_over(hub, meter_file(row(1, kwh=55)), "AZI_MK_20260331_02.csv")
        assert await failed(hub, right.message_id) == "file.superseded"

        await lifted(hub, wrong.message_id)

        async def taken() -> bool:
            return bool((await file_of(hub, right.message_id))["rows_done"])

        await eventually(taken, what="the file that was superseded")
        assert (await accounts(hub))["0700000000001"]["consumption_kwh"] == 55
        await finished(hub, right.message_id)
        assert await failures_of(hub, right.message_id) == []
        with pytest.raises(Conflict):
            async with hub.store.write() as tx:
                await propose_lift(tx, hub.sealer, wrong.message_id, "yenə", "ramil")


async def test_what_is_lifted_of_one_party_counts_on_for_others(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        wrong = await hand_over(hub, meter_file(row(1)), "AZI_MK_20260331_99.csv")
        await finished(hub, wrong.message_id)
        await lifted(hub, wrong.message_id)

        async with hub.store.read() as tx:
            still = {
                party: await has_overtaken(tx, "20260331.99.000001", "20260331.02.000001", party)
                for party in ("azerishiq", "azersu")
            }

    assert still == {"azerishiq": False, "azersu": True}


async def test_a_file_named_for_tomorrow_supersedes_later_files_until_it_is_lifted(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        tomorrow = hub.formats.tomorrow()
        early = await hand_over(hub, meter_file(row(1)), f"AZI_MK_{tomorrow:%Y%m%d}_01.csv")
        await finished(hub, early.message_id)
        today = tomorrow - timedelta(days=1)
        lost = await hand_over(hub, meter_file(row(1, kwh=33)), f"AZI_MK_{today:%Y%m%d}_01.csv")
        assert await failed(hub, lost.message_id) == "file.superseded"

        await lifted(hub, early.message_id)
        again = await hand_over(hub, meter_file(row(1, kwh=44)), f"AZI_MK_{today:%Y%m%d}_02.csv")
        await finished(hub, again.message_id)

        assert (await file_of(hub, again.message_id))["rows_done"] == 1
        assert (await accounts(hub))["0700000000001"]["consumption_kwh"] == 44
