"""`hub second`: whatever waits for a second person, of every room that one's roles open."""

from __future__ import annotations

from typing import Any

from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting
from hub.errors import Lang, Words


@acting
def second(client: HubClient) -> None:
    """What waits for a second person."""
    client.show(client.get("/v1/second"), _drawn)


def _drawn(told: Any, lang: Lang) -> Drawn:
    if not told["items"]:
        yield Words("Razılıq gözləyən yoxdur.", "Nothing awaits agreement.").say(lang)
    for each in told["items"]:
        yield f"{'!' if each['mine'] else '○'} {each['kind']}  {each['what']}  {each['by']}  {each['page']}"
    if told["is_cut"]:
        yield Words("Qalanı hər növün öz siyahısındadır.", "The others stand in the list of each kind.").say(lang)
