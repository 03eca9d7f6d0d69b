"""The kinds of aggregates that this house has. A new one is its declaration and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.aggregates.kind import Kind
from hub.money.accounts import ACCOUNTS

_ALL: tuple[Kind[Any], ...] = (ACCOUNTS,)
KINDS: Mapping[str, Kind[Any]] = {each.room: each for each in _ALL}
"""By room."""
