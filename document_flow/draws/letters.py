"""Of a draw that was held, whom no home has come to: who is to be told, and in which words (law 1036-IIQ). Pure.

A letter says what held on its day. A page says the same of now, by the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from document_flow.context import BAKU
from document_flow.dates_az import short_date
from document_flow.draws.order import Allotted
from document_flow.draws.state import Draw, Unhoused
from document_flow.programmes import programmes
from document_flow.programmes.programme import Term
from document_flow.words import Words

_PROGRAMME: Final = "return"
"""By its rules somebody complains about a refusal, and about a draw."""
_ASSUMED: Final = Words(
    "† Fərz edilib, rəsmi mətnlə tutuşdurulmayıb: {}.", "† Assumed, not compared with the official text: {}."
)
_RULE: Final = Words(
    "Evlər hər otaq sayı üzrə dərc olunmuş sıra ilə verilir; boşalan ev sırada ev gözləyən birinci ailəyə keçir ({})",
    "The homes of a class go by the published order; one that becomes free goes to the first family that waits ({})",
)
_CUT_OFF: Final = Words(
    "Bu otaq sayında {homes} ev verilir; evi olan sonuncu ailənin sıradakı yeri: {last}",
    "This class has {homes} homes; place of the last family that has one: {last}",
)
_REMEDY: Final = Words(
    "Razı deyilsinizsə, məktub sizə təhvil verildiyi gündən {days} gün ərzində Dövlət Komitəsinə inzibati şikayət,"
    " sonra isə məhkəməyə ərizə verə bilərsiniz ({act}). Müddət yalnız təhvil sübut olunandan sonra başlayır: təkcə SMS"
    " heç nəyi sübut etmir",
    "If you do not agree, you may complain to the State Committee within {days} days of the day on which the letter was"
    " handed to you, and after that go to court ({act}). The term begins only once that is proven: an SMS alone proves"
    " nothing",
)


def unhoused(draw: Draw, number: str) -> Unhoused | None:
    """How a family stands that was drawn, has no home and is not out; None of any other."""
    own = next((each for each in draw.order if each.number == number), None)
    if own is None or number in draw.homes or number in draw.out:
        return None
    alike = [each for each in draw.order if each.rooms == own.rooms]
    return Unhoused(
        place=own.place,
        families=len(alike),
        homes=len(draw.plan.homes_of(own.rooms)),
        last=max((each.place for each in alike if each.number in draw.homes), default=0),
    )


def unwritten(draw: Draw) -> list[str]:
    """Who is still to have a letter, by the order of the draw."""
    without = {*draw.homes, *draw.out, *draw.letters}
    return [each.number for each in sorted(draw.order, key=_in_order) if each.number not in without]


def _in_order(each: Allotted) -> tuple[int, int]:
    return each.rooms, each.place


def unnumbered(draw: Draw) -> list[str]:
    """Of those who are still to have a letter whoever has no number for it, in the same order."""
    return [each for each in unwritten(draw) if each not in draw.letter_nos]


def complaint() -> Term:
    """How long the family may complain, from the day of the proven notice."""
    return programmes()[_PROGRAMME].refusal.complaint


def wait_days() -> int:
    """For so many days one way to tell a family is waited for, before the next."""
    return programmes()[_PROGRAMME].notice.days


def rule_of(draw: Draw) -> Words:
    """By which rule homes go, with its act."""
    named = draw.terms.notice.act.named
    return Words(_RULE.az.format(named.az), _RULE.en.format(named.en))


def cut_off(stood: Unhoused) -> Words:
    """How many homes there are, and how far they go."""
    return Words(
        _CUT_OFF.az.format(homes=stood.homes, last=stood.last or "–"),
        _CUT_OFF.en.format(homes=stood.homes, last=stood.last or "–"),
    )


def remedy() -> Words:
    """How and until when to complain."""
    term = complaint()
    return Words(
        _REMEDY.az.format(days=term.days, act=term.act.named.az),
        _REMEDY.en.format(days=term.days, act=term.act.named.en),
    )


def marks_of(draw: Draw) -> tuple[Words, ...]:
    """Of both rules what nobody has compared with its act."""
    acts = (each for each in (draw.terms.notice.act, complaint().act) if each.assumed)
    named = [(each.named.az.removesuffix(" †"), each.named.en.removesuffix(" †")) for each in acts]
    return tuple(Words(_ASSUMED.az.format(az), _ASSUMED.en.format(en)) for az, en in named)


def subject_of(draw: Draw) -> str:
    """What the letter is about."""
    return f"Püşkatmanın nəticəsi: {draw.plan.place}, {draw.plan.wave} nömrəli dalğa"


def text_of(draw: Draw, number: str, stood: Unhoused) -> str:
    """What the letter says, a paragraph a line."""
    return "\n".join(_said(draw, number, stood))


def _said(draw: Draw, number: str, stood: Unhoused) -> Iterator[str]:
    on = short_date(draw.plan.draw_at.astimezone(BAKU).date())
    yield (
        f"{number} nömrəli müraciətiniz üzrə ailəniz {on} tarixli püşkatmada iştirak edib. Bu məktubun günündə sizə ev"
        " çatmır, ailəniz ehtiyat sırasındadır."
    )
    yield f"Dərc olunmuş sırada yeriniz: {stood.place} (bu otaq sayında cəmi {stood.families} ailə)."
    yield f"{cut_off(stood).az}."
    yield f"{rule_of(draw).az}."
    yield (
        "Bu məktub öz gününün vəziyyətini bildirir. Sıra davam edir: evdən imtina edən və ya müddətində cavab verməyən"
        " ailənin evi növbəti ailəyə keçir; növbə sizə çatsa, ev ayrıca məktubla təklif olunacaq."
    )
    yield f"{remedy().az}."
    yield from (each.az for each in marks_of(draw))
