"""A home by a draw, in its family's words: how it stands and why, its place in the published order, its days. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Literal

from document_flow.context import BAKU
from document_flow.dates_az import short_date
from document_flow.draws.letters import cut_off, marks_of, remedy, rule_of, unhoused
from document_flow.draws.order import Allotted
from document_flow.draws.state import Draw, Placing
from document_flow.draws.striking import StruckBecause
from document_flow.moves.state import Household, Move
from document_flow.words import Words
from hub.desks.matters import Tone

Line = tuple[Words, Words]
Gone = StruckBecause | Literal["decision_ended"]
"""Why an application is out: what the draw says, or that the office took it off since its decision is not in force."""
_AROUND: Final = 3
"""How many families are shown of the published order before this one and behind it."""


def standing_of(draw: Draw, number: str, gone: Gone | None) -> tuple[Words, Tone]:
    """How it stands with this application, in a sentence or two; `gone` is why it is out, where it is."""
    if out := [each.reason for each in draw.left_out if each.number == number]:
        return _with(_LEFT_OUT, out[0]), "need"
    if draw.phase == "void":
        return _with(_VOID, draw.reason), "gone"
    if number in draw.out:
        return _GONE.get(gone or "withdrawn", _GONE["withdrawn"]), "gone"
    if draw.phase == "frozen":
        return (_PULLED if any(each.entry == number for each in draw.pulls) else _ON_THE_LIST), "wait"
    offer = draw.offers.get(number)
    if offer is not None:
        return _OFFERS[offer.status], "need" if offer.status == "offered" else "ok"
    return (_TO_BE_OFFERED, "ok") if number in draw.homes else (_RESERVE, "wait")


def facts_of(draw: Draw, number: str) -> Iterator[Line]:
    """What is known of it, a line each."""
    own, entry = drawn_of(draw, number), draw.entry(number)
    yield _MOMENT, _moment(draw.plan.draw_at)
    if entry is not None:
        yield _ROOMS, _text(entry.rooms)
    yield from ((_SLIP, _text(each.slip)) for each in draw.pulls if each.entry == number)
    if own is not None:
        yield _PLACE, _place(draw, own)
        yield _HOME_DRAWN, _text(own.home) if own.home else _NO_HOME
        home = draw.homes.get(number, "")
        if home and home != own.home:
            yield _HOME_NOW, _text(home)
        if not home and number not in draw.out:
            yield _AHEAD, _text(_ahead(draw, own))
            yield from _why_none(draw, number)
    offer = draw.offers.get(number)
    if offer is not None and offer.status == "accepted" and offer.move_in_until is not None:
        yield _MOVE_IN_UNTIL, _day(offer.move_in_until)


def _why_none(draw: Draw, number: str) -> Iterator[Line]:
    """The cut-off as it is now, the rule, and how and until when to complain."""
    if (stood := unhoused(draw, number)) is None:
        return
    yield _CUT_OFF, cut_off(stood)
    yield _RULE, rule_of(draw)
    yield _COMPLAIN, remedy()
    letter = draw.letters.get(number)
    until = letter.complain_until if letter is not None else None
    yield _COMPLAIN_UNTIL, _day(until) if until is not None else _NOT_PROVEN
    yield from ((_NOTE, each) for each in marks_of(draw))


def placing_facts(placing: Placing) -> Iterator[Line]:
    """Which home was placed with the family beforehand, and by which document."""
    yield _HOME_PLACED, _text(placing.home)
    yield _BY, _text(placing.document)


def drawn_of(draw: Draw, number: str) -> Allotted | None:
    """What the application came to in the draw."""
    return next((each for each in draw.order if each.number == number), None)


def around(draw: Draw, number: str) -> Sequence[Allotted]:
    """The part of the published order of its class in which it stands."""
    own = drawn_of(draw, number)
    if own is None:
        return ()
    of_class = sorted((each for each in draw.order if each.rooms == own.rooms), key=lambda each: each.place)
    return [each for each in of_class if abs(each.place - own.place) <= _AROUND]


def move_facts(move: Move, family: Household) -> Iterator[Line]:
    """When and where the family gathers, and with which truck it goes; afterwards when it had its keys."""
    yield _MOVE_DAY, _moment(move.gathers_at)
    yield _POINT, Words(move.point, move.point)
    if family.truck:
        yield _TRUCK, Words(family.truck, family.truck)
    if family.handed_on is not None:
        yield _KEYS, _day(family.handed_on)


def _place(draw: Draw, own: Allotted) -> Words:
    count = sum(each.rooms == own.rooms for each in draw.order)
    return Words(f"{own.place} (bu otaq sayında cəmi {count} ailə)", f"{own.place} (of {count} families of this class)")


def _ahead(draw: Draw, own: Allotted) -> int:
    return sum(
        each.rooms == own.rooms and each.place < own.place and each.number not in {*draw.homes, *draw.out}
        for each in draw.order
    )


def _text(value: str | int) -> Words:
    return Words(str(value), str(value))


def _day(day: date) -> Words:
    return Words(short_date(day), short_date(day))


def _moment(moment: datetime) -> Words:
    said = f"{moment.astimezone(BAKU):%d.%m.%Y %H:%M}"
    return Words(said, said)


def _with(words: Words, text: str) -> Words:
    return Words(f"{words.az}: {text}", f"{words.en}: {text}")


MOVED: Final = Words("Köçmüsünüz, açarlar sizdədir.", "You have moved in; the keys are yours.")
PLACED: Final = Words(
    "Sizə ev əvvəlcədən, komissiyanın qərarı ilə verilib; püşk çəkmirsiniz.",
    "A home was placed with you beforehand, by a decision of the commission; you pull no slip.",
)
NO_DRAW: Final = Words(
    "Qayıdışınız həll olunub, amma müraciətiniz hələ heç bir püşkatmanın siyahısında deyil.",
    "Your return is decided, but your application is on no list of a draw yet.",
)
_LEFT_OUT = Words(
    "Püşkatmanın siyahısına salınmamısınız. Dərc olunmuş səbəb",
    "You were left out of the list of the draw. The published reason",
)
_VOID = Words("Püşkatma etibarsız sayılıb. Dərc olunmuş səbəb", "The draw is void. The published reason")
_ON_THE_LIST = Words(
    "Dondurulmuş siyahıdasınız, püşkatma hələ keçirilməyib.",
    "You are on the frozen list; the draw is still to be held.",
)
_PULLED = Words(
    "Püşkünüz çəkilib, bütün ailələrin püşkü çəkiləndə sıra dərc olunacaq.",
    "Your slip is pulled; the order is published when all families have pulled.",
)
_TO_BE_OFFERED = Words("Sizə ev düşüb, rəsmi təklif məktubla gələcək.", "You have a home; a letter will offer it.")
_RESERVE = Words(
    "Evlər sırada sizdən əvvəlki ailələrə çatıb, ona görə ehtiyatdasınız. Boşalan ev növbəti ailəyə keçir.",
    "The homes went to families before you in the order, so you are in the reserve. A home that becomes free goes to"
    " the next family.",
)
_OFFERS: Final[Mapping[str, Words]] = {
    "offered": Words("Sizə ev təklif olunub: cavab verin.", "A home is offered to you: answer."),
    "accepted": Words("Evi qəbul etmisiniz.", "You have accepted the home."),
    "moved_in": Words("Ev sizə təhvil verilib.", "The home was handed over to you."),
}
_GONE: Final[Mapping[str, Words]] = {
    "withdrawn": Words("Püşkatmada iştirakdan imtina etmisiniz.", "You have withdrawn from the draw."),
    "decision_ended": Words(
        "Qərarınız qüvvədə olmadığı üçün püşkatmadan çıxarılmısınız.",
        "You were taken off the draw since your decision is not in force.",
    ),
    "refused": Words("Təklif olunan evdən imtina etmisiniz.", "You have refused the home that was offered."),
    "lapsed": Words(
        "Təklifə vaxtında cavab verilməyib, ev növbəti ailəyə keçib.",
        "The offer was not answered in time, and the home went to the next family.",
    ),
    "not_moved_in": Words(
        "Son günədək köçməmisiniz, qərarla ev növbəti ailəyə keçib.",
        "You had not moved in by the last day, and by a decision the home went to the next family.",
    ),
}
_MOMENT = Words("Püşkatmanın vaxtı", "Moment of the draw")
_ROOMS = Words("Otaq sayı", "Rooms")
_SLIP = Words("Püşkünüzün nömrəsi", "Number of your slip")
_PLACE = Words("Dərc olunmuş sırada yeriniz", "Your place in the published order")
_HOME_DRAWN = Words("Püşkdə düşən ev", "Home drawn")
_NO_HOME = Words("düşməyib", "none")
_HOME_NOW = Words("İndi sizə çatan ev", "Home that you have now")
_HOME_PLACED, _BY = Words("Sizə verilən ev", "Home placed with you"), Words("Qərarın nömrəsi", "Number of the decision")
_AHEAD = Words("Sizdən əvvəl gözləyən ailə", "Families that wait before you")
_CUT_OFF, _RULE = Words("Evlər haradək çatır", "How far the homes go"), Words("Qayda", "Rule")
_COMPLAIN = Words("Necə şikayət etmək olar", "How to complain")
_COMPLAIN_UNTIL = Words("Şikayətin son günü", "Last day to complain")
_NOT_PROVEN = Words(
    "məktubun təhvili hələ sübut olunmayıb, müddət başlamayıb",
    "that you have the letter is not proven yet, and no term has begun",
)
_NOTE = Words("Qeyd", "Note")
_MOVE_IN_UNTIL = Words("Köçmək üçün son gün", "Last day to move in")
_MOVE_DAY = Words("Köç günü, toplanış vaxtı", "Move day, when you gather")
_POINT = Words("Toplanış yeri", "Where you gather")
_TRUCK = Words("Yük maşını", "Truck")
_KEYS = Words("Açarın verildiyi gün", "Day of the keys")
