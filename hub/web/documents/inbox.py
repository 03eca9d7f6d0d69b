"""What waits for the person who asks: own tasks, those of whom one stands in for, and those of one's pools."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from document_flow.context import Context
from document_flow.documents.state import DOCUMENTS
from hub.documents.acting.inbox import POOL, Cursor, Task, counts_of, tasks_of
from hub.errors import Refused
from hub.store.legal_time import NO_DUE
from hub.web.context import HubDep
from hub.web.documents.document_views import TaskView, task_view
from hub.web.officials import Actor, OfficialDep
from hub.web.paging import BAD_CURSOR

_JOIN = "~"
_ID = re.compile("[0-9a-f]{32}")


class InboxView(BaseModel):
    """Tasks, what is due first in front; `next` continues. `total` and `overdue` count all of them."""

    total: int
    overdue: int
    tasks: list[TaskView]
    next: str | None


async def inbox(
    hub: HubDep,
    who: OfficialDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> InboxView:
    """The tasks of the person who asks."""
    after = cursor_of(cursor)
    context = (await hub.office.documents.around()).context(hub.clock.now())
    actors = actors_of(who, context)
    async with hub.store.read() as tx:
        found = await tasks_of(tx, hub.sealer, actors, after, limit)
        total, overdue = await counts_of(tx, actors, context.today.isoformat())
    tasks = [
        task_view(task, DOCUMENTS.validate_json(task.state), context.directory, context.today, who.lang)
        for task in found
    ]
    return InboxView(total=total, overdue=overdue, tasks=tasks, next=next_of(found, limit))


def actors_of(who: Actor, context: Context) -> tuple[str, ...]:
    """The person, those in whose place the person acts today, and the pools of roles and headed units of them all."""
    directory = context.directory
    principals = {
        s.principal for s in directory.stand_ins if s.acting == who.login and s.first <= context.today <= s.last
    }
    officials = (directory.officials.get(each) for each in principals)
    roles = who.person.roles.union(*(each.roles for each in officials if each is not None and each.active))
    pools = [f"{POOL}{role}" for role in sorted(roles)]
    heads = {who.login, *principals}
    pools += [f"{POOL}head:{unit}" for unit, head in sorted(directory.heads.items()) if head in heads]
    return (who.login, *sorted(principals), *pools)


def next_of(found: Sequence[Task], limit: int) -> str | None:
    """Where the next page of an inbox begins; None after the last."""
    last = found[-1] if len(found) == limit else None
    return _JOIN.join((last.due or NO_DUE, last.document, last.task, last.for_whom)) if last else None


def cursor_of(text: str | None) -> Cursor:
    """Behind which task to go on; Refused for what no page of an inbox has given."""
    if text is None:
        return Cursor()
    parts = text.split(_JOIN, 3)
    if len(parts) != 4 or not _ID.fullmatch(parts[1]):
        raise Refused("api.cursor", BAD_CURSOR, status=422, place="cursor")
    return Cursor(*parts)
