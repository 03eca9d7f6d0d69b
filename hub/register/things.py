"""Things under numbers of their own (`mappings.registered`) in the register's terms. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.lists import listed
from hub.register.store import with_version
from mappings.records import AllowancePayment, IdpStatus
from mappings.registered import IdpCard, Registered

THINGS_OF = "things-of"
"""The kind of key under which things are found that are about a person."""
THINGS_AT = "things-at"
"""The same of an account of a utility."""
ACCOUNTS_OF = "accounts-of"
HOUSEHOLD_OF = "household-of"
"""The same for accounts of utilities that a person holds, and for the household that a person belongs to."""
NEWER_KNOWN = "register.newer_known"
OBJECTIONS = frozenset(("register.other_payment", "register.paid_and_refused"))
"""What speaks against a word for good."""
_UNTOLD = {"kind", "lossy", "derived"}
_PAID, _REFUSED = frozenset(("paid", "duplicate")), frozenset(("account_closed", "name_mismatch", "not_collected"))
_SAID_ONCE = ("fin", "iban", "amount_qepik", "period")


def kind_of(record: Registered) -> str:
    """What the register calls it; keys of this kind find it by its number."""
    return str(type(record).model_fields["kind"].default)


def thing_change(before: Entity, record: Registered, source: Source) -> tuple[Entity | None, str | None]:
    """The entity after this word about it; or None and why not: one of OBJECTIONS, or that something newer is known."""
    if record.order is not None and before.version is not None and record.order < before.version:
        return None, NEWER_KNOWN
    facts = {**record.model_dump(mode="json", exclude_none=True, exclude=_UNTOLD), **listed(record)}
    if isinstance(record, AllowancePayment):
        objection = payment_objection(record, before.attributes)
        if objection is not None:
            return None, objection
        facts = payment_facts(record, facts, before.attributes)
    if isinstance(record, IdpCard) and "state" not in record.model_fields_set and "state" in before.attributes:
        # An old base knows no end: what it tells again stays as it has become since.
        del facts["state"]
    weak = {name for flaw in ("lossy", "derived") for name in record.__dict__.get(flaw, ())}  # few kinds have them
    after = learn(before, facts, source, weak=weak)
    return (after if record.order is None else with_version(after, record.order)), None


def card_of(status: IdpStatus) -> IdpCard | None:
    """The card that is told with a status: a thing of its own, that may be lost or replaced while the status holds."""
    if status.card_no is None or status.fin is None:
        return None
    return IdpCard(card_no=status.card_no, fin=status.fin)


def payment_objection(record: AllowancePayment, known: Mapping[str, Any]) -> str | None:
    """What was asked for under a batch and number never changes, and what was paid is not refused afterwards."""
    told = record.model_dump(mode="json", exclude_none=True, include={*_SAID_ONCE})
    if any(name in known and known[name] != value for name, value in told.items()):
        return "register.other_payment"
    if known.get("state") == "paid" and record.result in _REFUSED:
        return "register.paid_and_refused"
    return None


def payment_facts(record: AllowancePayment, facts: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """A payment's state beside what is stated: asked, open, paid or refused.

    `duplicate` (the bank's 31) says that it was paid before: a silence or a resend in between cost nothing. What is
    paid stays as it was answered first.
    """
    if record.result is None:
        return {**facts, "state": known.get("state", "asked")}
    if known.get("state") == "paid":
        return {}
    return {**facts, "state": "paid" if record.result in _PAID else "refused" if record.result in _REFUSED else "open"}
