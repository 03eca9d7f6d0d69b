"""The return to Ağalı: declarations of every adult, decisions, a survey before it, one draw for all
homes, offers, two move days with the vacancies proposed on them.

As many families and persons as returned with its waves; two more families wait in the reserve, and get the homes of one
that refuses and of one that does not answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from connectors.agencies import AGENCIES
from document_flow.cases.acts.withdraw import Withdraw
from hub.commands.programmes.desk import application_of
from hub.commands.programmes.drawing import answered, drawn, lapsed
from hub.commands.programmes.matching import answered_for, named, proposed
from hub.commands.programmes.moving import followed_up, moved
from hub.commands.programmes.story import Story, confirmed, told_person
from hub.commands.programmes.wave import PLACE, PlayedFamily, persons_of, played_families
from hub.demo.registers import SyntheticPerson
from hub.errors import Words
from hub.programmes.case_store import StoredCase
from hub.store.ids import new_id

_REGISTRY: Final = next(
    each.name for each in AGENCIES for given in each.gives if given.format == "justice.civil-act.v1"
)
_BUILDER, _HOMES = next(
    (each.name, given.format) for each in AGENCIES for given in each.gives if given.format.endswith(".housing-unit.v1")
)
_CLERK, _OFFICER = "sevinc", "elcin"


async def agali_story(story: Story) -> None:
    """From the declarations to the answer to a referral; work is proposed while each move day is prepared."""
    families = played_families(story.persons)
    listed, undecided = families[:-1], families[-1]
    homes = {f"ZAN-AGALI-{number:03}": each.rooms for number, each in enumerate(listed[: story.persons], 1)}
    await known(story, families, homes)
    await _thought_again(story, undecided)
    families_by = await decided(story, listed)
    naming = await named(story, families_by)

    draw = await drawn(story, families_by, homes)
    accepted, silent = await answered(story, draw, families_by)
    await moved(story, draw, accepted, lambda move: proposed(story, move, accepted, naming))
    late = await lapsed(story, draw, families_by, silent)
    await moved(story, draw, late, lambda move: proposed(story, move, late, naming))
    await answered_for(story, (*accepted, *late), naming)
    await _there(story, [*accepted.values(), *late.values()], families, homes)
    await followed_up(story, persons_of(story.persons))


async def known(story: Story, families: Sequence[PlayedFamily], homes: Mapping[str, int]) -> None:
    """The committee's systems name the people, the civil registry their parents, the special representation homes."""
    story.tell(f"{len(families)} ailə reyestrə", f"the register is told of {len(families)} families")
    today = await story.today()
    for family in families:
        everybody = (*family.returning, *family.staying)
        told = [*(each for who in everybody for each in told_person(who, family.origin)), _household(everybody)]
        await story.records("committee", "hub.records.v1", {"id": f"s-{new_id()}", "records": told})
    for home, rooms in homes.items():
        await story.records(_BUILDER, _HOMES, _home(home, rooms))
    births = [_birth(family, child) for family in families for child in family.minors(today)]
    await story.records(_REGISTRY, "hub.records.v1", {"id": f"s-{new_id()}", "records": births})
    await story.settled()


def _household(everybody: Sequence[SyntheticPerson]) -> dict[str, Any]:
    head, *others = everybody
    members = [{"fin": head.fin, "relation": "head"}, *({"fin": each.fin, "relation": "other"} for each in others)]
    return {"kind": "household", "household_id": f"AT-{head.number:07}", "head_fin": head.fin, "members": members}


def _home(number: str, rooms: int) -> dict[str, Any]:
    """A home of the new village that is ready, as its builder reports it."""
    return {
        "bildirisNo": new_id(),
        "evNo": number,
        "yer": {"rayon": "Zəngilan rayonu", "unvan": f"Ağalı kəndi, {number}"},
        "otaqSayi": rooms,
        "saheM2": "124.5",
        "tip": "EV",
        "hazirTarixi": "2022-05-01",
        "hal": "HAZIR",
    }


def _birth(family: PlayedFamily, child: SyntheticPerson) -> dict[str, Any]:
    people = {"child": child, **family.parents(child)}
    return {
        "kind": "civil_act",
        "event_id": new_id(),
        "act_type": "birth",
        "act_number": f"AB-{child.number:07}/{child.born.year}",
        "act_date": child.born.isoformat(),
        "subjects": [{"role": role, "person": {"kind": "person", "fin": who.fin}} for role, who in people.items()],
    }


async def _thought_again(story: Story, family: PlayedFamily) -> None:
    """Nobody of it declares anything, so that it would be refused; then it does not want to return."""
    case = await _opened(story, family, "")
    (drafted,) = await story.drafted([case])
    outcome = drafted.case.draft.outcome if drafted.case.draft is not None else ""
    story.count("bəyanatsız layihə", "the draft without declarations", outcome, "refused")
    word, _ = await application_of(story, family.returning[0], "Qayıtmaq istəmirik")
    done = await story.act(drafted, Withdraw(by=_CLERK, document=word, reason="qayıtmaq istəmir"))
    story.count("qayıtmaq istəməyən ailə", "the family that does not want to return", done.outcome, "withdrawn")


async def decided(story: Story, families: Sequence[PlayedFamily]) -> dict[str, PlayedFamily]:
    """Every adult declares, an official decides; families by the numbers of their applications."""
    story.tell("hər yetkin üzvün bəyanatı, vəzifəli şəxsin qərarı", "every adult declares, an official decides")
    today, before, names = await story.today(), await _declared(story), []
    for family in families:
        declared = [await application_of(story, who, "Qayıdış bəyanatı") for who in family.adults(today)]
        names.append(await _opened(story, family, ", ".join(number for _, number in declared)))
    adults = sum(len(each.returning) - len(each.minors(today)) for each in families)
    story.count("yetkinlərin bəyanatı", "declarations of adults", await _declared(story) - before, adults)
    drafted = await story.stands(names, _is_granted, Words("icazə layihəsi", "a draft that grants"))
    done = await confirmed(story, drafted, Words("qayıdış haqqında qərar", "decisions to return"), len(families))
    rooms = Counter(int(str(each.case.row("otaq"))) for each in done)
    wanted = Counter(each.rooms for each in families)
    story.count("normaya görə otaqlar", "rooms by the norm", sorted(rooms.items()), sorted(wanted.items()))
    return {_number(each): family for each, family in zip(done, families, strict=True)}


def _is_granted(case: Any) -> bool:
    return case.draft is not None and case.draft.outcome == "granted"


def _number(stored: StoredCase) -> str:
    application = stored.case.application
    return application.number if application is not None else ""


async def _declared(story: Story) -> int:
    async with story.hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM documents WHERE kind = 'appeal' AND reg_date IS NOT NULL")
    return int(rows[0]["n"])


async def _opened(story: Story, family: PlayedFamily, declarations: str) -> str:
    """The case of its application at the desk; parents who return speak for their children too."""
    answers = {
        "məntəqə": PLACE,
        "könüllü": True,
        "tərkib": "part" if family.staying else "whole",
        "qayıdanlar": ", ".join(each.fin for each in family.returning[1:]),
        "yaşayış": "yataqxana",
        "başçısız": False,
        "norma": True,
        "sağlamlıq_razılığı": False,
        "öz_mənzili": False,
        **({"bəyanat_nömrələri": declarations} if declarations else {}),
    }
    return await story.open("return", family.returning[0].fin, answers)


async def _there(
    story: Story, came: Sequence[PlayedFamily], families: Sequence[PlayedFamily], homes: Mapping[str, int]
) -> None:
    """What the register holds of all of them in the end."""
    everybody = [each for family in families for each in (*family.returning, *family.staying)]
    lives, given = await in_the_register(story, everybody, homes)
    async with story.hub.store.read() as tx:
        kept = [await story.reader.by_key(tx, "idp", each.fin) for each in everybody]
    status = sum(each is not None and "ended_on" not in each.attributes for each in kept)
    story.count("köçən ailə", "families that moved", len(came), story.persons)
    story.count("reyestrdə təhvil verilmiş ev", "homes handed over in the register", given, story.persons)
    story.count("reyestrdə Ağalıda yaşayan", "living in Ağalı by the register", len(lives), persons_of(story.persons))
    strangers = lives - {each.fin for family in came for each in family.returning}
    story.count("onlardan köçməyən", "of these, who did not move", len(strangers), 0)
    story.count("qüvvədə qalan status, qalanlarınkı da", "statuses kept, by who stays too", status, len(everybody))


async def in_the_register(
    story: Story, persons: Iterable[SyntheticPerson], homes: Iterable[str]
) -> tuple[frozenset[str], int]:
    """Whose FINs the register has living there, and how many of the homes are handed over."""
    async with story.hub.store.read() as tx:
        found = [(each.fin, await story.reader.by_key(tx, "fin", each.fin)) for each in persons]
        units = [await story.reader.by_key(tx, "housing_unit", each) for each in homes]
    residences = ((fin, who.attributes.get("actual_residence")) for fin, who in found if who is not None)
    lives = frozenset(fin for fin, residence in residences if residence and residence["place"] == PLACE)
    return lives, sum(each is not None and each.attributes["state"] == "handed_over" for each in units)
