"""The next chunk of a settlement: first the utility's accounts, then the rights at accounts that it did not bill.

Chunks are ranges of the register's own ids, so that whoever goes on after a kill goes on where the last event says.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from document_flow.settlements.comparing import AccountSums, Entitled, compared
from document_flow.settlements.state import Settlement
from document_flow.settlements.tariffs import tariff_on
from hub.register.entity import Entity
from hub.register.store import ENTITY, RegisterStore
from hub.register.things import THINGS_AT
from hub.store.tx import Tx
from hub.utilities.accounts import SERVICES, billed, entitled, is_of, of_month

ROWS: Final = 2000
RIGHTS: Final = "rights:"
"""How a cursor begins that goes through rights, after the accounts."""
_FIRST: Final = "0" * 32
"""Below every id."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """Reads the register for settlements."""

    store: RegisterStore
    rows: int = ROWS

    async def chunk(self, tx: Tx, state: Settlement) -> tuple[list[AccountSums], str]:
        """The lines of the next accounts, and where to go on; empty after the last."""
        if state.cursor.startswith(RIGHTS):
            page = await self._page(tx, "right", state.cursor.removeprefix(RIGHTS))
            lines = [line async for line in self._missing(tx, state, page)]
            return lines, f"{RIGHTS}{page[-1].id}" if len(page) == self.rows else ""
        page = await self._page(tx, "utility_account", state.cursor)
        return await self._billed(tx, state, page), page[-1].id if len(page) == self.rows else RIGHTS

    async def _page(self, tx: Tx, kind: str, after: str) -> list[Entity]:
        found = await tx.fetch(
            f"SELECT {ENTITY} FROM entities e WHERE e.kind = :kind AND e.id > :after ORDER BY e.id LIMIT :most",
            {"kind": kind, "after": after or _FIRST, "most": self.rows},
        )
        return [self.store.entity(row) for row in found]

    async def _billed(self, tx: Tx, state: Settlement, page: Sequence[Entity]) -> list[AccountSums]:
        told = await self._told(tx, state, page)
        rights = await self._rights(tx, state, list(told))
        lines = (self._line(state, code, attributes, rights.get(code, [])) for code, attributes in sorted(told.items()))
        return [line for line in lines if line is not None]

    async def _missing(self, tx: Tx, state: Settlement, page: Sequence[Entity]) -> AsyncIterator[AccountSums]:
        """Accounts with rights that the utility did not bill in the month, each at the first of its rights."""
        theirs = [each for each in page if is_of(each.attributes, state.provider, state.month)]
        codes = sorted({str(each.attributes["subscriber_code"]) for each in theirs})
        keys = {self.store.hash("account", f"{state.provider}:{code}"): code for code in codes}
        known = await self.store.by_keys(tx, list(keys))
        billed_codes = await self._told(tx, state, list({each.id: each for each in known.values()}.values()))
        open_codes = [code for code in codes if code not in billed_codes]
        firsts = await self._firsts(tx, state, open_codes)
        rights = await self._rights(tx, state, [code for code in open_codes if firsts[code] in {e.id for e in theirs}])
        for code, found in sorted(rights.items()):
            line = self._line(state, code, None, found)
            if line is not None:
                yield line

    def _line(
        self, state: Settlement, code: str, attributes: Mapping[str, Any] | None, rights: Sequence[Entitled]
    ) -> AccountSums | None:
        row = billed(attributes) if attributes is not None else None
        tariff = tariff_on(SERVICES[state.provider], date.fromisoformat(f"{state.month}-01"))
        return compared(code, row, rights, tariff)

    async def _told(self, tx: Tx, state: Settlement, accounts: Sequence[Entity]) -> dict[str, Mapping[str, Any]]:
        """What was told of the month, by the code of those accounts of which anything was."""
        theirs = [each for each in accounts if each.attributes.get("provider") == state.provider]
        later = [each for each in theirs if str(each.attributes.get("period", "")) > state.month]
        facts = await self.store.all_facts(tx, later)
        past = {each.id: of_month(each, facts.get(each.id, ()), state.month) for each in later}
        found: dict[str, Mapping[str, Any]] = {}
        for each in theirs:
            attributes = past.get(each.id, each.attributes)
            if attributes is not None and attributes.get("period") == state.month:
                found[str(attributes["subscriber_code"])] = attributes
        return found

    async def _rights(self, tx: Tx, state: Settlement, codes: Sequence[str]) -> dict[str, list[Entitled]]:
        found = await self._at(tx, state, codes)
        return {code: entitled(rights, state.provider, state.month) for code, rights in found.items()}

    async def _firsts(self, tx: Tx, state: Settlement, codes: Sequence[str]) -> dict[str, str]:
        """Of each account the lowest id of its rights that count, so that it is told in one chunk alone."""
        found = await self._at(tx, state, codes)
        return {
            code: min((e.id for e in rights if is_of(e.attributes, state.provider, state.month)), default="")
            for code, rights in found.items()
        }

    async def _at(self, tx: Tx, state: Settlement, codes: Sequence[str]) -> dict[str, list[Entity]]:
        keys = {self.store.hash(THINGS_AT, f"{state.provider}:{code}"): code for code in codes}
        return {keys[key]: found for key, found in (await self.store.linked(tx, list(keys))).items()}
