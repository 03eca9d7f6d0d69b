"""Who saw or got a person's data, at each door alike: with all rooms that keep the lines of what was sent of many."""

from __future__ import annotations

from hub.app import Hub
from hub.documents.exchange.dispatching import letters_about
from hub.exchange.usage import Usages
from hub.money.sending import payment_lists_naming
from hub.register.store import RegisterStore
from hub.utilities.told import statements_naming
from routes.usage import usage_rules

_LISTS = (payment_lists_naming, statements_naming, letters_about)
"""A room that sends lists of its own, or letters about somebody, is a line here."""


def usages_of(hub: Hub) -> Usages:
    """Those of this hub."""
    return Usages(usage_rules(), hub.routes, RegisterStore(hub.sealer, hub.hash), _LISTS)
