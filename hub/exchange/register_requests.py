"""Change requests for the register, decided by a second person: applied whole in one transaction, or refused.

What is agreed to becomes a message of the hub's own with its facts, its evidence and what subscribers are told, in one
commit. It enters no lane before the register: facts come to the same state in whatever order they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.proposals import Outcome, decide_proposal, note_reason
from hub.errors import Refused, Words
from hub.exchange.accept import store_messages
from hub.exchange.model import Origin
from hub.exchange.person_news import REQUEST_FORMAT, Changed, PersonNews
from hub.exchange.planning import Planner
from hub.register.facts import Source
from hub.register.merges import Joined, Merge, join_records, keys_of, part_records
from hub.register.merging import MergeWish, SplitWish
from hub.register.persons import codes_of
from hub.register.requesting import AnyWish, Preview, note_request, preview_of, refuse_unseen, refuse_untold, request_of
from hub.register.requests import OURS, Wish
from hub.register.store import Change, RegisterStore
from hub.store.tx import Tx
from mappings.format import Key

_LEAST_REASON, _LONGEST_REASON = 3, 500


@dataclass(frozen=True, slots=True)
class SecondWord:
    """A second person's word: `seen` is the mark of the preview that they saw, `reason` why they refuse."""

    by: str
    outcome: Outcome
    seen: str = ""
    reason: str = ""


async def decide_request(tx: Tx, store: RegisterStore, planner: Planner, request: str, verdict: SecondWord) -> Wish:
    """Apply a request, or refuse it with a reason; its maker may take it back, not agree.

    Conflict where what is known has changed since the preview that was seen.
    """
    found, wish = await request_of(tx, store, request)
    if verdict.outcome == "refused" and not _LEAST_REASON <= len(verdict.reason) <= _LONGEST_REASON:
        raise Refused("register.no_reason", _NO_REASON, status=422, place="reason")
    await decide_proposal(tx, found, verdict.by, verdict.outcome, ())
    if verdict.outcome == "refused":
        await note_reason(tx, store.sealer, request, verdict.reason)
        await note_request(tx, f"{wish.kind}.refused", request, wish, by=verdict.by)
        return wish
    preview = await preview_of(tx, store, wish, request)
    refuse_unseen(preview.seen, verdict.seen)
    refuse_untold(preview)
    codes = next((codes_of(each.attributes) for each in preview.standing.people.values()), [])
    keys: list[Key] = [("fin", each) for each in codes] or [("person", each) for each in wish.entities]
    message = planner.follow_up(REQUEST_FORMAT, wish.record(preview.standing), keys, Origin(OURS), f"request:{request}")
    now = await tx.now()
    changes = wish.changes(preview.standing, Source(message.id, OURS, now, wish.ground))
    await store.save(tx, changes, now)
    await _lead(tx, request, wish, preview, changes, now)
    news = await PersonNews(store, planner).of(
        tx, _people(changes), Origin(OURS, message.id, 1), f"request:{request}", now
    )
    await store_messages(tx, [message, *news], now)
    facts = {"by": found.made_by, "second": verdict.by, "message": message.id}
    await note_request(tx, wish.kind, request, wish, **facts)
    return wish


async def _lead(tx: Tx, request: str, wish: AnyWish, preview: Preview, changes: Sequence[Change], now: int) -> None:
    """Of a joining or a parting: to which record the keys lead from now on."""
    match wish, preview.standing.joined:
        case MergeWish(), _:
            taken = frozenset(fact.id for fact in changes[0].after.told)
            keys = await keys_of(tx, wish.other)
            await join_records(tx, Merge(request, wish.survivor, wish.other, now, keys, taken))
        case SplitWish(), Joined(merge=merge):
            await part_records(tx, merge, now)
        case _:
            pass


def _people(changes: tuple[Change, ...]) -> Changed:
    return {
        each.after.id: (each.after, {*each.after.changed_fields(each.before)})
        for each in changes
        if each.after.kind == "person"
    }


_NO_REASON = Words("Niyə imtina etdiyinizi yazın (3–500 simvol).", "Say why you refuse it, in 3 to 500 characters.")
