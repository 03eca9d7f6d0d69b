"""The answer for an agency that cannot be asked: what its files told the register of a person's accounts with it.

It is the agency's word alone, not what others say of the same accounts. Accounts that are hidden stay hidden: to whom a
protection hides them, nothing was told.
"""

from __future__ import annotations

from hub.errors import HubError
from hub.exchange.ask.asks import Told
from hub.exchange.ask.problems import not_told
from hub.exchange.ask.questions import Source
from hub.register.facts import project
from hub.register.reading import Reader, fins_of
from hub.store.tx import Tx
from mappings.answers import Subscription, Utilities


async def told_by_files(tx: Tx, reader: Reader, source: Source, fin: str) -> Told | HubError:
    """Every account of which the agency has last said that it is this person's, as of the oldest of its last words."""
    held: list[Subscription] = []
    moments: list[int] = []
    person = await reader.by_key(tx, "fin", fin)
    fins = {fin, *(await fins_of(tx, reader.store, person) if person else ())}
    for account in await reader.accounts_of(tx, sorted(fins)):
        facts = [each for each in await reader.facts(tx, account) if each.source.party == source.agency]
        said, _ = project(account.kind, facts)
        if said.get("fin") in fins:
            held.append(Subscription.model_validate({name: said.get(name) for name in Subscription.model_fields}))
            moments.append(max(each.known_from for each in facts))
    if not held:
        return not_told(source.agency)
    return Told(source, Utilities.model_validate({"fin": fin, source.field: tuple(held)}), min(moments))
