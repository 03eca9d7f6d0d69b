"""A month with Azərişıq: its file over SFTP, the entitlements of the register, the statement and what comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.agencies.azerishiq.meter_files import file_name
from connectors.agencies.azerishiq.twin import SIMULATION
from connectors.sandbox.dropbox import FILES, leave
from connectors.sandbox.twins.twin import Dependencies, Simulation
from document_flow.context import BAKU
from document_flow.settlements.acts.close_settlement import CloseSettlement
from document_flow.settlements.acts.open_settlement import OpenSettlement
from document_flow.settlements.acts.send_statement import SendStatement
from document_flow.settlements.state import Settlement
from hub.app import Hub
from hub.errors import Forbidden, Refused
from hub.exchange.usage import WantedUsages
from hub.register.store import RegisterStore
from hub.serving import make_api
from hub.settings import Settings
from hub.store.legal_time import move_ahead
from hub.utilities.comparing import RIGHTS, Comparing
from hub.utilities.files import newest_file
from hub.utilities.lines import export, lines_of
from hub.utilities.settlements import KIND, settlement_id
from hub.web.usages import usages_of
from mappings.registered import Right
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.files.conftest import HEADER
from tests.sftp import leaving_files
from tests.things import things_told

LAST = datetime.now(BAKU).date().replace(day=1) - timedelta(days=1)
"""The last day of the month before."""
MONTH = f"{LAST:%Y-%m}"
NAME = settlement_id("azerishiq", MONTH)
DAY_US = 86_400 * 1_000_000
FIRST, SECOND, THIRD, FOURTH = (f"07123456789{number:02d}" for number in range(4))
FINS = ("94FMDDD", "5ZJ1KQ2", "7ABC123", "8DEF456")


@dataclass(frozen=True)
class Month:
    """The hub, and the folder of files in which Azərişıq leaves its own."""

    hub: Hub
    room: Path

    def leave(self, serial: int, *rows: str) -> None:
        leave(self.room / FILES, "azerishiq", file_name(LAST, serial), raw_file(*rows))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return settings_for(tmp_path / "data", database_url=url)


@pytest.fixture(autouse=True)
def _files_are_looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.utilities.files._EVERY_S", 0.1)


@asynccontextmanager
async def month(settings: Settings, supplier: Simulation = SIMULATION) -> AsyncIterator[Month]:
    room = settings.data / "sandbox"
    async with leaving_files(supplier, room), running_hub(settings) as hub:
        yield Month(hub, room)


def row(
    code: str, *, persons: int = 4, kwh: int = 100, amount: str = "11,00", marked: int = 1, month: str = f"{LAST:%m.%y}"
) -> str:
    limit, used = persons * 300, f"100;{100 + kwh};{kwh}"
    return f"{code};00451233;A B;;Zangilan r-nu;Masazir q. 1;{marked};{persons};{limit};{month};{used};{amount};0,00"


def raw_file(*rows: str) -> bytes:
    total = sum(int(each.split(";")[12]) for each in rows)
    return "\r\n".join((HEADER, *rows, f"CEMI;;;;;;;;;;;;{total};;", "")).encode("cp1254")


def right(number: str, code: str, fin: str, persons: int = 4, **more: Any) -> Right:
    return Right(
        right_id=number, fin=fin, programme="utilities", benefit="utility", service="electricity",
        provider="azerishiq", subscriber_code=code, persons=persons, limit_kwh=300, **more,
    )  # fmt: skip


async def state(hub: Hub) -> Settlement:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, KIND, NAME)
    return found.state if found is not None else Settlement()


async def in_phase(hub: Hub, phase: str, round_: int = 1, *, reminded: bool = False) -> Settlement:
    async def there() -> bool:
        async with hub.store.write() as tx:  # it looks for an answer once a minute by itself
            await tx.execute("UPDATE aggregates SET work_at = 1 WHERE id = :id AND work_at IS NOT NULL", {"id": NAME})
        found = await state(hub)
        return (found.phase, found.round, found.reminded) == (phase, round_, reminded)

    await eventually(there, 60, what=f"a settlement that is {phase}")
    return await state(hub)


async def exported(hub: Hub) -> dict[str, list[str]]:
    async with hub.store.read() as tx:
        text = export([line async for line in lines_of(tx, hub.sealer, NAME, await state(hub))])
    lines = [line.split(";") for line in text.split("\r\n")[1:-1]]
    return {line[0]: line for line in lines}


async def today_is(hub: Hub, days: int) -> None:
    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", days * DAY_US)


async def sent(hub: Hub, key: str = "s1") -> Settlement:
    await hub.aggregates.act(KIND, NAME, SendStatement(by="elcin"), key)
    return await state(hub)


async def told_of(hub: Hub, fin: str) -> int:
    """How many statements to Azərişıq the person is told of."""
    async with hub.store.read() as tx:
        _, found = await usages_of(hub).find(tx, WantedUsages(fin))
    return sum((each.party, each.was_sent, each.purpose) == ("azerishiq", True, "data_check") for each in found)


async def test_a_month_is_compared_sent_over_sftp_disputed_and_closed_by_another_officer(settings: Settings) -> None:
    moved_on = LAST.replace(day=10).isoformat()
    rights = (
        right("R-1", FIRST, FINS[0]),
        # A household that moved: the account before is still entitled in the month in which it was left.
        right("R-2", SECOND, FINS[1], state="ended", ended_on=moved_on),
        right("R-3", THIRD, FINS[1], valid_from=moved_on),
        # Two households at one account.
        right("R-4", FIRST, FINS[2], persons=1),
    )
    async with month(settings) as it:
        hub = it.hub
        await things_told(hub, *rights)
        it.leave(1, row(FIRST), row(SECOND), row(FOURTH), row("0712345678999", marked=0))

        compared = await in_phase(hub, "compared")

        lines = await exported(hub)
        assert {code: line[-1] for code, line in lines.items()} == {
            FIRST: "bir abonentdə iki ailə, nəfər sayı başqadır",
            SECOND: "",
            THIRD: "hüququ var, faylda yoxdur",
            FOURTH: "hüququ yoxdur, məbləğ tarifə uyğun deyil",
        }
        # 100 kWh within the limit are 10 AZN and 1 AZN a month; by the bands 8.40 and 1.
        assert (compared.tally.whole.billed_qepik, compared.tally.whole.expected_qepik) == (3300, 1100 + 1100 + 940)

        assert (await sent(hub)).due is not None
        answered = await in_phase(hub, "disputed")
        assert answered.reference.startswith("AZI-")
        with pytest.raises(Forbidden):
            await hub.aggregates.act(KIND, NAME, CloseSettlement(by="elcin", reason="baxılıb"), "c1")
        await hub.aggregates.act(KIND, NAME, CloseSettlement(by="fuad", reason="növbəti ay düzəlir"), "c2")
        assert (await state(hub)).phase == "closed"

        transport = httpx.ASGITransport(app=make_api(hub))
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
            taken, refused = [
                await client.get(
                    f"/v1/settlements/{NAME}/lines.csv", headers={"Authorization": f"Bearer sandbox-{who}"}
                )
                for who in ("elcin", "sevinc")
            ]
        assert (taken.status_code, taken.text.count("\r\n"), refused.status_code) == (200, 1 + len(lines), 403)
        async with hub.store.read() as tx:
            (look,) = await tx.fetch("SELECT * FROM access_events WHERE service = 'settlements.export'")
        assert (look["actor_person"], look["subjects_count"]) == ("elcin", len(lines))

        # The account that the second household left agrees: nothing was told of it, but of the one that it moved to.
        assert [await told_of(hub, fin) for fin in (*FINS, "9ZZZZZZ")] == [1, 1, 1, 0, 0]

        (told,) = (it.room / FILES / "azerishiq" / "replies" / "done").glob("HESABLASMA_*.csv")
        columns = told.read_text().split("\n")[1].strip().split(";")
        assert columns == ["ABONENT_KODU", "XIDMET", "HUQUQ", "NEFER", "FERQ", "MEBLEG_FERQI"], "fields by recipient"
        assert not any(fin in told.read_text() for fin in FINS)


async def test_a_resent_file_with_a_higher_number_begins_it_anew_and_what_agrees_is_accepted(
    settings: Settings,
) -> None:
    async with month(settings) as it:
        await things_told(it.hub, right("R-1", FIRST, FINS[0]))
        it.leave(1, row(FIRST, persons=5))
        assert "persons" in (await in_phase(it.hub, "compared")).tally.by

        it.leave(2, row(FIRST))
        after = await in_phase(it.hub, "compared", 2)

        assert (after.tally.by, after.tally.whole.accounts) == ({}, 1)
        await sent(it.hub)
        assert (await in_phase(it.hub, "accepted", 2)).statements == 1


async def test_a_supplier_that_never_answers_is_reminded_and_left_to_an_official(settings: Settings) -> None:
    async def nothing(_sandbox: Dependencies) -> None:
        """Reads no file that lies in its folder."""

    silent = replace(SIMULATION, beside=nothing)
    async with month(settings, silent) as it:
        await things_told(it.hub, right("R-1", FIRST, FINS[0]))
        it.leave(1, row(FIRST))
        await in_phase(it.hub, "compared")
        await sent(it.hub)

        await today_is(it.hub, 21)
        reminded = await in_phase(it.hub, "sent", reminded=True)
        assert reminded.statements == 1
        await today_is(it.hub, 35)
        assert (await in_phase(it.hub, "unanswered", reminded=True)).due is None

        assert await told_of(it.hub, FINS[0]) == 0, "nothing was said of an account that agrees"
        names = {each.name for each in (it.room / FILES / "azerishiq" / "replies").glob("HESABLASMA_*.csv")}
        assert {name.removeprefix(f"HESABLASMA_{MONTH}") for name in names} == {"_01.csv", "_01_TEKRAR.csv"}


async def test_a_statement_is_told_to_those_of_whose_accounts_it_says_something_and_so_is_its_reminder(
    settings: Settings,
) -> None:
    async def nothing(_sandbox: Dependencies) -> None:
        """Reads no file that lies in its folder."""

    codes = {fin: f"07123456780{number:02d}" for number, fin in enumerate(FINS)}
    async with month(settings, replace(SIMULATION, beside=nothing)) as it:
        await things_told(
            it.hub, *(right(f"R-{number}", code, fin) for number, (fin, code) in enumerate(codes.items()))
        )
        it.leave(1, *(row(codes[fin], persons=4 + FINS.index(fin) % 2) for fin in FINS[:3]))
        await in_phase(it.hub, "compared")
        await sent(it.hub)
        await today_is(it.hub, 21)
        await in_phase(it.hub, "sent", reminded=True)

        async def all_told() -> bool:
            return [await told_of(it.hub, fin) for fin in FINS] == [0, 2, 0, 2]

        # The second has other persons; the fourth a right and no row.
        await eventually(all_told, what="whoever was told of sees both")


async def test_an_officer_opens_no_month_without_a_file_and_none_that_is_not_over(settings: Settings) -> None:
    today = datetime.now(BAKU).date()
    async with running_hub(settings, works=False) as hub:
        for asked, code in (("2026-03", "no_file"), (f"{today:%Y-%m}", "not_over")):
            command = OpenSettlement(by="elcin", provider="azerishiq", month=asked)
            with pytest.raises(Refused, match=code):
                await hub.aggregates.open(KIND, command, code)
        command = OpenSettlement(by="elcin", provider="azersu", month="2026-03")
        with pytest.raises(Refused, match="no_utility"):
            await hub.aggregates.open(KIND, command, "o3")


async def test_of_an_account_that_has_a_later_month_the_row_of_the_month_is_read(settings: Settings) -> None:
    async with month(settings) as it:
        await things_told(it.hub, right("R-1", FIRST, FINS[0]), right("R-2", SECOND, FINS[1]))
        it.leave(1, row(FIRST), row(SECOND))
        await in_phase(it.hub, "compared")
        later = f"{LAST + timedelta(days=1):%m.%y}"
        name = file_name(LAST + timedelta(days=1), 1)
        leave(it.room / FILES, "azerishiq", name, raw_file(row(FIRST, month=later, kwh=7), row(FOURTH, month=later)))

        async def read() -> bool:
            async with it.hub.store.read() as tx:
                found = await newest_file(tx, "azerishiq", MONTH)
            return found.name == name

        await eventually(read, 60, what="the later file is read")
        command = OpenSettlement(by="elcin", provider="azerishiq", month=MONTH)
        await it.hub.aggregates.open(KIND, command, "again")

        again = await in_phase(it.hub, "compared", 2)
        assert (again.tally.by, again.tally.whole.billed_qepik) == ({}, 2200)


async def test_an_account_that_was_not_billed_is_told_once_however_many_chunks_its_rights_are_in(
    settings: Settings,
) -> None:
    async with running_hub(settings, works=False) as hub:
        await things_told(hub, right("R-1", FIRST, FINS[0]), right("R-2", FIRST, FINS[1]))
        comparing, told = Comparing(RegisterStore(hub.sealer, hub.hash), rows=1), []
        state = Settlement(provider="azerishiq", month=MONTH, cursor=RIGHTS)
        async with hub.store.read() as tx:
            while state.cursor:
                lines, cursor = await comparing.chunk(tx, state)
                told += [line.account for line in lines]
                state = replace(state, cursor=cursor)

    assert told == [FIRST]
