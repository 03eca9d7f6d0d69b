"""What directory, approval paths and law change only by two people: one proposes, a second one or the principal agrees.

A kind is a row of KINDS: the body that says what is wanted, who may propose it and agree to it, who gains by it, and
how it is carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.paths.authoring.authoring import PathRefused, load_path
from document_flow.people import Directory
from document_flow.standing_in import refuse_stand_in
from document_flow.words import Words
from hub.access.proposals import Outcome, Proposal, decide_proposal, one_proposal, propose
from hub.access.second_person import is_second_person, refuse_for_oneself
from hub.app import Hub
from hub.bodies import Body
from hub.documents.acting.path_repository import save_path
from hub.documents.law.ending import AgreedBy, end_version
from hub.documents.law.law import Law
from hub.documents.office.administration import appoint
from hub.documents.office.directory import Post, Surroundings, save_commission, save_posts, save_units
from hub.errors import allowed
from hub.evidence.rights import note_right
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Tx
from hub.web.office.directory_bodies import CommissionBody, PostBody, StandInBody, UnitBody
from hub.web.office.law_bodies import RepealBody
from hub.web.office.path_body import PathBody
from hub.web.officials import Actor

ADMINISTERS = ("clerk", "head", "administrator")
CHANGES_PATHS = ("clerk", "lawyer", "head", "administrator")
CHANGES_LAW = ("lawyer", "head")
SETTLES_UNITS = ("head", "administrator")


@dataclass(frozen=True, slots=True)
class Kind:
    """`gains` are those who would have more by it; `principal` is whose own word is enough."""

    body: type[Body]
    roles: tuple[str, ...]
    gains: Callable[[Directory, str, Any], frozenset[str]]
    carry_out: Callable[[Deed, Any], Awaitable[Refusal | None]]
    said: Callable[[Directory, str, Any], Words]
    principal: Callable[[Any], str | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `second` agrees to what `by` proposes. `id` is the proposal's, and the stand-in's that it becomes."""

    id: str
    kind: str
    subject: str
    wanted: Body
    by: str
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A change that is carried out in a transaction, at a legal moment."""

    tx: Tx
    sealer: Sealer
    context: Context
    change: Change
    law: Law


async def _stand_in(deed: Deed, wanted: StandInBody) -> Refusal | None:
    return await appoint(
        deed.tx, deed.sealer, wanted.stand_in(), deed.context.today, deed.change.id, deed.context.competence.stand_ins
    )


async def _commission(deed: Deed, wanted: CommissionBody) -> None:
    title = wanted.title.words() if wanted.title is not None else None
    await save_commission(deed.tx, deed.change.subject, wanted.members, title)


async def _unit(deed: Deed, wanted: UnitBody) -> None:
    await save_units(deed.tx, [(deed.change.subject, wanted.title.words(), wanted.head)])


async def _post(deed: Deed, wanted: PostBody) -> None:
    await save_posts(deed.tx, [Post(deed.change.subject, wanted.position.words(), wanted.unit)])


async def _path(deed: Deed, wanted: PathBody) -> Refusal | None:
    try:
        await save_path(deed.tx, deed.sealer, wanted.source, deed.change.by, deed.context.requisites)
    except PathRefused as refused:
        return Refusal("paths.refused", refused.problems[0].words, "state")
    return None


async def _repeal(deed: Deed, wanted: RepealBody) -> Refusal | None:
    agreed = AgreedBy(deed.change.id, deed.change.by, deed.change.second or "")
    return await end_version(deed.tx, deed.law, deed.change.subject, wanted.wanted.ending(wanted.number), agreed)


def _stand_in_words(directory: Directory, _subject: str, wanted: StandInBody) -> Words:
    acting, principal = directory.name(wanted.acting), directory.name(wanted.principal)
    days = f"{wanted.first:%d.%m.%Y} – {wanted.last:%d.%m.%Y}"
    return Words(
        f"{principal} əvəzinə {acting}, {days} ({wanted.basis})",
        f"{acting} in the place of {principal}, {days} ({wanted.basis})",
    )


def _commission_words(directory: Directory, subject: str, wanted: CommissionBody) -> Words:
    names = ", ".join(directory.name(login) for login in wanted.members)
    title = wanted.title.words() if wanted.title is not None else directory.title(subject)
    return Words(f"{title.az}, üzvləri: {names}", f"{title.en}, its members: {names}")


def _unit_words(directory: Directory, _subject: str, wanted: UnitBody) -> Words:
    head = directory.name(wanted.head) if wanted.head else None
    return Words(
        f"{wanted.title.az}: rəhbər {head or 'yoxdur'}", f"{wanted.title.en}: {f'head {head}' if head else 'no head'}"
    )


def _post_words(directory: Directory, subject: str, wanted: PostBody) -> Words:
    name = directory.name(subject)
    return Words(
        f"{name}: {wanted.position.az}, {wanted.unit}",
        f"{name}: {wanted.position.en}, {wanted.unit}",
    )


def _path_words(_directory: Directory, subject: str, wanted: PathBody) -> Words:
    path = load_path(wanted.source)
    az, en = (" → ".join(stage.title.say(lang) for stage in path.stages) for lang in ("az", "en"))
    return Words(f"“{subject}” razılaşma yolunun yeni versiyası: {az}", f"A new version of the path {subject}: {en}")


def _repeal_words(_directory: Directory, _subject: str, wanted: RepealBody) -> Words:
    end, follows = wanted.wanted, wanted.wanted.successor
    az = f"“{wanted.title.az}”: {wanted.number} nömrəli versiyanın son günü {end.last:%d.%m.%Y}"
    en = f"{wanted.title.en}: version {wanted.number} decides until {end.last:%d.%m.%Y}"
    if follows is not None:
        first = f"{end.last + timedelta(days=1):%d.%m.%Y}"
        az += f", {follows.version} nömrəli versiya {first} tarixindən qüvvəyə minir"
        en += f", version {follows.version} from {first}"
    return Words(f"{az}. {end.act.title.az}: {end.reason}", f"{en}. {end.act.title.en}: {end.reason}")


KINDS: Mapping[str, Kind] = {
    "stand_in": Kind(
        StandInBody,
        ADMINISTERS,
        lambda _directory, _subject, wanted: frozenset((wanted.acting,)),
        _stand_in,
        _stand_in_words,
        lambda wanted: wanted.principal,
    ),
    "commission": Kind(
        CommissionBody,
        ADMINISTERS,
        lambda directory, subject, wanted: frozenset(wanted.members).difference(directory.groups.get(subject, ())),
        _commission,
        _commission_words,
    ),
    "unit": Kind(
        UnitBody,
        SETTLES_UNITS,
        lambda directory, subject, wanted: frozenset({wanted.head or ""} - {directory.head_of(subject)}),
        _unit,
        _unit_words,
    ),
    "post": Kind(
        PostBody,
        SETTLES_UNITS,
        lambda _directory, subject, _wanted: frozenset((subject,)),
        _post,
        _post_words,
    ),
    "repeal": Kind(RepealBody, CHANGES_LAW, lambda _directory, _subject, _wanted: frozenset(), _repeal, _repeal_words),
    "path": Kind(PathBody, CHANGES_PATHS, lambda _directory, _subject, _wanted: frozenset(), _path, _path_words),
}


@dataclass(frozen=True, slots=True)
class Settled:
    """A change under its id; it `waits` until a second person agrees."""

    id: str
    waits: bool


async def settle(hub: Hub, official: Actor, kind: str, subject: str, wanted: Body) -> Settled:
    """Propose a change, or make it at once where it is the principal's own word.

    Forbidden for somebody who would gain by it. HubError with the rule's code where it could not be carried out.
    """
    rules, around = KINDS[kind], await hub.office.documents.around()
    official.need(*rules.roles)
    _refuse_at_once(hub, around, wanted)
    refuse_for_oneself(official.login, rules.gains(around.directory, subject, wanted))
    waits = rules.principal(wanted) != official.login
    async with hub.store.write() as tx:
        if waits:
            made = (await propose(tx, hub.sealer, kind, subject, wanted.model_dump_json(), official.login)).id
            told = _commitment(hub, made, wanted)
            await note_right(tx, f"{kind}.proposed", official.login, made, of=subject, wanted=told)
        else:
            made = new_id()
            await _carry_out(hub, tx, Change(made, kind, subject, wanted, official.login), around)
    hub.office.documents.staff.forget()
    return Settled(made, waits)


async def decide(hub: Hub, official: Actor, proposal_id: str, outcome: Outcome) -> None:
    """Agree to a proposal, or refuse it. Forbidden for its maker (who may take it back) and for who gains by it."""
    around = await hub.office.documents.around()
    async with hub.store.write() as tx:
        found = await one_proposal(tx, hub.sealer, proposal_id, KINDS)
        rules = KINDS[found.kind]
        wanted = rules.body.model_validate_json(found.wanted)
        _need_a_say(official, rules, found, wanted)
        gains = rules.gains(around.directory, found.subject, wanted)
        await decide_proposal(tx, found, official.login, outcome, gains)
        if outcome == "agreed":
            change = Change(found.id, found.kind, found.subject, wanted, found.made_by, official.login)
            await _carry_out(hub, tx, change, around)
        else:
            await note_right(tx, f"{found.kind}.refused", official.login, found.id, of=found.subject)
    hub.office.documents.staff.forget()


def _need_a_say(official: Actor, kind: Kind, proposal: Proposal, wanted: Body) -> None:
    if official.login not in (kind.principal(wanted), proposal.made_by):
        official.need(*kind.roles)


def shown(proposal: Proposal, official: Actor, directory: Directory) -> Mapping[str, object]:
    """A proposal in words, and whether this official may agree to it."""
    kind = KINDS[proposal.kind]
    wanted = kind.body.model_validate_json(proposal.wanted)
    has_a_say = official.login == kind.principal(wanted) or bool(official.person.roles.intersection(kind.roles))
    gains = kind.gains(directory, proposal.subject, wanted)
    is_apart = is_second_person(official.login, proposal.made_by, *gains)
    return {"what": kind.said(directory, proposal.subject, wanted), "may_agree": has_a_say and is_apart}


async def _carry_out(hub: Hub, tx: Tx, change: Change, around: Surroundings) -> None:
    deed = Deed(tx, hub.sealer, around.context(hub.clock.now()), change, hub.law)
    allowed(await KINDS[change.kind].carry_out(deed, change.wanted))
    facts = {"of": change.subject, "second": change.second, "wanted": _commitment(hub, change.id, change.wanted)}
    await note_right(tx, change.kind, change.by, change.id, **facts)


def _commitment(hub: Hub, change: str, wanted: Body) -> str:
    """What the evidence says of it: proves the words to whoever has the key, and lets nobody else try what they are."""
    return hub.hash.commitment(change, hashlib.sha256(wanted.model_dump_json().encode()).hexdigest())[1]


def _refuse_at_once(hub: Hub, around: Surroundings, wanted: Body) -> None:
    """What the rules say against it is said before it waits for anybody."""
    if isinstance(wanted, StandInBody):
        today, most = around.context(hub.clock.now()).today, around.competence.stand_ins
        allowed(refuse_stand_in(around.directory, wanted.stand_in(), today, most))
