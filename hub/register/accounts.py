"""Utility accounts in the register's terms."""

from __future__ import annotations

from typing import Any

from mappings.records import UtilityAccount


def account_key(record: UtilityAccount) -> str:
    """How an account is found: the utility and its own subscriber code, leading zeros kept."""
    return f"{record.provider}:{record.subscriber_code}"


def account_facts(record: UtilityAccount) -> dict[str, Any]:
    """What a utility states of an account; `fin` stays a fact of theirs, since a supplied identifier is not proof."""
    return record.model_dump(mode="json", exclude_none=True, exclude={"kind", "lossy", "derived"})
