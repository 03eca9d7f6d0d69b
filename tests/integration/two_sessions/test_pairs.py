"""Every pair of the table, played in each order and with each ending of the first."""

from __future__ import annotations

from tests.integration.two_sessions.pairs import Pair, played
from tests.integration.two_sessions.sessions import Ending, Sessions
from tests.integration.two_sessions.table import PAIRS


@played(PAIRS)
async def test_a_pair_comes_to_what_is_said_of_it(sessions: Sessions, ending: Ending, pair: Pair, turned: bool) -> None:
    await pair.play(sessions, ending, turned=turned)
