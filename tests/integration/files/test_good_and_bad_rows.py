"""Good rows reach the register, bad ones are kept with row, column and reason, and the sender is told."""

from __future__ import annotations

import pytest

from hub.exchange.files.reply import Replies
from hub.settings import Settings
from tests.hubs import running_hub
from tests.integration.files.conftest import accounts, api_of, counters, finished, hand_over, meter_file, row


async def test_every_good_row_becomes_an_account(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, meter_file(*(row(number) for number in range(2500))))

        file = await finished(hub, accepted.message_id)

        assert (file["state"], counters(file)) == ("completed", (2500, 0, 0, 0))
        found = await accounts(hub)
        assert len(found) == 2500
        assert found["0700000000007"]["debt_qepik"] == -1240
        assert found["0700000000007"]["fin"] == "94FMDDD"


async def test_bad_rows_are_kept_with_row_column_and_reason_and_good_ones_go_on(settings: Settings) -> None:
    rows = [
        row(1),
        row(2).replace(";110;", ";11O;"),
        "0700000000003;too;few",
        row(4, fin="94FMOD1"),
        row(5).replace("0700000000005", "7000000005"),
        "",
    ]
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, meter_file(*rows))

        file = await finished(hub, accepted.message_id)

        assert (file["state"], counters(file)) == ("completed", (1, 5, 0, 0))
        assert set(await accounts(hub)) == {"0700000000001"}
        async with hub.store.read() as tx:
            bad = await tx.fetch("SELECT row_number, column_name, code FROM bad_rows ORDER BY row_number")
        assert [tuple(each.values()) for each in map(dict, bad)] == [
            (3, "SON_GOST", "map.number_shape"),
            (4, "", "row.columns"),
            (5, "FIN", "map.fin_shape"),
            (6, "ABONENT_KODU", "map.pattern"),
            (7, "", "row.empty"),
        ]


async def test_the_reply_names_rows_columns_and_reasons_but_no_values(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, meter_file(row(1), row(2, fin="94FMOD1")))
        await finished(hub, accepted.message_id)

        answer = await api_of(hub).client.get(f"/v1/files/{accepted.message_id}/reply")

        lines = answer.content.decode("cp1254").split("\r\n")
        assert lines[0] == "SETIR;SUTUN;KOD;IZAH"
        assert lines[1].startswith("3;FIN;map.fin_shape;FİN 7 simvoldan")
        assert lines[2].startswith("CEMI;;;Setir: 2, qebul edilib: 1,")
        assert "94FMOD1" not in answer.text


async def test_the_reply_is_sent_to_the_sender_once(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, meter_file(row(1)))
        await finished(hub, accepted.message_id)

        replies_duty = Replies(hub.store, hub.formats, hub.planner, frozenset(hub.operations), 50)
        for _ in range(3):
            await replies_duty.step()

        async with hub.store.read() as tx:
            replies = await tx.fetch(
                "SELECT d.destination FROM deliveries d JOIN messages m ON m.id = d.message_id"
                " WHERE m.cause = :id AND m.format = 'hub.file-reply.v1'",
                {"id": accepted.message_id},
            )
        assert [each["destination"] for each in replies] == ["azerishiq.reply-file"]


async def test_a_damaged_name_never_replaces_a_whole_one(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        first = await hand_over(hub, meter_file(row(1, name="Ismayilova Gülnar Cavid q")))
        await finished(hub, first.message_id)

        second = await hand_over(hub, meter_file(row(1, kwh=20)), "AZI_MK_20260401_01.csv")
        await finished(hub, second.message_id)

        account = (await accounts(hub))["0700000000001"]
        assert account["holder_name"] == "Ismayilova Gülnar Cavid q"
        assert account["consumption_kwh"] == 20


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (meter_file(row(1), total=99), "file.totals_differ"),
        (meter_file(row(1)).replace(b"CEMI", b"0700000000009"), "file.totals_missing"),
        (meter_file(row(1)).replace(b"BORC", b"BORJ"), "file.header"),
    ],
)
async def test_a_file_that_may_be_cut_is_quarantined_before_anything_is_applied(
    settings: Settings, raw: bytes, code: str
) -> None:
    async with running_hub(settings) as hub:
        accepted = await hand_over(hub, raw)

        file = await finished(hub, accepted.message_id)

        assert file["state"] == "quarantined"
        assert await accounts(hub) == {}
        view = (await api_of(hub).client.get(f"/v1/files/{accepted.message_id}")).json()
        assert [issue["code"] for issue in view["issues"]] == [code]
        seen = (await api_of(hub).client.get(f"/v1/messages/{accepted.message_id}")).json()
        assert [(issue["code"], bool(issue["text"])) for issue in seen["issues"]] == [(code, True)]
