"""Whatever waits for a second person, on one list, as one's rights go: who looks may be that person, or made it. A
right that no case has given waits there too, once the register has another person under its FIN; and sums that were too
little by a law that was mended.

A source is a row of SOURCES: whose right opens it, and the reading that says what waits there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from document_flow.context import Context
from document_flow.hands import OFFICERS
from document_flow.money.kernel import OBLIGATIONS
from document_flow.people import HUB
from hub.access.parties import HOUSE
from hub.access.party_changes import waiting_changes
from hub.access.proposals import waiting
from hub.access.rights import Right, rights_of
from hub.access.second_person import Who, is_second_person
from hub.app import Hub
from hub.documents.office.handovers import untried_acts
from hub.errors import Forbidden, Words
from hub.exchange.codes.book import entries
from hub.exchange.files.lifting import waiting_lifts
from hub.exchange.repair.reading import list_repairs
from hub.kinds import KINDS
from hub.money.acting import proposals as of_money
from hub.programmes.case_reading import proposals as of_cases
from hub.programmes.doubted_rights import doubted_rights
from hub.programmes.group_acts import left_to_raise
from hub.programmes.law_replays import REPLAYS
from hub.register.requesting import waiting_requests
from hub.store.ids import NEWEST, instant_of
from hub.store.tx import Tx
from hub.web.accounts import ACCOUNT_CHANGES
from hub.web.office.proposals import KINDS as OFFICE_KINDS
from hub.web.office.proposals import shown as office_shown
from hub.web.officials import Actor
from hub.web.parties import said
from hub.web.register_requests import KINDS as REQUEST_KINDS
from hub.web.register_requests import may_handle, register_of
from hub.web.register_scope import may_change
from hub.web.repair_verbs import verb

MOST = 100
"""Of one source, the oldest."""
_HAND_OVER = frozenset(("clerk", "head"))


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that waits. `by` is a login, or several of a draft's authors; `href` is its page under the console,
    `mine`: who looks may agree to it.
    """

    kind: Words
    what: Words
    by: str
    at: int | None
    href: str
    mine: bool


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Who looks, into which hub."""

    tx: Tx
    hub: Hub
    who: Actor
    context: Context

    @property
    def rights(self) -> frozenset[Right]:
        """Those of all roles of the person; of an agency's own none."""
        return rights_of(self.who.person.roles) if self.who.person.party in HOUSE else frozenset()

    @property
    def maker(self) -> Who:
        """As repairs know who makes and approves them."""
        return Who(self.who.person.party, self.who.login)

    def may_agree(self, *makers: str) -> bool:
        """Whether the person is none of those who made it."""
        return is_second_person(self.who.login, *makers)


async def _repairs(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("bərpa", "repair"),
            _because(verb(row["action"], row["items_total"]), row["reason"]),
            row["made_by"].rpartition("/")[2],
            row["created_at"],
            f"/repairs/{row['id']}",
            is_second_person(look.maker, row["made_by"]),
        )
        for row in await list_repairs(look.tx, look.hub.sealer, NEWEST, MOST, "awaiting")
    ]


async def _codes(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("kod", "code"),
            Words(f"{each.addition.table}: {each.addition.code}", f"{each.addition.table}: {each.addition.code}"),
            str(each.asked_by).rpartition("/")[2],
            each.changed_at,
            f"/failures/codes/book/{each.id}",
            is_second_person(look.maker, each.asked_by),
        )
        for each in await entries(look.tx, MOST)
        if each.state.waits
    ]


async def _lifts(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("faylın versiyası", "version of a file"),
            Words(each.name, each.name),
            each.by,
            each.at,
            f"/messages/{each.message}#lift",
            look.may_agree(each.by),
        )
        for each in await waiting_lifts(look.tx, look.hub.sealer)
    ]


async def _laws(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("qayda", "rule"),
            _with(kept.versions.title, f"№ {version.number}"),
            ", ".join(version.authors),
            kept.stored[version.number].created_at,
            f"/rules/{kept.name}",
            look.may_agree(*version.authors),
        )
        for kept in await look.hub.law.book.tables(look.tx)
        for version in kept.versions.versions
        if version.status == "draft"
    ]


async def _office(look: SecondLook) -> list[Awaited]:
    found = []
    for each in await waiting(look.tx, look.hub.sealer, OFFICE_KINDS):
        said = office_shown(each, look.who, look.context.directory)
        what, mine = said["what"], bool(said["may_agree"])
        if mine or each.made_by == look.who.login:
            words = what if isinstance(what, Words) else Words(str(what), str(what))
            kind, href = Words("dəftərxana", "office"), "/documents/office#proposals"
            if each.kind == "repeal":
                kind, href = Words("qayda", "rule"), f"/rules/{each.subject}#proposals"
            found.append(Awaited(kind, words, each.made_by, each.made_at, href, mine))
    return found


async def _handovers(look: SecondLook) -> list[Awaited]:
    """Acts that are drawn up and not carried out."""
    if not look.who.person.roles & _HAND_OVER:
        return []
    name = look.context.directory.name
    found = []
    for row in await untried_acts(look.tx, MOST):
        whose = f"№ {row['act']}: {name(row['leaver'])} → {name(row['receiver'])}"
        mine = look.may_agree(row["made_by"], row["receiver"])
        href = f"/documents/office/handovers/{row['id']}"
        kind = Words("təhvil-təslim aktı", "handover act")
        found.append(Awaited(kind, Words(whose, whose), row["made_by"], row["created_at"], href, mine))
    return found


async def _accounts(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("hesab", "account"),
            _with(ACCOUNT_CHANGES[each.kind], each.subject),
            each.made_by,
            each.made_at,
            "/settings/accounts#proposals",
            look.may_agree(each.made_by, each.subject),
        )
        for each in await waiting(look.tx, look.hub.sealer, ACCOUNT_CHANGES)
    ]


async def _parties(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("tərəf", "party"),
            _after(wanted.party, said(wanted)),
            each.made_by,
            each.made_at,
            "/settings/parties#proposals",
            look.may_agree(each.made_by),
        )
        for each, wanted in await waiting_changes(look.tx, look.hub.sealer)
    ]


async def _requests(look: SecondLook) -> list[Awaited]:
    """Changes of people in the register, without a value of anybody."""
    if not may_change(look.who.person):
        return []
    return [
        Awaited(
            Words("reyestr", "register"),
            REQUEST_KINDS[each.kind],
            each.made_by,
            each.made_at,
            f"/register/requests/{each.id}",
            look.may_agree(each.made_by),
        )
        for each, wish in await waiting_requests(look.tx, register_of(look.hub))
        if may_handle(look.who.person, wish)
    ]


async def _aggregates(look: SecondLook) -> list[Awaited]:
    """Of all rooms that the person may enter: a new one needs nothing here."""
    rooms = [each for each in KINDS.values() if look.rights.intersection(each.rights)]
    return [
        Awaited(
            each.kind.of.one,
            _after(each.kind.name(each.stored.state), each.title),
            each.proposal.by,
            each.since,
            f"/{each.kind.room}/{each.stored.id}",
            each.mine,
        )
        for each in await look.hub.aggregates.proposals(look.tx, rooms, look.who.login, MOST)
    ]


async def _money(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("öhdəlik", "obligation"),
            OBLIGATIONS.form(proposal.act).title,
            proposal.by,
            since,
            f"/payments/obligations/{move.id}",
            mine,
        )
        for move, since, mine in await of_money(look.hub.aggregates.needs, look.tx, look.who.login, MOST)
        if (proposal := move.state.waiting) is not None
    ]


async def _cases(look: SecondLook) -> list[Awaited]:
    return [
        Awaited(
            Words("icraat", "case"),
            _after(each.number, each.need),
            each.by,
            each.at,
            f"/cases/{each.id}",
            each.mine,
        )
        for each in await of_cases(look.tx, look.hub.programmes.cases, look.who.login, MOST)
    ]


async def _doubted(look: SecondLook) -> list[Awaited]:
    """Who may open the person is asked: a doubt ends by an act about the right, a newer decision or its end."""
    return [
        Awaited(
            Words("hüquq", "right"),
            _after(f"№ {each.decision}", _ANOTHER),
            HUB,
            each.at,
            f"/register/{each.person}",
            Right.REGISTER in look.rights,
        )
        for each in await doubted_rights(look.tx, register_of(look.hub), MOST)
    ]


async def _too_little(look: SecondLook) -> list[Awaited]:
    """Nobody has proposed it: the hub has read all cases by a version that people have made law."""
    mine = look.context.directory.has_role(look.who.login, OFFICERS)
    return [
        Awaited(
            REPLAYS.of.one,
            _after(REPLAYS.name(replay.state), _of_sums(sums, lacking)),
            HUB,
            instant_of(replay.id),
            f"/{REPLAYS.room}/{replay.id}",
            mine,
        )
        for replay, sums, lacking in await left_to_raise(look.hub.aggregates.needs, look.tx)
    ]


def _of_sums(sums: int, lacking: int) -> Words:
    return Words(
        f"öz gününün qanunundan az təyin edilib: {sums}; fakt çatmır: {lacking}",
        f"granted less than by the law of its day: {sums}; a fact is lacking: {lacking}",
    )


Reading = Callable[[SecondLook], Awaitable[list[Awaited]]]
SOURCES: Sequence[tuple[Right, Reading]] = (
    (Right.APPROVE, _repairs),
    (Right.APPROVE, _codes),
    (Right.APPROVE, _lifts),
    (Right.RULES, _laws),
    (Right.DOCUMENTS, _office),
    (Right.DOCUMENTS, _handovers),
    (Right.CONFIGURE, _accounts),
    (Right.CONFIGURE, _parties),
    (Right.REGISTER, _requests),
    (Right.CASES, _cases),
    (Right.CASES, _doubted),
    (Right.CASES, _money),
    (Right.CASES, _too_little),
    *((right, _aggregates) for right in dict.fromkeys(right for each in KINDS.values() for right in each.rights)),
)
RIGHTS = frozenset(right for right, _reading in SOURCES)


async def awaited(look: SecondLook) -> tuple[list[Awaited], bool]:
    """What the person may see waiting, what they may agree to in front; and whether a source may hold more."""
    found: list[Awaited] = []
    is_cut = False
    for reading in dict.fromkeys(reading for right, reading in SOURCES if right in look.rights):
        lines = await reading(look)
        found += lines
        is_cut = is_cut or len(lines) >= MOST
    return sorted(found, key=lambda each: (not each.mine, each.at or 0)), is_cut


async def waiting_for(hub: Hub, who: Actor) -> tuple[list[Awaited], bool]:
    """The same as of now; Forbidden for an agency's own, and for whose roles agree to nothing."""
    if who.person.party not in HOUSE:
        raise Forbidden("access.house_only", _HOUSE_ONLY)
    if not rights_of(who.person.roles) & RIGHTS:
        raise Forbidden("access.no_second", _NOT_ASKED)
    context = (await hub.office.documents.around()).context(hub.clock.now())
    async with hub.store.read() as tx:
        return await awaited(SecondLook(tx, hub, who, context))


async def count(hub: Hub, who: Actor) -> int:
    """How many wait for this very person."""
    if who.person.party not in HOUSE or not rights_of(who.person.roles) & RIGHTS:
        return 0
    lines, _ = await waiting_for(hub, who)
    return sum(each.mine for each in lines)


def _with(words: Words, more: str) -> Words:
    return Words(f"{words.az}. {more}", f"{words.en}. {more}") if more else words


def _because(words: Words, reason: str) -> Words:
    return Words(f"{words.az}; səbəb: {reason}", f"{words.en}; reason: {reason}")


def _after(before: Words | str, words: Words) -> Words:
    first = before if isinstance(before, Words) else Words(before, before)
    return Words(f"{first.az} · {words.az}", f"{first.en} · {words.en}")


_ANOTHER = Words(
    "qərardan sonra bu FİN-də ad da, doğum tarixi də başqa olub; akt olmayanadək ödənilir, baxılmalıdır",
    "since its decision name and birth date under the FIN are others; it is paid until there is an act: look at it",
)
_HOUSE_ONLY = Words(
    "Bunu yalnız komitənin əməkdaşları görür.",
    "The committee's people alone see this.",
)
_NOT_ASKED = Words(
    "Rollarınız başqasının təklifinə razılıq verməyi nəzərdə tutmur.",
    "Your roles agree to nothing that others propose.",
)
