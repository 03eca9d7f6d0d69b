"""Recomputes a published draw and names every disagreement, in words. It believes nothing that it can compute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from document_flow.draws.order import (
    VALUE_BYTES,
    Allotted,
    Entry,
    after_root_of,
    allotted,
    canonical,
    computed,
    in_order,
    is_hexadecimal,
    next_in_line,
    root_of,
    seed_of,
    slips_of,
)
from document_flow.draws.plan import repeated
from document_flow.draws.published import PUBLISHED, Published
from document_flow.words import Words

_WITNESSES = 2


def verify(said: Any) -> tuple[Words, ...]:
    """All that is wrong with a published file, read as JSON; nothing where it is as it says."""
    try:
        doc = PUBLISHED.validate_json(canonical(said), strict=True, extra="forbid")
    except ValidationError as refused:
        places = (".".join(str(part) for part in each["loc"]) for each in refused.errors(include_input=False))
        return (_wrong("file", places=", ".join(dict.fromkeys(places)) or "–"),)
    written = PUBLISHED.dump_python(doc, mode="json")  # a part that is not as it is written would be read in two ways
    if odd := [name for name in written if name not in said or canonical(written[name]) != canonical(said[name])]:
        return (_wrong("file", places=", ".join(odd)),)
    root, after = root_of(said["fixed"], said["entries"]), after_root_of(said)
    faults = [*_list(doc), *([] if root == doc.root else [_wrong("root", said=doc.root, found=root)]), *_outcome(doc)]
    by_hand = doc.fixed.plan.protocol == "by_hand"
    faults += _pulls(doc) if by_hand else _values(doc)
    if doc.outcome == "drawn":
        faults += [*_drawn(doc, root, sound=not faults), *_struck(doc)]
    if after != doc.after_root:
        faults.append(_wrong("after_root", said=doc.after_root, found=after))
    return tuple(faults)


def _list(doc: Published) -> Iterator[Words]:
    """What was frozen, by itself."""
    plan, entries = doc.fixed.plan, doc.entries
    if twice := repeated(plan.numbers):
        yield _wrong("home_twice", homes=", ".join(twice))
    if twice := repeated(each.number for each in entries):
        yield _wrong("entry_twice", numbers=", ".join(twice))
    if entries != in_order(entries):
        yield _wrong("unsorted")
    if without := [each.number for each in entries if not plan.homes_of(each.rooms)]:
        yield _wrong("no_class", numbers=", ".join(without))
    out = {each.number for each in doc.fixed.left_out}
    if out & {each.number for each in entries} or any(not each.reason.strip() for each in doc.fixed.left_out):
        yield _wrong("left_out", numbers=", ".join(sorted(out)))
    if not doc.fixed.announced_at <= (doc.fixed.frozen_at or doc.fixed.announced_at) < plan.draw_at:
        yield _wrong("times")


def _outcome(doc: Published) -> Iterator[Words]:
    """Whether the file has what belongs to how the draw ended, and nothing else."""
    plan = doc.fixed.plan
    by_hand = plan.protocol == "by_hand"
    own = "pulls" if by_hand else "public_value" if plan.source else "values"
    came = {"pulls": bool(doc.pulls), "public_value": bool(doc.public_value), "values": bool(doc.values)}
    allowed = {own, "values"} if plan.source and plan.parties else {own}
    foreign = any(there for name, there in came.items() if name not in allowed) or (by_hand and doc.seed)
    early = doc.outcome != "drawn" and (doc.seed or doc.order or doc.struck)
    is_frozen, ended = doc.outcome in ("frozen", "drawn", "void"), doc.outcome in ("cancelled", "void")
    listed = bool(doc.entries and doc.fixed.frozen_at)
    is_stuck = by_hand and doc.outcome == "void"  # slips were pulled, and a witness did not confirm them
    foreign = foreign or (bool(doc.values) and not is_frozen)
    if foreign or early or is_frozen != listed or (came[own] and not is_stuck and (ended or not is_frozen)):
        yield _wrong("foreign")
    if ended and not doc.reason.strip():
        yield _wrong("no_reason")
    if doc.outcome == "drawn" and not came[own]:
        yield _wrong("no_value")
    out = {*doc.withdrawn, *(each.number for each in doc.struck)}
    if strangers := out - {each.number for each in doc.entries}:
        yield _wrong("strangers", numbers=", ".join(sorted(strangers)))
    if twice := repeated(doc.withdrawn):
        yield _wrong("withdrawn_twice", numbers=", ".join(twice))


def _values(doc: Published) -> Iterator[Words]:
    """Each value opens what its party has committed to."""
    for party, value in doc.values.items():
        if party not in doc.fixed.plan.parties or not value.opens(doc.fixed.commitments.get(party, "")):
            yield _wrong("value", party=party)


def _pulls(doc: Published) -> Iterator[Words]:
    """No family and no slip twice, none of another class; all families once it is done."""
    plan, classes = doc.fixed.plan, {each.number: each.rooms for each in doc.entries}
    for number in repeated(each.entry for each in doc.pulls):
        yield _wrong("pulled_twice", number=number)
    for slip in repeated(f"{each.rooms}/{each.slip}" for each in doc.pulls):
        yield _wrong("slip_twice", slip=slip)
    for each in doc.pulls:
        last = slips_of(plan, doc.entries, each.rooms)
        if classes.get(each.entry) != each.rooms or not 1 <= each.slip <= last or each.witnesses != _WITNESSES:
            yield _wrong("pull", number=each.entry, slip=f"{each.rooms}/{each.slip}")
    missing = classes.keys() - {each.entry for each in doc.pulls}
    if doc.outcome == "drawn" and missing:
        yield _wrong("missing", numbers=", ".join(sorted(missing)))


def _drawn(doc: Published, root: str, *, sound: bool) -> Iterator[Words]:
    """The order that follows. Where what it follows from is false already, it is compared by the seed as published."""
    plan = doc.fixed.plan
    if plan.protocol == "by_hand":
        yield from _order(doc, _pulled(doc)) if sound else ()
        return
    seed = seed_of(plan, root, doc.values, doc.public_value) if sound else doc.seed
    if seed != doc.seed or not is_hexadecimal(seed, VALUE_BYTES):
        yield _wrong("seed", said=doc.seed, found=seed)
        return
    yield from _order(doc, computed(plan, seed, doc.entries))


def _pulled(doc: Published) -> tuple[Allotted, ...]:
    plan = doc.fixed.plan
    return tuple(allotted(plan, Entry(number=each.entry, rooms=each.rooms), each.slip) for each in doc.pulls)


def _order(doc: Published, expected: tuple[Allotted, ...]) -> Iterator[Words]:
    """Everybody is there once, with the place and home that follow."""
    if doc.order == expected:
        return
    said, found = ({each.number: each for each in order} for order in (doc.order, expected))
    if missing := found.keys() - said.keys():
        yield _wrong("missing", numbers=", ".join(sorted(missing)))
    if strangers := said.keys() - found.keys():
        yield _wrong("strangers", numbers=", ".join(sorted(strangers)))
    if twice := repeated(each.home for each in doc.order if each.home):
        yield _wrong("home_twice", homes=", ".join(twice))
    differing = [number for number in found if number in said and said[number] != found[number]]
    for number in differing:
        yield _wrong("place", number=number, said=_shown(said[number]), found=_shown(found[number]))
    if not differing:
        yield _wrong("sequence")


def _struck(doc: Published) -> Iterator[Words]:
    """Every home that became free went to the next of its class, and nobody who is out holds one."""
    holders = {each.number: each.home for each in doc.order if each.home}
    rooms = {each.number: each.rooms for each in doc.order}
    out = set(doc.withdrawn)
    if twice := repeated(each.number for each in doc.struck):
        yield _wrong("struck_twice", numbers=", ".join(twice))
    for each in doc.struck:
        home = holders.pop(each.number, "")
        out.add(each.number)
        to = next_in_line(doc.order, rooms.get(each.number, 0), {*holders, *out}) if home else ""
        if (each.home, each.to) != (home, to):
            said, found = (f"{each.home or '–'} → {each.to or '–'}", f"{home or '–'} → {to or '–'}")
            yield _wrong("passed", number=each.number, said=said, found=found)
        if to:
            holders[to] = home
    if holding := out & holders.keys():
        yield _wrong("holding", numbers=", ".join(sorted(holding)))


def _shown(each: Allotted) -> str:
    return f"{each.rooms}/{each.place} → {each.home or '–'}"


def _wrong(code: str, **values: str) -> Words:
    az, en = _WRONG[code]
    return Words(az.format(**values), en.format(**values))


_WRONG: dict[str, tuple[str, str]] = {
    "file": (
        "bu, dərc olunmuş püşkatma faylı deyil; pozulmuş yerlər: {places}",
        "this is no published draw; what is not as it should be: {places}",
    ),
    "root": (
        "kök uyğun deyil: faylda {said}, elan və siyahıdan hesablanan {found}; onlardan biri dəyişdirilib",
        "the root does not agree: {said} in the file, {found} by its announcement and list; one of them was changed",
    ),
    "after_root": (
        "ikinci kök uyğun deyil: faylda {said}, fayldan hesablanan {found}; dərc olunandan sonra dəyişdirilib",
        "the second root does not agree: {said} in the file, {found} by all of it; it was changed after publication",
    ),
    "withdrawn_twice": ("bu müraciətlər iki dəfə imtina edib: {numbers}", "withdrawn twice: {numbers}"),
    "home_twice": ("eyni ev iki dəfə yazılıb: {homes}", "the same home stands twice: {homes}"),
    "entry_twice": (
        "eyni müraciət siyahıda iki dəfə var: {numbers}",
        "the same application stands on the list twice: {numbers}",
    ),
    "unsorted": (
        "siyahı müraciət nömrələrinin sırası ilə düzülməyib",
        "the list is not in the order of its application numbers",
    ),
    "no_class": (
        "bu müraciətlərin sinfi üçün ev yoxdur: {numbers}",
        "there is no home of the class of these applications: {numbers}",
    ),
    "left_out": (
        "siyahıya salınmayanlardan biri siyahıda da var, ya da səbəbi yoxdur: {numbers}",
        "one of those who are left out is on the list too, or has no reason: {numbers}",
    ),
    "times": (
        "elan, dondurma və püşkatma vaxtları bu ardıcıllıqla getmir",
        "announcement, freeze and draw do not follow each other in time",
    ),
    "foreign": (
        "faylda bu protokola və ya bu nəticəyə aid olmayan məlumat var",
        "the file holds what does not belong to a draw of this protocol, or to one that ended so",
    ),
    "no_reason": ("etibarsız saymanın səbəbi yoxdur", "it is void without a reason"),
    "no_value": (
        "nəticə var, amma onun asılı olduğu qiymət və ya püşklər yoxdur",
        "there is a result, and nothing that it follows from",
    ),
    "strangers": (
        "bu müraciətlər dondurulmuş siyahıda yoxdur: {numbers}",
        "these applications are not on the frozen list: {numbers}",
    ),
    "value": (
        "tərəfin açdığı qiymət onun möhürü ilə uyğun deyil: {party}",
        "what this party revealed is not what it had committed to: {party}",
    ),
    "pulled_twice": ("bu müraciət üçün iki püşk çəkilib: {number}", "two slips were pulled for application {number}"),
    "slip_twice": ("eyni püşk iki dəfə çəkilib: {slip}", "slip {slip} was pulled twice"),
    "pull": (
        "püşk ({slip}) bu müraciətin sinfindən deyil, belə püşk yoxdur və ya iki şahid göstərilməyib: {number}",
        "slip {slip} is not of the class of application {number}, does not exist, or had no two witnesses",
    ),
    "missing": (
        "bu müraciətlər nəticədə yoxdur: {numbers}",
        "these applications are missing from the result: {numbers}",
    ),
    "seed": (
        "toxum uyğun deyil: faylda {said}, hesablanan {found}",
        "the seed does not agree: {said} in the file, {found} by its values",
    ),
    "place": (
        "{number}: faylda {said}, hesablanan {found}",
        "{number}: {said} in the file, {found} as computed",
    ),
    "sequence": ("sıranın düzülüşü uyğun deyil", "the order does not stand in its sequence"),
    "struck_twice": ("bu müraciətlər iki dəfə sıradan çıxarılıb: {numbers}", "struck through twice: {numbers}"),
    "passed": (
        "{number} sıradan çıxanda faylda {said}, növbəyə görə {found}",
        "when {number} was struck through: {said} in the file, {found} by the order",
    ),
    "holding": (
        "sıradan çıxmış müraciətlərdə ev qalıb: {numbers}",
        "these applications are out and still hold a home: {numbers}",
    ),
}
"""“3/2 → 107”: class 3, place 2, home 107; “–” is none."""
