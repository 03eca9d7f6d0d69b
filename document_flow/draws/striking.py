"""An entry is struck through: it is out, and the home that it was to have goes to the next family of its class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.standing import Standing
from document_flow.draws.state import Draw, Struck
from document_flow.hands import Happened
from document_flow.words import Words

StruckBecause = Literal["withdrawn", "refused", "lapsed", "not_moved_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStruck(Happened):
    """Out for that reason, by that document. `home` is what it was to have, `to` who is to have it now."""

    kind: Literal["entry_struck"] = "entry_struck"
    number: str
    home: str
    to: str
    reason: StruckBecause
    document: str

    def apply(self, draw: Draw) -> Draw:
        homes = {number: home for number, home in draw.homes.items() if number != self.number}
        if self.to:
            homes[self.to] = self.home
        return replace(
            draw,
            homes=homes,
            offers={number: offer for number, offer in draw.offers.items() if number != self.number},
            struck=(*draw.struck, Struck(number=self.number, home=self.home, to=self.to)),
            heard=(*draw.heard, self.document) if self.document else draw.heard,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves the draw, why, by which document."""

    number: str
    reason: StruckBecause
    document: str


def strike(standing: Standing, by: str, draw: Draw, leaving: Leaving) -> EntryStruck:
    """Of a drawn draw. The next is who of the class has the first place and never had a home or left."""
    home = draw.homes.get(leaving.number, "")
    rooms = next(each.rooms for each in draw.order if each.number == leaving.number)
    left = replace(draw, withdrawn=(*draw.withdrawn, leaving.number))
    return EntryStruck(
        **standing.stamp(by),
        number=leaving.number,
        home=home,
        to=left.next_after(rooms) if home else "",
        reason=leaving.reason,
        document=leaving.document,
    )


STRUCK = {EntryStruck: Words("ailə sıradan çıxdı, ev növbəti ailəyə keçdi", "struck; its home goes to the next family")}
