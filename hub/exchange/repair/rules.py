"""The rules of repairs: who must agree, how a canary grows, and when an agency may be sent a new key. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from hub.exchange.repair.states import Action

FREE_ITEMS = 100
"""Above so many items of a person in a day reprocess, redirect, discard and correct need a second person."""
MOST_ITEMS = 50_000
_NOT_APPLIED = frozenset(("rejected", "busy", "unavailable", "failed"))


def needs_second_person(action: Action, items: int, *, confirmed_not_applied: bool) -> bool:
    """Edit, confirm-delivered and a word about an unknown outcome always; others above 100 items a day; retry never."""
    if confirmed_not_applied and action.replaces:
        return True
    match action:
        case Action.EDIT | Action.CONFIRM_DELIVERED:
            return True
        case Action.REPROCESS | Action.REDIRECT | Action.DISCARD | Action.CORRECT:
            return items > FREE_ITEMS
        case Action.RETRY:
            return False


def steps(total: int, *, canary: bool) -> tuple[int, ...]:
    """How many items are let go in all after each step: 1, 5, 25 %, all."""
    if not canary:
        return (total,)
    return tuple(sorted({min(n, total) for n in (1, 5, max(1, total // 4), total)}))


def next_step(total: int, released: int, *, canary: bool) -> int | None:
    """The number to be let go in all at the step after `released`; None after the last."""
    return next((n for n in steps(total, canary=canary) if n > released), None)


def known_not_applied(outcomes: Sequence[str | None]) -> bool:
    """True if no earlier attempt can have been applied. One without an answer needs a person's word, also where a
    later one was refused: the refusal need not mean that the agency had looked for the first.
    """
    return all(outcome in _NOT_APPLIED for outcome in outcomes)


def must_stop(failed_causes: Sequence[tuple[str | None, str | None]], good: int) -> bool:
    """Whether a canary step ends the repair. `failed_causes` pairs each item's cause before with its cause now.

    One item that fails again for the same cause is enough; so is a step in which nothing went well.
    """
    same = any(before == now for before, now in failed_causes)
    return same or (bool(failed_causes) and good == 0)
