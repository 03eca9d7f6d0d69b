"""Whoever gets another name: lists and pages tell what was done before by the name of then, what is now by the new."""

from __future__ import annotations

from hub.access.history import Access, note_access
from tests.integration.console.failures.conftest import GROUP, Room, made_repair
from tests.renaming import AFTER, renamed

OPERATOR, CLERK = "Ramil Ağayev", "Sevinc Rəhimli"


async def test_what_was_done_is_told_by_the_name_of_then_on_every_list(room: Room) -> None:
    hub, mark = room.console.hub, f"/failures/{GROUP}"
    await room.fail(1)
    making = {
        "group": GROUP,
        "action": "retry",
        "own": "1",
        "canary": "on",
        "make": "1",
        "reason": "MEİS has mended it",
    }
    repair = made_repair(await room.post("ramil", "/repairs/new", **making))
    await room.fail(1)
    await room.post("ramil", f"{mark}/notes", note="asked MEİS")
    await room.post("ramil", f"{mark}/owner", do="take")
    await room.post("ramil", "/agencies/meis/pause", name="meis.person.update", reason="MEİS asks for it")
    async with hub.store.write() as tx:
        look = Access("register.find", "register", "shown", hub.hash("fin", "7ABCD12"))
        await note_access(tx, hub.sealer, "committee", "sevinc", look)
    places = [("zaur", each, OPERATOR) for each in ("/repairs", f"/repairs/{repair}", mark, "/agencies/meis")]
    places += [("orxan", "/rules/paths", CLERK), ("aydan", "/settings/audit", CLERK)]
    before = [(await room.get(who, path)).count(name) for who, path, name in places]

    for login in ("ramil", "sevinc"):
        await renamed(hub, login)

    after = [(await room.get(who, path)).count(name) for who, path, name in places]
    assert 0 not in before
    in_hand = [1 if path == mark else 0 for _, path, _ in places]
    assert [there - now for there, now in zip(before, after, strict=True)] == in_hand
    assert (await room.get("zaur", mark)).count(AFTER) == 1, "whoever has the failures in hand is called as now"
