"""Operators look at what has failed and repair it: two of them, who do not wait for each other and ask twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

from hub.access.second_person import Who
from hub.app import Hub
from hub.errors import HubError
from hub.exchange.repair.deciding import approve
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import Arguments, Request, Selection
from hub.exchange.repair.states import Action, Behind
from tests.faults.traffic import body, surname
from tests.simulation.plays.agencies import Agency

if TYPE_CHECKING:
    from tests.simulation.world import World

OPERATORS: Final = tuple(Who("committee", login) for login in ("ramil", "zaur"))
_CERTAIN_S = 60.0
"""So long after its last try nobody can still be about to call for a delivery."""
_REFUSED = frozenset(("repair.already_open", "repair.wrong_state", "repair.nothing_to_repair", "access.second_person"))
"""What an operator may be told who is too late, or may not."""
EDITED: Final = 100
"""So much more is the number in a body that an operator has edited."""

ALWAYS: Final[Mapping[str, str]] = {
    "a delivery has two that took its place": """
        SELECT replaces FROM deliveries WHERE replaces IS NOT NULL GROUP BY replaces HAVING count(*) > 1""",
    "a repair of a doubtful delivery began without a second person": """
        SELECT id FROM repairs WHERE (action = 'confirm_delivered' OR arguments LIKE '%confirm_not_applied%')
        AND state NOT IN ('awaiting_approval', 'cancelled') AND (approved_by IS NULL OR approved_by = made_by)""",
    "a repair has ended and still holds something": """
        SELECT o.repair_id FROM open_repairs o JOIN repairs r ON r.id = o.repair_id WHERE r.finished_at IS NOT NULL""",
}
WORKING: Final = """(SELECT count(*) FROM deliveries WHERE state IN ('failed', 'unknown'))
    + (SELECT count(*) FROM repairs WHERE finished_at IS NULL)"""


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery that waits for people; `since` are the seconds since its last try ended. One that is `doubtful` may
    have been applied.
    """

    id: str
    state: str
    message: str
    destination: str
    key: str
    since: float
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What an operator sees: what has failed and is in nobody's hands, which repairs wait for a second person, and how
    much is not done.
    """

    failures: Sequence[Failure]
    proposed: Sequence[str]
    left: int


class Operators:
    """Who repairs in a world until `everything_is_sent` and nothing is left. `discarded` are the deliveries that one of
    them asked to give up. `sent` says whose a promised message is, and which; where they have it they also edit and
    redirect.
    """

    def __init__(self, world: World, agencies: Sequence[Agency], sent: Mapping[str, tuple[int, int]] | None) -> None:
        self.world = world
        self.dice = Random(f"{world.seed} operators")
        self.agencies = {each.name: each for each in agencies}
        self.discarded: set[str] = set()
        self.sent, self.redirected = sent, set[str]()
        self.everything_is_sent = False

    async def repairs(self, who: Who) -> None:
        """Look now and then, and do something about one that is found."""
        while True:
            await asyncio.sleep(self.dice.expovariate(0.4))
            seen = await self.world.ask("look", _standing)
            if seen is None:
                continue
            if self.everything_is_sent and not seen.left:
                return
            if seen.proposed and self.dice.random() < 0.7:
                repair = self.dice.choice(seen.proposed)
                await self._ask(lambda hub: approve(hub.store, repair, who))  # noqa: B023  # awaited
            elif failures := [each for each in seen.failures if self._is_certain(each)]:
                request = self._request(self.dice.choice(failures), who)
                await self._ask(lambda hub: make_repair(hub.repairs, request))  # noqa: B023  # awaited

    def _is_certain(self, failure: Failure) -> bool:
        """Whoever asks the agency on the telephone whether it has it must know that no call is on its way."""
        under_way = self.agencies[failure.destination].under_way
        return failure.state == "failed" or (failure.since > _CERTAIN_S and not any(each.alive for each in under_way))

    def _request(self, failure: Failure, who: Who) -> Request:
        agency, selection, arguments = self.agencies[failure.destination], Selection(ids=(failure.id,)), Arguments()
        if failure.state == "failed":
            if not failure.doubtful and (request := self._otherwise(failure, selection, who)) is not None:
                return request
            certain = () if failure.doubtful else (Action.REPROCESS, Action.DISCARD)
            action = self.dice.choice([Action.RETRY, Action.RETRY, *certain])
            if action is Action.DISCARD:
                self.discarded.add(failure.id)
                arguments = Arguments(behind=Behind.RELEASE)
        elif agency.idempotent or agency.has_status:
            action = Action.RETRY
        elif agency.knows(failure.key):
            action, arguments = Action.CONFIRM_DELIVERED, Arguments(reference="by telephone")
        else:
            action, arguments = Action.REPROCESS, Arguments(confirm_not_applied=True)
        self.world.tell(f"{who} asks for {action} of {failure.id} at {failure.destination}")
        return Request(action, selection, "as the agency says", who, arguments)

    def _otherwise(self, failure: Failure, selection: Selection, who: Who) -> Request | None:
        """Say it in other words, or to another agency; each is told so of a message once."""
        sent, faults = (self.sent or {}).get(failure.message), self.world.faults
        if sent is None:
            return None
        if faults.happens("edited"):
            person, number = sent
            text = body(person, number).decode().replace(surname(number), surname(number + EDITED))
            self.world.tell(f"{who} edits {failure.id}, {person}-{number}")
            return Request(Action.EDIT, selection, "misspelt", who, Arguments(body=text))
        others = [name for name in self.agencies if name != failure.destination]
        if failure.message not in self.redirected and faults.happens("redirected"):
            self.redirected.add(failure.message)
            arguments = Arguments(destination=others[sum(sent) % len(others)])
            self.world.tell(f"{who} redirects {failure.id} to {arguments.destination}")
            return Request(Action.REDIRECT, selection, "another has taken over", who, arguments)
        return None

    async def _ask(self, act: Callable[[Hub], Coroutine[Any, Any, object]]) -> None:
        """Ask one door, or two at once."""
        asks = [self.world.ask("repair", act) for _ in range(self.dice.choice([1, 1, 2]))]
        for wrong in await asyncio.gather(*asks, return_exceptions=True):
            if isinstance(wrong, HubError) and wrong.code not in _REFUSED:
                self.world.broken.append(f"a repair was refused: {wrong}")


async def _standing(hub: Hub) -> Standing:
    async with hub.store.read() as tx:
        failures = await tx.fetch(
            "SELECT d.id, d.state, d.message_id, d.destination, d.agency_key, hub_now() - d.settled_at AS since,"
            " EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = d.id"
            " AND (a.outcome IS NULL OR a.outcome IN ('unknown', 'breach'))) AS doubtful"
            " FROM deliveries d WHERE d.state IN ('failed', 'unknown')"
            " AND NOT EXISTS (SELECT 1 FROM open_repairs o WHERE o.delivery_id = d.id) ORDER BY d.id"
        )
        proposed = await tx.fetch("SELECT id FROM repairs WHERE state = 'awaiting_approval' ORDER BY id")
        (left,) = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE state NOT IN ('delivered', 'discarded', 'superseded')"
        )
    return Standing(
        [
            Failure(
                row["id"],
                row["state"],
                row["message_id"],
                row["destination"],
                row["agency_key"],
                row["since"] / 1e6,
                bool(row["doubtful"]),
            )
            for row in failures
        ],
        [row["id"] for row in proposed],
        left["n"],
    )
