"""Change requests before they are decided: previewed, written down for a second person, listed.

Whoever agrees has seen what would come of it as things stand: the preview has a mark, and a decision brings it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_args

from pydantic import Discriminator, Tag, TypeAdapter

from hub.access.proposals import Proposal, one_proposal, propose_beside, waiting, waiting_about
from hub.errors import Conflict, NotFound, Refused, Words
from hub.evidence.leaf import make_leaf, write_leaves
from hub.register.bulk import bulk_thing
from hub.register.entering import ALIKE as ENTRY_ALIKE
from hub.register.entering import NO_APPLICATION, EntryWish, FinWish
from hub.register.entity import Entity
from hub.register.facts import FOREVER, Fact, Source
from hub.register.likeness import alike_to, shared_signs
from hub.register.mandates import MandateWish
from hub.register.merges import Joined, Side, keys_of, merge_of, merged_among, merges_into, messages_under
from hub.register.merging import MergeWish, SplitWish
from hub.register.protecting import COVERS, hides, legal_day
from hub.register.protections import ProtectionWish
from hub.register.reading import Reader
from hub.register.requests import NOT_THERE, OURS, AttributeLine, Kept, Standing, ValuesWish, Wish
from hub.register.store import REQUEST_KINDS, Change, RegisterStore, blank
from hub.register.things import kind_of
from hub.store.ids import new_id
from hub.store.tx import Tx, first_or
from mappings.records import ActRole


def _kind_of(wish: Any) -> str | None:
    """By what a wish is told apart; pydantic's own way takes no model that looks at its values before they are read."""
    return wish.get("kind") if isinstance(wish, Mapping) else getattr(wish, "kind", None)


AnyWish = Annotated[
    Annotated[ValuesWish, Tag("person_change")]
    | Annotated[MergeWish, Tag("person_merge")]
    | Annotated[SplitWish, Tag("person_split")]
    | Annotated[MandateWish, Tag("mandate_change")]
    | Annotated[ProtectionWish, Tag("protection_change")]
    | Annotated[EntryWish, Tag("person_entry")]
    | Annotated[FinWish, Tag("person_fin")],
    Discriminator(_kind_of),
]
WISHES: TypeAdapter[ValuesWish | MergeWish | SplitWish | MandateWish | ProtectionWish | EntryWish | FinWish] = (
    TypeAdapter(AnyWish)
)
ROLES = get_args(ActRole)
_OF_THINGS = (MandateWish, ProtectionWish)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Another request that waits about the same people. `same` are attributes that both would change."""

    id: str
    kind: str
    made_by: str
    made_at: int
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of a wish as things stand. `seen` is the mark that a proposal and a decision bring back.

    `told` are the attributes that others hear of, `warnings` what speaks against it, `asked` the facts of which it must
    still be said whose they are.
    """

    wish: Wish
    standing: Standing
    lines: Sequence[AttributeLine]
    told: tuple[str, ...]
    others: Sequence[OpenRequest]
    seen: str
    warnings: Sequence[Words] = ()
    asked: Sequence[Fact] = ()


async def standing_of(tx: Tx, store: RegisterStore, wish: Wish) -> Standing:
    """Everybody whom a wish is about, locked, with their facts; NotFound where one of them is no person here, Conflict
    where one of them is joined to another.
    """
    if isinstance(wish, EntryWish):
        return await _standing_to_come(tx, store, wish)
    people = await store.by_ids(tx, wish.entities)
    if {*wish.entities} != people.keys() or any(each.kind != "person" or not each.key for each in people.values()):
        raise NotFound("register.not_there", NOT_THERE)
    facts = {id_: await store.facts(tx, each) for id_, each in people.items()}
    joined = await _joined(tx, store, wish, facts) if isinstance(wish, SplitWish) else None
    apart = {wish.survivor} if isinstance(wish, SplitWish) else {*wish.entities}
    if await merged_among(tx, apart):
        raise Conflict("register.is_joined", _IS_JOINED)
    kept = await _kept(tx, store, wish, people[wish.entity]) if isinstance(wish, _OF_THINGS) else None
    standing = Standing(people, facts, joined, kept)
    if not isinstance(wish, FinWish):
        return standing
    key = store.hash("fin", wish.fin)
    return replace(standing, fin_key=key, is_fin_taken=bool(await store.by_keys(tx, [key])))


async def holder_of(tx: Tx, store: RegisterStore, wish: Wish) -> Iterable[Entity]:
    """Of whom the wish asks without naming a record: whoever has the FIN that came to somebody else."""
    return (await store.by_keys(tx, [store.hash("fin", wish.fin)])).values() if isinstance(wish, FinWish) else ()


async def _standing_to_come(tx: Tx, store: RegisterStore, wish: EntryWish) -> Standing:
    """The record that will be, with those that look like it; Refused where no such application is registered."""
    await first_or(
        Refused("register.no_application", NO_APPLICATION, status=422, place="application"),
        tx,
        "SELECT 1 AS there FROM documents d WHERE d.reg_no = :number AND d.reg_date IS NOT NULL"
        " AND d.kind IN ('appeal', 'incoming') LIMIT 1",
        {"number": wish.application.strip()},
    )
    if await store.by_ids(tx, wish.entities):
        raise Conflict("register.entered", Words("Bu şəxs reyestrə artıq yazılıb.", "This person is entered already."))
    person = replace(blank("person"), id=wish.entity)
    alike = await alike_to(tx, store.hash, wish.values)
    return Standing({wish.entity: person}, {wish.entity: []}, alike=tuple(alike))


async def _kept(tx: Tx, store: RegisterStore, wish: MandateWish | ProtectionWish, person: Entity) -> Kept:
    thing = wish.thing(person)
    row = bulk_thing(store, thing)
    if isinstance(wish, ProtectionWish):
        row = replace(row, links=(*row.links, *(store.hash(COVERS, fin) for fin in thing.about)))
    return Kept((await store.by_keys(tx, [row.key])).get(row.key) or blank(kind_of(thing)), row)


async def _joined(tx: Tx, store: RegisterStore, wish: SplitWish, facts: Mapping[str, Sequence[Fact]]) -> Joined | None:
    merge = await merge_of(tx, wish.survivor, wish.other)
    if merge is None:
        return None
    taken = frozenset().union(*(each.facts for each in await merges_into(tx, wish.survivor)))
    later = [
        fact
        for fact in facts[wish.survivor]
        if fact.known_from >= merge.at and fact.known_to == FOREVER and fact.id not in taken
    ]
    own = await keys_of(tx, wish.survivor) - merge.keys
    came = await messages_under(tx, own | merge.keys)
    return Joined(merge, {fact.id: _side(store, fact, came, merge.keys, own) for fact in later})


def _side(
    store: RegisterStore, fact: Fact, came: Mapping[str, frozenset[str]], theirs: frozenset[str], own: frozenset[str]
) -> Side | None:
    """Whose it is by the keys of its message, and by the substitute keys of its act."""
    substitutes = {store.hash("subject", f"{fact.source.act}:{role}") for role in ROLES} if fact.source.act else set()
    keys = came.get(fact.source.message, frozenset()) | substitutes
    match bool(keys & theirs), bool(keys & own):
        case True, False:
            return "other"
        case False, True:
            return "survivor"
        case _:
            return None


async def preview_of(tx: Tx, store: RegisterStore, wish: Wish, proposal: str | None = None) -> Preview:
    """What would come of it; Refused where it cannot be. `proposal` is the wish's own, if it waits already."""
    standing = await standing_of(tx, store, wish)
    changes = wish.changes(standing, Source(new_id(), OURS, await tx.now(), wish.ground))
    lines = wish.lines(standing, changes)
    others = await _others(tx, store, wish, {line.name for line in lines}, proposal)
    warnings = await _warnings(tx, store, wish, standing)
    asked = wish.asked(standing) if isinstance(wish, SplitWish) else ()
    return Preview(wish, standing, lines, _told(changes), others, wish.mark(standing), warnings, asked)


async def propose_request(tx: Tx, store: RegisterStore, wish: AnyWish, seen: str, by: str) -> str:
    """Write it down for a second person; its id. Conflict where what was previewed has changed since."""
    preview = await preview_of(tx, store, wish)
    refuse_unseen(preview.seen, seen)
    refuse_untold(preview)
    body = WISHES.dump_json(wish).decode()
    made = await propose_beside(tx, store.sealer, wish.kind, " ".join(wish.entities), body, by)
    await note_request(tx, f"{wish.kind}.proposed", made.id, wish, by=by)
    return made.id


async def request_of(tx: Tx, store: RegisterStore, request: str) -> tuple[Proposal, AnyWish]:
    """A request and its wish, locked, also where it was decided already; NotFound where there is none."""
    found = await one_proposal(tx, store.sealer, request, REQUEST_KINDS)
    return found, WISHES.validate_json(found.wanted)


async def waiting_requests(tx: Tx, store: RegisterStore) -> Sequence[tuple[Proposal, AnyWish]]:
    """What waits for a second person, the oldest first."""
    found = await waiting(tx, store.sealer, REQUEST_KINDS)
    return [(each, WISHES.validate_json(each.wanted)) for each in found]


def refuse_unseen(stands: str, seen: str) -> None:
    """Conflict where somebody speaks of another state than the one that stands."""
    if stands != seen:
        raise Conflict("register.changed_since", _CHANGED, place="seen")


def refuse_untold(preview: Preview) -> None:
    """Refused while of some facts it is not said whose they are."""
    if preview.asked:
        raise Refused("register.whose_fact", _WHOSE, status=422, place="sides")


async def _warnings(tx: Tx, store: RegisterStore, wish: Wish, standing: Standing) -> Sequence[Words]:
    if isinstance(wish, MergeWish):
        return wish.warnings(standing)
    if isinstance(wish, EntryWish):
        there = (await store.by_ids(tx, standing.alike, locked=False)).values()
        shared = dict.fromkeys(sign for each in there for sign in shared_signs(wish.values, each.attributes))
        return [ENTRY_ALIKE[each] for each in shared]
    if not isinstance(wish, ProtectionWish) or wish.terms.ended_on is not None:
        return ()
    person = standing.people[wish.entity]
    said, today = wish.thing(person).model_dump(mode="json"), await legal_day(tx)
    near = await Reader(store).living_with(tx, person)
    left = (each for each in near if each.attributes.get("fin") != said["against_fin"])
    seen = [each.attributes for each in left if not hides(said, each, today)]
    said_of = ("surname", "given_name", "fin")
    names = ", ".join(" ".join(str(each[name]) for name in said_of if each.get(name)) for each in seen)
    return [Words(_SEEN.az.format(names), _SEEN.en.format(names))] if seen else ()


async def note_request(tx: Tx, what: str, request: str, wish: Wish, **facts: str | None) -> None:
    """Write a leaf about a request: ids, logins and codes, no value."""
    leaf = make_leaf(f"register.{what}", request, await tx.now(), of=" ".join(wish.entities), **facts)
    await write_leaves(tx, [leaf])


async def _others(tx: Tx, store: RegisterStore, wish: Wish, names: set[str], proposal: str | None) -> list[OpenRequest]:
    found: dict[str, OpenRequest] = {}
    if isinstance(wish, EntryWish):
        beside = [(each, WISHES.validate_json(each.wanted)) for each in await waiting(tx, store.sealer, [wish.kind])]
        return [
            OpenRequest(each.id, each.kind, each.made_by, each.made_at, ())
            for each, other in beside
            if each.id != proposal and isinstance(other, EntryWish) and shared_signs(wish.values, other.values)
        ]
    for entity in wish.entities:
        for each in await waiting_about(tx, store.sealer, REQUEST_KINDS, entity):
            if each.id != proposal:
                other = WISHES.validate_json(each.wanted)
                same = tuple(sorted(names & _touched(wish, other, names)))
                found[each.id] = OpenRequest(each.id, each.kind, each.made_by, each.made_at, same)
    return [found[each] for each in sorted(found)]


def _touched(wish: Wish, other: AnyWish, names: set[str]) -> set[str]:
    """Which of these names another request would change as well; a thing is none of the person's own values."""
    if isinstance(wish, _OF_THINGS) or isinstance(other, _OF_THINGS):
        return names if wish.kind == other.kind else set()
    return {*other.values} if isinstance(other, ValuesWish) else {"fin"} if isinstance(other, FinWish) else names


def _told(changes: Sequence[Change]) -> tuple[str, ...]:
    people = [each for each in changes if each.after.kind == "person"]
    return tuple(sorted({name for each in people for name in each.after.changed_fields(each.before)}))


_SEEN = Words(
    "Ailənin bu üzvləri əhatə olunmur, yaşadıqları yer görünür: {}. Şəxslə birgə yaşayanı da yazın.",
    "These of the household are not covered, and where they live is seen: {}. Name whoever lives with the person too.",
)
_WHOSE = Words(
    "Birləşmədən sonra gələn bəzi məlumatların kimə aid olduğu açardan bilinmir: hər birini özünüz göstərin.",
    "Of some facts that came since the records were joined no key tells whose they are: say it of each.",
)
_IS_JOINED = Words(
    "Bu yazı başqa yazı ilə birləşdirilib: sorğunu qalan yazı üzrə verin və ya əvvəlcə onları ayırın.",
    "This record is joined to another: ask of the one that stays, or part them first.",
)
_CHANGED = Words(
    "Önbaxışdan sonra bu şəxs barədə məlumat dəyişib. Yenidən baxın və qərarı ondan sonra verin.",
    "What is known of this person has changed since the preview. Look at it again, and decide then.",
)
