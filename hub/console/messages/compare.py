"""Two messages field by field: compared as they are, shown under their masks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from hub.access.masking import mask
from hub.access.rights import Right
from hub.console.messages.message_page import MessagePage, find, laid_out
from hub.console.messages.naming import plain
from hub.console.pages import page
from hub.console.viewer import ViewerDep
from hub.errors import NotFound, Words
from hub.exchange.masks import CANONICAL
from hub.store.ids import parse_id
from hub.store.store import snapshot
from hub.web.context import HubDep

router = APIRouter()
MOST = 200
_Id = Annotated[str, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of both, masked; None where a message has no such field."""

    path: str
    left: str | None
    right: str | None
    same: bool


@router.get("/messages/compare")
async def compare(request: Request, hub: HubDep, who: ViewerDep, a: _Id = "", b: _Id = "") -> HTMLResponse:
    """Both messages, what differs first."""
    who.need(Right.SEE, " ".join(found for text in (a, b) if (found := parse_id(text))))
    wrong: dict[str, Words] = {}
    faces: dict[str, MessagePage] = {}
    for name, text in (("a", a), ("b", b)):
        found = parse_id(text)
        try:
            if found is not None:
                async with snapshot(hub.store) as tx:
                    faces[name] = laid_out(hub, who, await find(tx, hub, who, found))
        except NotFound:
            pass
        if name not in faces and (text or name == "a"):
            wrong[name] = Words("Bu nömrə ilə mesaj tapılmadı.", "There is no message under this number.")
    pairs = paired(faces["a"], faces["b"]) if len(faces) == 2 else []
    return await page(
        request,
        who,
        "messages/compare.html",
        404 if wrong else 200,
        a=a,
        b=b,
        faces=faces,
        pairs=pairs[:MOST],
        more=max(0, len(pairs) - MOST),
        wrong={name: who.say(words) for name, words in wrong.items()},
    )


def paired(left: MessagePage, right: MessagePage) -> list[Pair]:
    """The fields of both in the order of the first, what differs before what is the same."""
    ones, others = _fields(left), _fields(right)
    pairs = [
        Pair(path, _shown(path, ones.get(path)), _shown(path, others.get(path)), ones.get(path) == others.get(path))
        for path in dict.fromkeys((*ones, *others))
    ]
    return sorted(pairs, key=lambda pair: pair.same)


def _fields(it: MessagePage) -> dict[str, str]:
    facts = {"format": it.view.format, "sender": it.view.party, "route": it.view.route}
    if not it.is_own:
        return facts
    for index, record in enumerate(it.subjects):
        facts |= dict(_leaves(plain(record), f"{index + 1}"))
    return facts


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(each, f"{path}[{index + 1}]")
    else:
        yield path, value if isinstance(value, str) else json.dumps(value)


def _shown(path: str, value: str | None) -> str | None:
    if value is None or "." not in path:
        return value
    return mask(CANONICAL.of(path.rpartition(".")[2].partition("[")[0]), value)
