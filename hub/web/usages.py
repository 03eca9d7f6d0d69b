"""Who saw or got a person's data, at each door alike: with all rooms that keep the lines of what was sent of many."""

from __future__ import annotations

from collections.abc import Mapping

from hub.app import Hub
from hub.documents.exchange.dispatching import letters_about
from hub.errors import Words
from hub.exchange.usage import Usage, Usages, WantedUsages
from hub.money.sending import payment_lists_naming
from hub.register.persons import code_of
from hub.register.store import RegisterStore
from hub.store.tx import Tx
from hub.utilities.told import statements_naming
from mappings.registered import Category
from routes.usage import usage_rules

_LISTS = (payment_lists_naming, statements_naming, letters_about)
"""A room that sends lists of its own, or letters about somebody, is a line here."""

CATEGORIES: Mapping[Category, Words] = {
    "personal": Words("şəxsi məlumat", "personal data"),
    "employment": Words("əmək", "employment"),
    "family": Words("ailə", "family"),
    "education": Words("təhsil", "education"),
    "transport": Words("nəqliyyat", "transport"),
    "social": Words("sosial müdafiə", "social protection"),
    "communication": Words("rabitə", "communication"),
}
"""The kinds of data, as the person is told of them."""


def usages_of(hub: Hub) -> Usages:
    """Those of this hub."""
    return Usages(usage_rules(), hub.routes, RegisterStore(hub.sealer, hub.hash), _LISTS)


async def sent_about(tx: Tx, hub: Hub, subject: str, most: int) -> tuple[int, list[Usage]]:
    """What was sent of the person of this keyed hash to others, as the person is told it: how often in all, and the
    newest; nothing of whom the register does not know.
    """
    usages = usages_of(hub)
    person = next(iter((await usages.register.by_keys(tx, [subject])).values()), None)
    code = code_of(person.attributes) if person is not None else ""
    if not code:
        return 0, []
    return await usages.find(tx, WantedUsages(code, limit=most, sent_only=True))
