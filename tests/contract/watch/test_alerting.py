"""Alerts on both databases: each is told once, again only as its rule says, and never in quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from hub.access.history import Access, note_access
from hub.access.parties import CITIZEN
from hub.exchange.breaker import ensure_operations
from hub.exchange.maintenance import BAKU
from hub.settings import Settings
from hub.store.store import Store
from hub.store.tx import Row
from hub.watch.alert_rules import MINUTE, AlertKind, Rule
from hub.watch.alerting import FLUTTER, Alerts
from hub.watch.rule_book import PLACE, drop_rule, make_rule, open_alerts, switch_rule
from hub.watch.telling import Notice, NotTold
from tests.identity_sealer import IdentitySealer

RULE = Rule("", AlertKind.AGENCY_DOWN, "", 0, "webhook", "https://chat.example/hook")


class Ear:
    """A channel that remembers what it was told, and is deaf on demand."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Sequence[str]]] = []
        self.deaf = False

    async def tell(self, target: str, notice: Notice) -> None:
        if self.deaf:
            raise NotTold("http_503")
        self.heard.append((target, notice.lines))


class Watch:
    """The duty with an ear, over one store."""

    def __init__(self, store: Store, data: Path) -> None:
        self.store, self.ear = store, Ear()
        self.sealer = IdentitySealer()
        hour = datetime.now(BAKU).hour
        settings = Settings(data=data, lang="en", night_from_hour=hour, night_until_hour=(hour + 2) % 24)
        self.alerts = Alerts(store, self.sealer, settings, {"webhook": self.ear, "email": self.ear})

    async def rule(self, rule: Rule = RULE) -> str:
        async with self.store.write() as tx:
            return await make_rule(tx, self.sealer, rule, "samir", inside=False)

    async def set(self, sql: str, **values: int) -> None:
        async with self.store.write() as tx:
            await tx.execute(sql, values)

    async def down(self, breaker: str = "open") -> None:
        await self.set(f"UPDATE operations SET breaker = '{breaker}' WHERE name = 'meis.op'")

    async def rows(self) -> Sequence[Row]:
        async with self.store.read() as tx:
            return await tx.fetch("SELECT * FROM alerts ORDER BY id")


@pytest.fixture
async def watch(store: Store, tmp_path: Path) -> Watch:
    async with store.write() as tx:
        await ensure_operations(tx, ["meis.op", "din.op"])
    return Watch(store, tmp_path)


async def test_what_lasts_is_told_once(watch: Watch) -> None:
    await watch.rule()
    await watch.down()

    assert [await watch.alerts.step() for _ in range(3)] == [1, 0, 0]

    words = "meis.op: the agency does not answer; sending goes on by itself."
    assert watch.ear.heard == [("https://chat.example/hook", [words])]


async def test_what_is_over_closes_and_what_flutters_is_not_told_again(watch: Watch) -> None:
    await watch.rule()
    for breaker in ("open", "closed", "open"):
        await watch.down(breaker)
        await watch.alerts.step()

    (row,) = await watch.rows()
    assert row["closed_at"] is None
    assert len(watch.ear.heard) == 1


async def test_what_comes_back_much_later_is_another_alert(watch: Watch) -> None:
    await watch.rule()
    for breaker in ("open", "closed"):
        await watch.down(breaker)
        await watch.alerts.step()
    await watch.set("UPDATE alerts SET closed_at = closed_at - :long", long=FLUTTER + MINUTE)
    await watch.down()
    await watch.alerts.step()

    assert len(await watch.rows()) == len(watch.ear.heard) == 2


async def test_an_open_one_is_told_again_after_the_time_that_its_rule_names(watch: Watch) -> None:
    await watch.rule(replace(RULE, repeat_minutes=30))
    await watch.down()
    await watch.alerts.step()
    await watch.set("UPDATE alerts SET told_at = told_at - :less", less=29 * MINUTE)
    assert await watch.alerts.step() == 0
    await watch.set("UPDATE alerts SET told_at = told_at - :more", more=2 * MINUTE)

    assert await watch.alerts.step() == 1


async def test_in_quiet_hours_it_is_open_and_not_told(watch: Watch) -> None:
    here = datetime.now(BAKU)
    minute = here.hour * 60 + here.minute
    await watch.rule(replace(RULE, quiet=((minute - 60) % 1440, (minute + 60) % 1440)))
    await watch.down()

    assert await watch.alerts.step() == 0
    assert len(await watch.rows()) == 1

    await watch.set("UPDATE alert_rules SET quiet_from = NULL, quiet_until = NULL")
    assert await watch.alerts.step() == 1


async def test_what_did_not_arrive_is_told_later_and_the_reason_is_kept(watch: Watch) -> None:
    await watch.rule()
    await watch.down()
    watch.ear.deaf = True
    assert await watch.alerts.step() == 0
    (row,) = await watch.rows()
    assert (row["tries"], row["last_error"], row["told_at"]) == (1, "http_503", None)

    watch.ear.deaf = False
    assert await watch.alerts.step() == 0
    await watch.set("UPDATE alerts SET next_due = 0")
    assert await watch.alerts.step() == 1


async def test_many_alerts_of_a_rule_are_one_notice(watch: Watch) -> None:
    await watch.rule()
    await watch.set("UPDATE operations SET breaker = 'open'")

    assert await watch.alerts.step() == 2
    assert [len(lines) for _, lines in watch.ear.heard] == [2]


async def test_what_a_person_paused_is_not_down(watch: Watch) -> None:
    await watch.rule()
    await watch.set("UPDATE operations SET breaker = 'open', paused_by = 'ramil'")

    assert await watch.alerts.step() == 0


async def looked(
    watch: Watch, person: str | None, persons: int, party: str = "meis", outcome: str = "answered", first: int = 0
) -> None:
    async with watch.store.write() as tx:
        looks = (Access("ask.identity", "identity", outcome, f"{first + each:064}") for each in range(persons))
        await note_access(tx, watch.sealer, party, person, *looks)


async def test_who_asks_about_many_at_night_is_told_of_once_and_served(watch: Watch) -> None:
    await watch.rule(replace(RULE, kind=AlertKind.MASS_QUERY, threshold=100))
    await watch.set(
        "INSERT INTO people (login, name, party, roles, password_hash, created_at)"
        " VALUES ('nargiz', 'Nərgiz Quliyeva', 'committee', '', '', 1)"
    )
    await looked(watch, "nargiz", 249, "committee")
    await looked(watch, "nargiz", 250, "committee", outcome="ask.denied")
    await looked(watch, "curious", 1, "committee")
    await looked(watch, None, 300, "committee")

    assert [await watch.alerts.step(), await watch.alerts.step()] == [1, 0]
    await looked(watch, "nargiz", 400, "committee")
    assert await watch.alerts.step() == 0, "more of it is the same alert"

    (told,) = watch.ear.heard
    assert told[1] == [
        "Nərgiz Quliyeva: asked about 250 persons at night (limit 100). See in the access history what for."
    ]
    (row,) = await watch.rows()
    assert "400 persons" in row["words_en"]
    assert "nargiz" not in row["words_en"], "who it is stands in the alert's mark alone"
    await watch.set("UPDATE people SET name = 'Fuad Kərimli' WHERE login = 'nargiz'")
    await watch.set("INSERT INTO former_names (login, until, name) VALUES ('nargiz', hub_now(), 'Nərgiz Quliyeva')")
    async with watch.store.read() as tx:
        (kept,) = await open_alerts(tx)
    assert kept["words_az"].startswith("Nərgiz Quliyeva: gecə 400 nəfər")


async def test_another_party_is_counted_as_one_whomever_it_names_and_citizens_each_alone(watch: Watch) -> None:
    await watch.rule(replace(RULE, kind=AlertKind.MASS_QUERY, threshold=100))
    for number in range(3):
        await looked(watch, f"AZ94FMDD{number}", 50, first=number * 50)
        await looked(watch, f"hash {number}", 50, CITIZEN, first=number * 50)

    assert await watch.alerts.step() == 1

    (told,) = watch.ear.heard
    assert told[1] == ["meis: asked about 150 persons at night (limit 100). See in the access history what for."]


async def test_nobody_counts_looks_where_no_rule_asks(watch: Watch) -> None:
    await watch.rule()
    await looked(watch, "nargiz", 250)

    assert await watch.alerts.step() == 0


async def test_a_rule_that_is_off_or_gone_tells_nothing_and_leaves_nothing_open(watch: Watch) -> None:
    off, gone = await watch.rule(), await watch.rule()
    await watch.down()
    await watch.alerts.step()
    async with watch.store.write() as tx:
        assert await switch_rule(tx, off, on=False)
        assert await drop_rule(tx, gone)

    assert await watch.alerts.step() == 0
    assert None not in {row["closed_at"] for row in await watch.rows()}


async def test_targets_stand_sealed(watch: Watch) -> None:
    await watch.rule(replace(RULE, channel="email", target="leyla@idp.example"))

    async with watch.store.read() as tx:
        (row,) = await tx.fetch("SELECT id, subject, channel, made_by, target_sealed FROM alert_rules")
    assert watch.sealer.unseal(PLACE, row["id"], row["target_sealed"]) == b"leyla@idp.example"
    assert "leyla" not in f"{row['id']} {row['subject']} {row['channel']} {row['made_by']}"
