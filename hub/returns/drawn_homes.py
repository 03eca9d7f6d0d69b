"""Between move days and draws: into which home a family may move, and what became of it, said once for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.state import Case
from document_flow.draws.acts.leave import ForfeitHome, HandOverHome, WithdrawEntry
from document_flow.draws.refusals import refusal
from document_flow.draws.state import Draw
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.programme import parted
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Needs, Stored
from hub.programmes.cases import programme_of
from hub.returns.drawn_families import MOVES_ROOM, held_family
from hub.returns.draws import DRAWS, spoken_since
from hub.returns.households import PROGRAMME
from hub.store.tx import Tx

Said = HandOverHome | ForfeitHome | WithdrawEntry


async def home_of(needs: Needs, tx: Tx, number: str) -> str:
    """The home into which the family may move by a draw that was held; empty for none."""
    found = await _draw_of(needs, tx, number)
    return found.state.housed.get(number, "") if found is not None else ""


async def since_of(needs: Needs, tx: Tx, number: str) -> date:
    """From which day on what the family says may be about its home; any day where no draw has the family."""
    found = await _draw_of(needs, tx, number)
    return spoken_since(found.state, number) if found is not None else date.min


async def tell_draw(needs: Needs, tx: Tx, said: Said) -> None:
    """In the transaction of the move day's act. HubError where the draw refuses it, and then neither is done; of a
    family that a draw has no more there is nothing to say.
    """
    found = await _draw_of(needs, tx, said.number)
    if found is not None:
        await Aggregates.of(needs, {}).carried(tx, DRAWS, found, said)


@dataclass(frozen=True, slots=True)
class LeavesDraw:
    """What ends with a decision to return that its applicant gives up."""

    needs: Needs

    async def hinders(self, tx: Tx, case: Case) -> Refusal | None:
        """Why it cannot be given up now, whatever its applicant writes: once the family is on a move day or has moved
        in, that is said at those desks.
        """
        application = case.application
        if case.programme != PROGRAMME or application is None:
            return None
        number, tables = application.number, AggregateStore(self.needs.sealer, self.needs.hash)
        if await tables.keepers(tx, MOVES_ROOM, (number,)):
            return refusal("draws.on_its_way", number=number)
        if await tables.keepers(tx, "reintegrations", (number,)):
            return refusal("draws.moved_in", number=number)
        found = await _draw_of(self.needs, tx, number, lock=False)
        if found is None or number in found.state.out:
            return None
        standing = await DRAWS.standing(self.needs, tx, found, HUB)
        judged = DRAWS.kernel.decide(standing, WithdrawEntry(by=HUB, number=number, document="—", by_case=True))
        return judged if isinstance(judged, Refusal) else None

    async def leave(self, tx: Tx, case: Case, said: Withdraw) -> Refusal | None:
        """The family leaves its draw by the same word, whatever it has there."""
        application, hindered = case.application, await self.hinders(tx, case)
        if hindered is not None or case.programme != PROGRAMME or application is None:
            return hindered
        number = application.number
        found = await _draw_of(self.needs, tx, number)
        if found is None or number in found.state.out:
            return None
        rows = await tx.fetch("SELECT d.reg_no, d.reg_date FROM documents d WHERE d.id = :id", {"id": said.document})
        word, rule = rows[0]["reg_no"], programme_of(case).together
        if rule is not None and word.upper() in parted(application.answers.get(rule.words)):
            return refusal("draws.word_used", document=word)
        if rows[0]["reg_date"] < application.day.isoformat():
            return refusal("draws.no_word", document=word, number=number, day=application.day)
        left = WithdrawEntry(by=said.by, number=number, document=word, by_case=True)
        done = await Aggregates.of(self.needs, {}).decided(tx, DRAWS, found, left)
        return done if isinstance(done, Refusal) else None


async def _draw_of(needs: Needs, tx: Tx, number: str, *, lock: bool = True) -> Stored[Draw] | None:
    tables = AggregateStore(needs.sealer, needs.hash)
    name = await tables.keeper(tx, DRAWS, held_family(number))
    return await tables.get(tx, DRAWS, name, lock=lock) if name else None
