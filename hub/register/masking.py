"""Personal values with most of their letters hidden: enough to recognise somebody, not enough to learn them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_OPEN = frozenset((
    "vital_status", "citizenship", "fin_state", "category", "end_reason", "provider", "idp_group", "patronymic_suffix",
    "relation", "state", "act_type", "lossy", "derived",
))  # fmt: skip
"""What is no personal value, or tells nothing without the name."""
_YEARS = frozenset(("birth_date", "death_date", "since", "until"))
_INITIALS = frozenset(("surname", "given_name", "patronymic", "birth_place", "origin_place", "holder_name"))
_DOTS = "•••"


def masked(name: str, value: Any) -> Any:
    """The value as somebody sees it who has not said what for. Lists and objects keep their shape."""
    if isinstance(value, Mapping):
        return {inner: masked(inner, each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [masked(name, each) for each in value]
    if name in _OPEN or value is None or value == "":
        return value
    text = str(value)
    if name in _YEARS:
        return f"{text[:4]}-{_DOTS}"
    if name == "fin" or name.endswith("_fin") or name in ("subscriber_code", "card_no", "household_id", "status_id"):
        return f"{_DOTS}{text[-2:]}"
    return f"{text[:1]}{_DOTS}" if name in _INITIALS else _DOTS
