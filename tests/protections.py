"""A protected address in a register that a test has: asked for by one official, applied by another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.app import Hub
from hub.exchange.register_requests import SecondWord, decide_request
from hub.register.protections import ProtectionBody, ProtectionWish
from hub.register.reading import Reader
from hub.register.requesting import preview_of, propose_request
from hub.register.store import RegisterStore
from tests.moments import today


async def protect(hub: Hub, fin: str, **more: Any) -> None:
    """In force for three days, by a court's word."""
    store, day = RegisterStore(hub.sealer, hub.hash), (today() - timedelta(days=3)).isoformat()
    terms = {"reason": "violence", "act_authority": "Məhkəmə", "act_number": "9", "act_date": day, "valid_from": day}
    async with hub.store.write() as tx:
        person = await Reader(store).by_key(tx, "fin", fin)
        assert person is not None
        body = ProtectionBody.model_validate({**terms, "review_on": "2099-01-01", **more})
        wish = ProtectionWish(entity=person.id, terms=body)
        seen = (await preview_of(tx, store, wish)).seen
        request = await propose_request(tx, store, wish, seen, "zeyneb")
        await decide_request(tx, store, hub.planner, request, SecondWord("aytac", "agreed", seen))
