"""A draw as tables: what it follows from, and what it came to. Families stand in them by number alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from document_flow.context import Context
from document_flow.draws.families import Busy, Family
from document_flow.draws.order import slips_of
from document_flow.draws.plan import PROTOCOLS
from document_flow.draws.reaching import to_post
from document_flow.draws.state import Draw, OfferStatus
from document_flow.programmes.programme import Term
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.kind import Block, Cell, ColumnOf
from hub.programmes.case_words import ANSWERS, WAYS

_STATUS: Final[dict[OfferStatus, Words]] = {
    "offered": Words("təklif olunub", "offered"),
    "accepted": Words("qəbul edib", "accepted"),
    "moved_in": Words("ev təhvil verilib", "handed over"),
}
_OUT, _RESERVE, _HAS = (
    Words("sıradan çıxıb", "out"),
    Words("ehtiyatda", "in the reserve"),
    Words("ev çatır", "has a home"),
)
_STATE = Words("Vəziyyət", "State")
_BUSY: Final[dict[Busy, Words]] = {
    "": Words("siyahıda olacaq", "will be on the list"),
    "itself": Words("evi var və ya başqa püşkatmadadır", "has a home, or is on another draw"),
    "of_its_people": Words("üzvü başqa müraciətlə ev alır", "one of its people gets a home by another application"),
}
_WHAT, _VALUE = ColumnOf("what", Words("Nə", "What")), ColumnOf("value", Words("Dəyər", "Value"))
_NUMBER = ColumnOf("number", Words("Müraciət", "Application"))
_ROOMS = ColumnOf("rooms", Words("Otaq", "Rooms"))
_PLACE = ColumnOf("place", Words("Sıra", "Place"))
_HOME = ColumnOf("home", Words("Ev", "Home"))
_SLIP = ColumnOf("slip", Words("Püşk", "Slip"))
_TO_STRIKE = Words(
    "evini hər kəs nömrə ilə tapa bilər: öz sözü ilə siyahıdan çıxarın, sonra ona əvvəlcədən ev verin",
    "everybody can look its home up by number: take its withdrawal, then place a home with it beforehand",
)
_TO_PLACE = Words("siyahıya düşmür: ona əvvəlcədən ev verin", "is put on no list: place a home with it beforehand")
_POST = Words("POÇTLA GÖNDƏRİN", "SEND IT BY POST")
Row = Sequence[Cell]


def tables_of(draw: Draw, context: Context) -> Sequence[Block]:
    """All of them that have something to say now."""
    classes = (_ROOMS, ColumnOf("homes", Words("Ev", "Homes")), ColumnOf("families", Words("Ailə", "Families")))
    found = (
        Block("facts", Words("Püşkatma", "Draw"), (_WHAT, _VALUE), list(_facts(draw))),
        Block("classes", Words("Otaq sayı üzrə", "By rooms"), classes, list(_classes(draw))),
        Block("list", Words("Siyahı sənəd kimi", "The list as a document"),
              (ColumnOf("document", Words("Sənəd", "Document"), "id"), ColumnOf("families", Words("Ailə", "Families")),
               ColumnOf("left_out", Words("Salınmayan", "Left out")),
               ColumnOf("by", Words("Hazırlayan", "Drafted by"))),
              list(_list(draw, context))),
        Block("placed", Words("Əvvəlcədən verilmiş evlər", "Homes placed beforehand"),
              (_HOME, _ROOMS, ColumnOf("rule", Words("Qayda", "Rule"))),
              [(each.number, each.rooms, each.rule) for each in draw.plan.placed]),
        Block("placings", Words("Əvvəlcədən verilmiş evlərin ailələri", "Families of homes placed beforehand"),
              (replace(_HOME, hides=True), _NUMBER, ColumnOf("document", Words("Sənəd", "Document")),
               ColumnOf("state", _STATE)), (),
              right=Right.CASES, whole=list(_placings(draw))),
        Block("values", Words("Tərəflərin qiymətləri", "Values of the parties"),
              (ColumnOf("party", Words("Tərəf", "Party")), ColumnOf("commitment", Words("Möhür", "Commitment"), "hash"),
               ColumnOf("value", Words("Açılmış qiymət", "Revealed value"), "hash")),
              list(_values(draw, context))),
        Block("slips", Words("Püşklər", "Slips"),
              (_ROOMS, _SLIP, _HOME, _NUMBER, ColumnOf("witnesses", Words("Şahidlər", "Witnesses"))),
              list(_slips(draw, context)),
              Words("Kəsib qutuya atmaq üçün: ev yazılmayan püşk ehtiyat sırasıdır.",
                    "To be cut and put into the drum: a slip without a home is a place in the reserve.")),
        Block("order", Words("Tam sıra", "Full order"),
              (_NUMBER, _ROOMS, _PLACE, ColumnOf("drawn", Words("Püşkdə düşən ev", "Home drawn")),
               ColumnOf("home", Words("İndiki ev", "Home now")), ColumnOf("state", _STATE),
               ColumnOf("until", Words("Bu günədək", "Until"))),
              list(_order(draw))),
        Block("left_out", Words("Siyahıya salınmayan ailələr", "Families that are left out"),
              (_NUMBER, ColumnOf("reason", Words("Səbəb", "Reason"))),
              [(each.number, each.reason) for each in draw.left_out]),
        Block("entries", Words("Dondurulmuş siyahı", "Frozen list"), (_NUMBER, _ROOMS),
              [(each.number, each.rooms) for each in draw.entries] if not draw.order else []),
    )  # fmt: skip
    return [each for each in found if each.rows or each.whole]


def _list(draw: Draw, context: Context) -> Iterator[Row]:
    for each in reversed(draw.drafts):
        name = context.directory.name(each.by)
        yield f"documents/{each.document}", len(each.entries), len(each.left_out), name


def to_be_placed(draw: Draw, protected: Collection[str]) -> Block:
    """Whose home everybody could look up by number, or who is on no list for that reason: for who may know of it."""
    rows = [(number, draw.homes.get(number), _TO_STRIKE if draw.entry(number) else _TO_PLACE) for number in protected]
    return Block(
        "protected",
        Words("Ünvanı qorunan ailələr", "Families with a protected address"),
        (_NUMBER, _HOME, ColumnOf("what", Words("Nə edilməlidir", "What has to be done"))),
        rows,
        Words("Heç kimə deməyin.", "Tell it to nobody."),
        secret=True,
    )


def letters_of(name: str, draw: Draw, today: date) -> Block:
    """What families without a home were told, with the files to hand over."""
    columns = (
        _NUMBER,
        ColumnOf("letter", Words("Məktub", "Letter")),
        ColumnOf("on", Words("Günü", "Of")),
        ColumnOf("told", Words("Bildirilib", "Told")),
        ColumnOf("notified_on", Words("Təhvil sübut olunub", "Notice proven")),
        ColumnOf("complain_until", Words("Şikayətin son günü", "Last day to complain")),
        ColumnOf("paper", Words("PDF", "PDF"), "id"),
    )
    posts = {*to_post(draw, today)}
    rows: list[Row] = [
        (
            number,
            each.no,
            each.on,
            _told(draw, number, posts),
            each.notified_on,
            each.complain_until,
            f"draws/{name}/letters/{each.sha256}.pdf",
        )
        for number, each in draw.letters.items()
    ]
    rows += [
        (number, no, None, None, None, None, None)
        for number, no in draw.letter_nos.items()
        if number not in draw.letters
    ]
    return Block(
        "letters",
        Words("Ev düşməyən ailələrə məktublar", "Letters to families without a home"),
        columns,
        rows,
        Words(
            "Günü olmayan məktub hazırlanır, ya da artıq lazım deyil: ailənin evi var və ya sıradan çıxıb.",
            "A letter without a day is being made, or not needed any more: the family has a home, or is out.",
        ),
    )


def _told(draw: Draw, number: str, posts: Collection[str]) -> Words:
    """By which ways, with what was answered; and that a clerk has to send it by post now."""
    sendings = draw.reached[number].sendings if number in draw.reached else ()
    said = [(WAYS[each.way], ANSWERS[each.answer]) for each in sendings]
    az, en = ([f"{way.say(lang)}: {answer.say(lang)}" for way, answer in said] for lang in ("az", "en"))
    if number in posts:
        az, en = [*az, _POST.az], [*en, _POST.en]
    return Words("; ".join(az), "; ".join(en))


def candidates_of(families: Sequence[Family]) -> Block:
    """Who would be on the list if it were frozen now, and who has a home or is on another draw."""
    columns = (_NUMBER, _ROOMS, ColumnOf("persons", Words("Nəfər", "Persons")), ColumnOf("state", _STATE))
    rows = [(each.number, each.rooms, each.persons, _BUSY[each.busy]) for each in families]
    return Block(
        "candidates", Words("Qayıdışı həll olunmuş ailələr", "Families whose return is decided"), columns, rows
    )


def published_at(path: str) -> Block:
    """Where the published file is, for whoever tells others of it."""
    return Block(
        "published",
        Words("Dərc olunmuş fayl", "Published file"),
        (ColumnOf("path", Words("Ünvanı", "Address")),),
        [(path,)],
        Words(
            "Hamı onu girişsiz götürür; docs/verify_draw.py onu habsız yoxlayır.",
            "Everybody fetches it without a login; docs/verify_draw.py checks it without the hub.",
        ),
    )


def _facts(draw: Draw) -> Iterator[Row]:
    plan, terms = draw.plan, draw.terms
    said: tuple[tuple[Words, Cell], ...] = (
        (Words("Yaşayış məntəqəsi", "Settlement"), plan.place),
        (Words("Dalğa", "Wave"), plan.wave),
        (Words("Protokol", "Protocol"), PROTOCOLS[plan.protocol]),
        (Words("Vaxtı", "Moment"), plan.draw_at),
        (Words("Açıq mənbə", "Public source"), plan.source),
        (Words("Açıq qiymət", "Public value"), draw.public_value),
        (Words("Qiyməti təsdiq edib", "Have confirmed it"), len(draw.vouched) if draw.public_value else None),
        (Words("Siyahını təsdiq edən sənəd", "Document that approved the list"), draw.list_document),
        (Words("Siyahının kökü", "Root of the list"), draw.root),
        (Words("Toxum", "Seed"), draw.seed),
        (Words("Səbəb", "Reason"), draw.reason),
        (Words("Elandan püşkatmaya qədər", "From announcement to draw"), _term(terms.notice)),
        (Words("Cavab müddəti", "Term to answer"), _term(terms.answer)),
        (Words("Köçmə müddəti", "Term to move in"), _term(terms.move_in)),
    )
    yield from ((what, value) for what, value in said if value not in (None, ""))


def _term(term: Term) -> Words:
    named = term.act.named
    az, en = ("iş günü", "working days") if term.working else ("gün", "days")
    return Words(f"{term.days} {az} ({named.az})", f"{term.days} {en} ({named.en})")


def _classes(draw: Draw) -> Iterator[Row]:
    for rooms in sorted({*(each.rooms for each in draw.plan.homes), *(each.rooms for each in draw.entries)}):
        yield rooms, len(draw.plan.homes_of(rooms)), sum(each.rooms == rooms for each in draw.entries)


def _placings(draw: Draw) -> Iterator[Row]:
    for number, each in draw.placings.items():
        yield each.home, number, each.document, _STATUS["moved_in"] if each.moved_in else _HAS


def _values(draw: Draw, context: Context) -> Iterator[Row]:
    for party in draw.plan.parties:
        commitment, value = draw.commitments.get(party), draw.values.get(party)
        title = context.directory.title(party)
        yield title, commitment.hash if commitment else None, value.value if value else None


def _slips(draw: Draw, context: Context) -> Iterator[Row]:
    if draw.plan.protocol != "by_hand" or draw.phase != "frozen":
        return
    pulled = {(each.rooms, each.slip): each for each in draw.pulls}
    for rooms in sorted({each.rooms for each in draw.entries}):
        homes = draw.plan.homes_of(rooms)
        for slip in range(1, slips_of(draw.plan, draw.entries, rooms) + 1):
            home, pull = homes[slip - 1] if slip <= len(homes) else "", pulled.get((rooms, slip))
            seen = ", ".join(context.directory.name(each) for each in pull.witnesses) if pull else None
            yield rooms, f"{rooms}/{slip}", home, pull.entry if pull else None, seen


def _order(draw: Draw) -> Iterator[Row]:
    for each in draw.order:
        home, offer = draw.homes.get(each.number, ""), draw.offers.get(each.number)
        state = _OUT if each.number in draw.out else _HAS if home else _RESERVE
        until = None
        if offer is not None:
            state = _STATUS[offer.status]
            until = offer.move_in_until if offer.status == "accepted" else offer.answer_until
        yield each.number, each.rooms, each.place, each.home, home, state, until
