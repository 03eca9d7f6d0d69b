"""Somebody gets another name, as after two administrators have agreed to it."""

from __future__ import annotations

from dataclasses import replace

from hub.access.accounts import change_account
from hub.access.people import find_person
from hub.app import Hub

AFTER = "Başqaad Yenisoyadlı"


async def renamed(hub: Hub, login: str) -> None:
    """From now on they are called AFTER."""
    person = await find_person(hub.store, login)
    assert person is not None
    async with hub.store.write() as tx:
        await change_account(tx, replace(person, name=AFTER))
    hub.office.documents.staff.forget()
