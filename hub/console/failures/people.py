"""The operators a group or a shift can be handed to."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from hub.access.people import Person, people_in_force
from hub.access.rights import Right, rights_of
from hub.console.viewer import Viewer, refused_field
from hub.errors import Words
from hub.web.context import hub_of


async def operators(request: Request) -> Sequence[Person]:
    """Everybody who may own failures, by name; in a sandbox its invented people too."""
    async with hub_of(request).store.read() as tx:
        found = {person.login: person for person in await people_in_force(tx)}
    for person in request.app.state.well_known_people.values():
        found.setdefault(person.login, person)
    return [each for each in found.values() if Right.STEER in rights_of(each.roles)]


async def operator_named(request: Request, who: Viewer, login: str, field: str) -> str:
    """The login, if it is an operator's and not one's own; Refused."""
    if login == who.login or login not in {each.login for each in await operators(request)}:
        raise refused_field(field, _NO_SUCH)
    return login


_NO_SUCH = Words("Siyahıdan başqa bir operator seçin.", "Choose another operator from the list.")
