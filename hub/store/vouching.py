"""Vouching for rows: whoever can write to the database, and has no key, cannot add or change such a row unnoticed.

A row bears a MAC over what it states, under a data key of its table (`hub.store.data_keys`).
"""

from __future__ import annotations

from typing import Protocol

from hub.errors import HubError, Words

Stated = str | int | None


class Vouching(Protocol):
    """Makes MACs over what the rows of a table state, and tells whether one holds."""

    def vouch(self, table: str, *stated: Stated) -> bytes: ...
    def is_vouched(self, mac: object, table: str, *stated: Stated) -> bool:
        """False for whatever is no such MAC, also for what is no bytes; never raises for what a column may hold."""
        ...


class NoVouching:
    """Of a store for which nobody has opened the data keys yet."""

    def vouch(self, table: str, *stated: Stated) -> bytes:  # noqa: ARG002  # as the port has it
        raise _no_keys(table)

    def is_vouched(self, mac: object, table: str, *stated: Stated) -> bool:  # noqa: ARG002  # as the port has it
        raise _no_keys(table)


def _no_keys(table: str) -> HubError:
    return HubError(
        "hub.data_keys_not_open",
        Words(
            f"{table} sətirlərinə təminat verən açarlar açılmayıb: HUB_DATA_KEY_FILE-ı yoxlayın.",
            f"The keys that vouch for rows of {table} are not open: see HUB_DATA_KEY_FILE.",
        ),
    )
