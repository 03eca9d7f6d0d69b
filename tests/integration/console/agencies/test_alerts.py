"""The page of alerts: administrators make rules, operators see what is open."""

from __future__ import annotations

from hub.evidence.aside import set_aside
from hub.store.ids import new_id
from tests.integration.console.agencies.conftest import Console, text

PAGE = "/settings/alerts"
RULE = {"kind": "agency_down", "channel": "webhook", "target": "http://127.0.0.1:9/hook"}


async def test_an_empty_page_teaches(console: Console) -> None:
    page = text(await console.get("samir", PAGE))

    assert "No alert is open." in page
    assert "Nobody is told of anything" in page
    assert "Nobody is told of anything" in page
    assert "within its limits" not in page


async def test_a_rule_is_made_shown_masked_switched_and_deleted(console: Console) -> None:
    assert (await console.post("samir", PAGE, **RULE, quiet_from="22:00", quiet_until="06:00")).status_code == 303
    answer = await console.get("ramil", PAGE)
    page = text(answer)
    assert "Agency down" in page
    assert "22:00–06:00" in page
    assert "127.0.0.1:9" in page
    assert "/hook" not in answer.text
    made = answer.text.split("/settings/alerts/")[1].split("/")[0]

    assert (await console.post("samir", f"{PAGE}/{made}/switch", on="0")).status_code == 303
    assert "switched off" in text(await console.get("samir", PAGE))
    assert "The test did not arrive:" in text(await console.post("samir", f"{PAGE}/{made}/test"))
    assert (await console.post("samir", f"{PAGE}/{made}/drop")).status_code == 303
    assert (await console.post("samir", f"{PAGE}/{made}/drop")).status_code == 404


async def test_a_target_that_cannot_be_told_is_refused_beside_its_field(console: Console) -> None:
    answer = await console.post("samir", PAGE, kind="evidence", channel="email", target="nobody")

    assert "Write one e-mail address." in text(answer, 422)
    assert 'value="nobody"' in answer.text


async def test_operators_see_alerts_and_may_make_no_rule(console: Console) -> None:
    assert "Only an administrator can do this." in text(await console.get("ramil", PAGE))
    assert (await console.post("ramil", PAGE, **RULE)).status_code == 403
    assert (await console.get("gunel", PAGE)).status_code == 404


async def test_what_somebody_put_before_the_log_stands_on_the_page_whatever_rules_there_are(console: Console) -> None:
    async with console.served.hub.store.write() as tx:
        row = {"id": new_id(), "kind": "right.account", "subject": new_id(), "content": b"{}"}
        await set_aside(tx, [row])

    page = text(await console.get("ramil", PAGE))

    assert f"This entry (right.account, {row['id']}) the hub did not write" in page
    assert f"Bu qeydi (right.account, {row['id']}) hab yazmayıb" in text(await console.get("ramil", PAGE, lang="az"))
