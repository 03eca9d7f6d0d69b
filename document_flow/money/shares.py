"""What each list that owes one obligation came to: the first one, those that corrected it, those that said it again.

What is owed lies in layers, each a list's, the oldest at the bottom: paid from the bottom up, then what is on its way;
what was never asked for lies at the top, and what is left between them came back. A correction that takes away is
taken off the top. So the parts of every list are its own sum, and those of all lists are what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a list says of an obligation, signed, in qəpik; without a list, what a decision of its own corrected.

    `again`: it was owed already; of what had come back `over_qepik` are this list's from now on.
    """

    list_id: str
    amount_qepik: int
    again: bool = False
    over_qepik: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CameTo:
    """What a list's share came to; together they are what it said."""

    paid: int = 0
    returned: int = 0
    open: int = 0


@dataclass(slots=True)
class _Layer:
    """`room` is owed by it still, `lost` was taken away from it. What is paid or open is taken out of both."""

    list_id: str
    amount: int
    room: int
    lost: int
    paid: int = 0
    open: int = 0


def divide(shares: Iterable[Share], paid: int, in_flight: int, untried: int) -> dict[str, CameTo]:
    """What the share of each list came to, of what is paid, on its way, and due without having been asked for."""
    layers, taken = _layers(shares)
    for layer, qepik in _twice(layers, paid):
        layer.paid += qepik
    for layer, qepik in _twice(layers, in_flight):
        layer.open += qepik
    for layer, qepik in _filled(layers[::-1], untried):
        layer.open += qepik
    parts = {
        each.list_id: CameTo(paid=each.paid, returned=each.amount - each.paid - each.open, open=each.open)
        for each in layers
    }
    return {**parts, **{each.list_id: CameTo(returned=each.amount_qepik) for each in taken}}


def _layers(shares: Iterable[Share]) -> tuple[list[_Layer], list[Share]]:
    """The layers from the bottom up; and the shares that took away."""
    layers: list[_Layer] = []
    taken: list[Share] = []
    for each in shares:
        away = each.over_qepik if each.again else -min(each.amount_qepik, 0)
        for layer, qepik in _filled(layers[::-1], away):
            layer.lost += qepik
        if each.amount_qepik < 0:
            taken.append(each)
        else:
            room = each.over_qepik if each.again else each.amount_qepik
            layers.append(_Layer(each.list_id, each.amount_qepik, room, each.amount_qepik - room))
    return layers, taken


def _twice(layers: Sequence[_Layer], qepik: int) -> Iterator[tuple[_Layer, int]]:
    """Into what is owed, and what is more than that into what was taken away meanwhile."""
    for layer, into in _filled(layers, qepik):
        qepik -= into
        yield layer, into
    for layer in layers:
        into = min(layer.lost, qepik)
        layer.lost -= into
        qepik -= into
        yield layer, into


def _filled(layers: Sequence[_Layer], qepik: int) -> Iterator[tuple[_Layer, int]]:
    """So much of the room of these, in this order; each is yielded with what goes into it."""
    for layer in layers:
        into = min(layer.room, qepik)
        layer.room -= into
        qepik -= into
        yield layer, into
