"""The kinds of aggregates that this house has. A new one is its declaration and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.aggregates.kind import Kind
from hub.lists.kinds import kinds_over
from hub.lists.ledger import Ledger
from hub.money.accounts import ACCOUNTS, accounts_of, questioned
from hub.money.owing import owe_chunk, settled
from hub.programmes.audits import AUDITS
from hub.programmes.case_reading import doubted
from hub.programmes.group_acts import GROUP_ACTS
from hub.programmes.law_replays import REPLAYS
from hub.returns.clock_acts import CLOCK_ACTS
from hub.returns.draws import DRAWS
from hub.returns.moves import MOVES
from hub.returns.reintegrations import REINTEGRATIONS
from hub.sampling.checks import CHECKS
from hub.sampling.samples import KIND as SAMPLES
from hub.surveys.kind import SURVEYS
from hub.treasury.requests import KIND as TREASURY
from hub.utilities.settlements import KIND as SETTLEMENTS

_LEDGER = Ledger(owe_chunk, settled, accounts_of, questioned, doubted)
_ALL: tuple[Kind[Any], ...] = (
    ACCOUNTS,
    AUDITS,
    DRAWS,
    *kinds_over(_LEDGER),
    TREASURY,
    SAMPLES,
    CHECKS,
    MOVES,
    REINTEGRATIONS,
    CLOCK_ACTS,
    REPLAYS,
    GROUP_ACTS,
    SURVEYS,
    SETTLEMENTS,
)
KINDS: Mapping[str, Kind[Any]] = {each.room: each for each in _ALL}
"""By room."""
