"""The WHERE of a statement that grows with what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

_LETTERS = str.maketrans("0123456789", "abcdefghij")


class Where:
    """Conditions joined by AND, and their values. The texts are our own; what people ask for goes into the values."""

    def __init__(self, *conditions: str) -> None:
        self._conditions = list(conditions)
        self.values: dict[str, Any] = {}

    def given(self, condition: str, **values: object) -> Self:
        """One more condition, unless one of its values is None: nothing is asked for then."""
        if None not in values.values():
            self._conditions.append(condition)
            self.values |= values
        return self

    def these(self, values: Iterable[object]) -> str:
        """A list to stand after IN; nothing is in an empty one. Names of values know no digits."""
        names = {f"these_{number}".translate(_LETTERS): value for number, value in enumerate(values)}
        self.values |= names
        return f"({', '.join(f':{name}' for name in names) or 'NULL'})"

    def __str__(self) -> str:
        return " AND ".join(self._conditions) or "true"
