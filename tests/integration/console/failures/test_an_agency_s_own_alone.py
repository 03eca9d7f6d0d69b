"""People of an agency see what is their own: neither who works here, nor why, nor what was done for others."""

from __future__ import annotations

from hub.exchange.transition import fingerprint
from tests.integration.console.failures.conftest import Room, made_repair

OPERATION, CODE = "azeriqaz.subscriber.update", "azeriqaz.no_such_subscriber"
GROUP = fingerprint(OPERATION, CODE)
HERS = (
    "/agencies/azeriqaz",
    "/failures",
    f"/failures/{GROUP}",
    "/failures/quarantine",
    "/messages",
    "/refusals",
    "/settings",
)


async def test_no_login_reason_note_repair_or_count_of_ours_reaches_an_agency(room: Room) -> None:
    await room.fail(2, CODE, OPERATION)
    await room.fail(4)
    await room.post("ramil", f"/failures/{GROUP}/owner", do="take")
    await room.post("ramil", f"/failures/{GROUP}/notes", note="typed-note")
    await room.post("ramil", "/agencies/azeriqaz/pause", operation="", reason="typed-pause")
    window = {"kind": "daily", "from_time": "22:00", "until_time": "23:00", "reason": "typed-window"}
    await room.post("ramil", "/agencies/azeriqaz/maintenance", **window)
    asked = {"group": GROUP, "action": "retry", "reason": "typed-repair", "make": "yes"}
    repair = made_repair(await room.post("ramil", "/repairs/new", **asked))

    for path in HERS:
        page = await room.console.get("gunel", f"/console{path}")
        assert page.status_code == 200, path
        for ours in ("ramil", "typed-", repair, "meis.not_found", "Advised"):
            assert ours not in page.text, (path, ours)
        assert 'data-count="bad" class="need" hidden' in page.text
    assert CODE in await room.get("gunel", f"/failures/{GROUP}")
    for path in ("/repairs", f"/repairs/{repair}", f"/repairs/{repair}/progress", f"/repairs/new?group={GROUP}"):
        assert (await room.console.get("gunel", f"/console{path}")).status_code == 403, path


async def test_the_explanation_over_the_api_tells_a_party_nothing_of_others(room: Room) -> None:
    await room.fail(1, CODE, OPERATION)
    await room.post("ramil", "/agencies/azeriqaz/pause", operation="", reason="typed-pause")

    async with room.console.browser() as client:
        told = {}
        for party in ("azeriqaz", "committee"):
            answer = await client.get(
                f"/v1/failures/{GROUP}/explanation", headers={"Authorization": f"Bearer sandbox-{party}"}
            )
            told[party] = answer.json()
    assert told["committee"]["changed_since"]
    assert told["azeriqaz"]["changed_since"] == []
