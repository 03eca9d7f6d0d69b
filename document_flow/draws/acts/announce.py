"""A draw is announced: everything that it follows from is public before anybody can know how it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.context import BAKU
from document_flow.draws.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Option,
    Said,
    Standing,
    Words,
    refusal,
)
from document_flow.draws.plan import PROTOCOLS, DrawTerms, Plan
from document_flow.draws.typed import homes_in, placed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceDraw(ByHand):
    """Of one wave to one place."""

    kind: Literal["announce_draw"] = "announce_draw"
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAnnounced(Happened):
    """With the terms of that day."""

    kind: Literal["draw_announced"] = "draw_announced"
    plan: Plan
    terms: DrawTerms

    def apply(self, draw: Draw) -> Draw:
        return replace(
            draw, phase="announced", plan=self.plan, terms=self.terms, announced_by=self.by, announced_at=self.at
        )


def decide(standing: Standing, command: AnnounceDraw) -> Decision:
    """Early enough for everybody to hear of it."""
    plan, terms, context = command.plan, standing.terms, standing.context
    refused = standing.unless("") or plan.unsound(context.directory)
    earliest = terms.notice.end(context.today, context.calendar)
    if refused is None and plan.draw_at.astimezone(BAKU).date() < earliest:
        refused = refusal("draws.too_soon", earliest=earliest)
    return refused or (DrawAnnounced(**standing.stamp(command.by), plan=plan, terms=terms),)


def _plan(said: Said) -> dict[str, Plan]:
    return {
        "plan": Plan(
            place=said["place"],
            wave=said["wave"],
            protocol=said["protocol"],
            draw_at=said["draw_at"],
            homes=homes_in(said["homes"]),
            placed=placed_in(said["placed"]),
            parties=tuple(said["parties"]),
            source=said["source"],
        )
    }


_FORM = Form(
    title=Words("Püşkatma elan et", "Announce a draw"),
    place="now",
    tone="primary",
    fields=(
        Field(
            "place",
            Words("Yaşayış məntəqəsi", "Settlement"),
            "line",
            required=True,
            hint=Words("Rayon/kənd, məsələn Zəngilan/Ağalı.", "District/village, such as Zəngilan/Ağalı."),
        ),
        Field("wave", Words("Dalğanın nömrəsi", "Number of the wave"), "number", required=True),
        Field(
            "protocol",
            Words("Necə", "How"),
            "choice",
            required=True,
            chosen="by_hand",
            options=tuple(Option(code, words) for code, words in PROTOCOLS.items()),
        ),
        Field("draw_at", Words("Püşkatmanın vaxtı", "Moment of the draw"), "moment", required=True),
        Field(
            "homes",
            Words("Evlər", "Homes"),
            required=True,
            hint=Words("Hər sətirdə evin nömrəsi və otaq sayı: 12A 3", "A line each: number and rooms, 12A 3"),
        ),
        Field(
            "placed",
            Words("Əvvəlcədən verilmiş evlər", "Homes placed beforehand"),
            hint=Words(
                "Hər sətirdə nömrə, otaq sayı və qayda; ad yazmayın. Dərc olunur.",
                "A line each: number, rooms and rule; no names. It is published.",
            ),
        ),
        Field("parties", Words("Qiymət gətirən tərəflər", "Parties that bring values"), "many"),
        Field(
            "source",
            Words("Və ya, onlarla birlikdə, açıq mənbə", "Or, together with them, a public source"),
            "line",
            hint=Words(
                "Mənbə və hansı qiyməti, o vaxta: dəqiq yazın. Dərc olunur.",
                "The source, and which value of it, at that moment: exactly. It is published.",
            ),
        ),
    ),
    reads=_plan,
)
ACTS = (
    Act(
        command=AnnounceDraw,
        decide=decide,
        who=OFFICERS,
        events={DrawAnnounced: Words("püşkatma elan edildi", "the draw was announced")},
        forms=(_FORM,),
    ),
)
