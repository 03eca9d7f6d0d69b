"""Codes that the rows of a file have and no table knows stand on the list of those of messages."""

from __future__ import annotations

from tests.hubs import eventually
from tests.integration.console.mappings.conftest import Lists, text
from tests.integration.files.conftest import accounts, digest, finished, hand_over, meter_file, row

LISTED = "SELECT path, code_hash FROM unknown_codes ORDER BY path"
OPEN = "SELECT id FROM deliveries WHERE destination = 'register' AND state NOT IN ('delivered', 'superseded')"


async def sent(lists: Lists, *rows: str, name: str = "AZI_MK_20260331_01.csv") -> str:
    hub = lists.served.hub
    accepted = await hand_over(hub, meter_file(*rows), name)
    await finished(hub, accepted.message_id)
    return accepted.message_id


def with_code(number: int, code: str) -> str:
    return row(number).replace(";1;5;1500;", f";{code};5;1500;")


async def test_a_file_waits_for_a_code_once_at_its_first_row(lists: Lists) -> None:
    await sent(lists, row(1), with_code(2, "+"), with_code(3, "+"))

    assert "+ idp_group meter file of Azərişıq line 3/MK Rows of 1 file wait." in text(
        await lists.get("zaur", "/failures/codes")
    )


async def test_rows_are_taken_again_once_their_code_is_agreed_each_once_and_the_others_stay(lists: Lists) -> None:
    file = await sent(lists, row(1), with_code(2, "+"), with_code(3, "+"), row(4).replace(";1;5;", ";1;x;"))
    entry = await lists.proposed(meaning="0")
    hub = lists.served.hub

    answer = await lists.post("kamran", f"{entry}/approve")
    assert answer.status_code == 303

    async def taken() -> bool:
        return not await lists.rows(LISTED) and not await lists.rows(OPEN)

    await eventually(taken, what="rows that are taken again")
    assert len(await accounts(hub)) == 3
    assert [each["row_number"] for each in await lists.rows("SELECT row_number FROM bad_rows")] == [5]
    (counted,) = await lists.rows("SELECT rows_done, rows_bad, rows_waiting FROM files WHERE message_id = :id", id=file)
    assert (counted["rows_done"], counted["rows_bad"], counted["rows_waiting"]) == (1, 1, 2)


async def test_a_row_that_is_taken_again_does_not_replace_what_a_later_file_said(lists: Lists) -> None:
    hub = lists.served.hub
    await sent(lists, with_code(1, "+"))
    await sent(lists, row(1), name="AZI_MK_20260401_01.csv")
    before = await accounts(hub)
    entry = await lists.proposed(meaning="0")

    await lists.post("kamran", f"{entry}/approve")

    async def taken() -> bool:
        return not await lists.rows(LISTED) and not await lists.rows(OPEN)

    await eventually(taken, what="the row that is taken again")
    assert await accounts(hub) == before


async def test_an_agreed_code_reads_the_next_file(lists: Lists) -> None:
    await sent(lists, with_code(1, "+"))
    entry = await lists.proposed(meaning="0")

    answer = await lists.post("kamran", f"{entry}/approve")

    assert answer.status_code == 303
    assert await lists.rows("SELECT id FROM repairs") == []
    again = await sent(lists, with_code(1, "+"), name="AZI_MK_20260331_02.csv")
    (file,) = await lists.rows("SELECT rows_done, rows_bad FROM files WHERE message_id = :id", id=again)
    assert (file["rows_done"], file["rows_bad"]) == (1, 0)


async def test_a_column_of_something_else_does_not_fill_the_list(lists: Lists) -> None:
    await sent(lists, *(with_code(number, f"x{number}") for number in range(1200)))

    assert len(await lists.rows(LISTED)) == 100


async def test_what_looks_personal_in_a_row_is_not_shown(lists: Lists) -> None:
    await sent(lists, with_code(1, "7ABCD12"))

    shown = await lists.get("zaur", "/failures/codes")

    assert len(await lists.rows(LISTED)) == 1
    assert "7ABCD12" not in shown.text
    assert digest(b"7ABCD12") not in shown.text
