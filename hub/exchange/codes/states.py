"""Where an added code stands."""

from __future__ import annotations

from enum import StrEnum


class CodeState(StrEnum):
    """proposed -> in_force | refused; in_force -> withdrawing -> withdrawn | in_force."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWING = "withdrawing"
    """Still in force; a person has asked to withdraw it and another must agree."""
    WITHDRAWN = "withdrawn"

    @property
    def waits(self) -> bool:
        """True where a second person must decide."""
        return self in (CodeState.PROPOSED, CodeState.WITHDRAWING)

    @property
    def counts(self) -> bool:
        """True where messages are read with it."""
        return self in (CodeState.IN_FORCE, CodeState.WITHDRAWING)
