"""What a party may use of the hub: limits as data, by names of a closed list. What no row limits has the default."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from hub.errors import Refused, Words
from hub.store.tx import Tx


class LimitName(StrEnum):
    """What can be limited."""

    MESSAGES_A_MINUTE = "messages_a_minute"
    MESSAGES_A_DAY = "messages_a_day"
    ASKS_A_MINUTE = "asks_a_minute"
    ASKS_A_DAY = "asks_a_day"
    KEPT_BYTES = "kept_bytes"
    """Of answers to its questions that are kept at one time, with their files."""
    INBOX_BYTES = "inbox_bytes"
    """Of files that it pushed and that are not accepted yet."""


DEFAULTS: Final[Mapping[LimitName, int]] = {LimitName.KEPT_BYTES: 256 * 1024**2, LimitName.INBOX_BYTES: 4 * 1024**3}
"""Of a party for which nothing else was said; what is not here has no limit."""


def known_limit(name: str) -> LimitName:
    """The name; Refused for one that is not of the list."""
    try:
        return LimitName(name)
    except ValueError as unknown:
        raise Refused(
            "access.limit_unknown",
            Words(
                f"Belə hədd yoxdur; bunlar var: {', '.join(LimitName)}.",
                f"There is no such limit; there are: {', '.join(LimitName)}.",
            ),
            status=422,
            place="name",
        ) from unknown


async def set_limit(tx: Tx, party: str, name: LimitName, most: int, by: str, second: str) -> None:
    """Set it, in place of what stood there."""
    await tx.execute(
        "INSERT INTO party_limits (party, name, most, made_by, second_by) VALUES (:party, :name, :most, :by, :second)"
        " ON CONFLICT (party, name) DO UPDATE SET most = :most, made_by = :by, second_by = :second",
        {"party": party, "name": name.value, "most": most, "by": by, "second": second},
    )


async def limits_of(tx: Tx, party: str) -> Mapping[LimitName, int]:
    """What holds for a party now."""
    rows = await tx.fetch("SELECT l.name, l.most FROM party_limits l WHERE l.party = :party", {"party": party})
    return {**DEFAULTS, **{LimitName(row["name"]): int(row["most"]) for row in rows}}
