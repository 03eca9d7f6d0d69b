"""Vacancies as a scenario plays them: who names a position with consent, what is proposed, and what comes of it.

Of every second family somebody of age names a position and consents to its comparison, of the others somebody answers
and names none. The employment agency answers each proposal under a number of its own; one person refuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from connectors.agencies import AGENCIES
from document_flow.surveys.questionnaire import questionnaires
from hub.commands.programmes.hands import begins, does, stands_now
from hub.commands.programmes.moving import MOVES, Families
from hub.commands.programmes.story import Story
from hub.commands.programmes.wave import PLACE, PlayedFamily
from hub.errors import HubError
from hub.register.entity import Entity
from hub.store.tx import Tx
from hub.surveys.interviews import Hand, Interview, Interviews
from hub.surveys.kind import SURVEYS
from mappings.dates import PartialDate

_AGENCY, _VACANCY, _MATCH = next(
    (each.name, vacancy.format, match.format)
    for each in AGENCIES
    for vacancy in each.gives
    for match in each.gives
    if vacancy.format.endswith(".vacancy.v1") and match.format.endswith(".match.v1")
)
_OFFICER, _PUBLISHER, _ASKS = "elcin", "nigar", "aytac"
_SHEET, _POSITION, _OTHER = "agali/2", "7112", "2341"
_HERE, _ELSEWHERE = "VK-1", "VK-2"
_SAID: Final = {"intention": "yes", "able_bodied": "yes", "profession": "building", "family_size": "4",
                "school_places": "1"}  # fmt: skip


async def named(story: Story, families: Families) -> Mapping[str, str]:
    """Who has named a position with consent, by FIN, of which application; vacancies of the settlement and of another
    are told.
    """
    story.tell("sorğu: vəzifə, razılıqla; vakansiyalar", "a survey: a position, with consent; vacancies")
    context = await story.context()
    fins = [(number, _speaks(family, context.today)) for number, family in families.items()]
    answering = [(number, fin) for number, fin in fins if fin]
    naming, others = dict(answering[::2]), dict(answering[1::2])
    last = context.today + timedelta(days=1)
    says = {"first": context.today.isoformat(), "last": last.isoformat(), "way": "face_to_face"}
    survey = await begins(story, SURVEYS, "open_survey", _OFFICER, questionnaire=_SHEET, place=PLACE, **says)
    await does(story, SURVEYS, survey, "publish_survey", _PUBLISHER)
    work = {"position": _POSITION}
    said = [
        *(_interview(fin, ("survey", "work"), work) for fin in naming.values()),
        *(_interview(fin, ("survey",)) for fin in others.values()),
    ]
    asks, interviews = Hand(_ASKS, "committee", _ASKS, _anybody), Interviews(story.hub.aggregates)
    without = await interviews.take(survey, asks, [_interview(fin, ("survey",), work) for fin in others.values()])
    taken = await interviews.take(survey, asks, said)
    answers = sum(not isinstance(each, HubError) for each in taken)
    story.count("sorğuya cavab", "answers to the survey", answers, len(naming) + len(others))
    refused = sum(isinstance(each, HubError) for each in without)
    story.count("razılıqsız vəzifə, qəbul olunmayan", "positions without consent, refused", refused, len(others))
    agali = "Zəngilan r., Ağalı k."
    told = ((_HERE, agali, _POSITION), (_ELSEWHERE, "Laçın r.", _POSITION), ("VK-3", agali, _OTHER))
    for number, place, position in told:
        await story.records(_AGENCY, _VACANCY, _vacancy(number, place, position, len(naming), context.today))
    await story.settled()
    return naming


async def proposed(story: Story, move: str, families: Iterable[str], naming: Mapping[str, str]) -> None:
    """On the move day each is proposed what was found, but for one who is passed over where there are several."""
    wanted = [each for each in families if each in naming]
    works = await _offered(story, move)
    told = [(work.split("|")[0], work.split("|")[2]) for work in works]
    story.count("tapılan vakansiya", "vacancies found", sorted(told), sorted((each, _HERE) for each in wanted))
    for place, work in enumerate(works):
        if place == 0 and len(works) > 1:
            await does(story, MOVES, move, "pass_over_work", _OFFICER, work=work, reason="başqa işi var")
        else:
            await does(story, MOVES, move, "propose_work", _OFFICER, work=work)
    await story.settled()
    state = await stands_now(story, MOVES, move)
    made = Counter("passed over" if each.reason else "proposed" for each in state.work.values())
    over = int(len(works) > 1)
    story.count("təklif olunan", "proposed", made["proposed"], len(wanted) - over)
    story.count("keçilən", "passed over", made["passed over"], over)
    story.count("təkrar tapılan", "found again", len(await _offered(story, move)), 0)


async def answered_for(story: Story, moved: Iterable[str], naming: Mapping[str, str]) -> None:
    """The agency tells what came of each proposal: the first refuses, all others are hired; the register counts so."""
    story.tell("məşğulluq agentliyinin cavabı", "the employment agency's answer")
    fins = [fin for number, fin in naming.items() if number in {*moved}]
    matches, day = await _matches(story, fins), await story.today()
    for place, match in enumerate(matches):
        state = "I" if place == 0 else "M"
        body = {"uygunluq_no": f"UY-{place + 1}", "vakansiya_no": match["vacancy_id"], "fin_kod": match["fin"]}
        await story.records(_AGENCY, _MATCH, {**body, "hal": state, "tarix": int(f"{day:%Y%m%d}")})
    await story.settled()
    every = await _matches(story, fins)
    stands = Counter(each["state"] for each in every)
    before = len(matches)
    story.count("təkliflər reyestrdə", "proposals in the register", stands["proposed"], before)
    story.count("imtina edən", "refused", stands["refused"], min(1, before))
    story.count("işə götürülən", "hired", stands["hired"], before - min(1, before))
    places = {each["vacancy_id"] for each in every}
    story.count("təklif olunan vakansiya", "the vacancy that was proposed", sorted(places), [_HERE][:before])


def _speaks(family: PlayedFamily, day: date) -> str:
    """The FIN of the first of the family whose age the questionnaire takes; empty where nobody's is."""
    asked = questionnaires()[_SHEET]
    ages = {each.fin: PartialDate.from_text(each.born.isoformat()).age_on(day) or 0 for each in family.returning}
    return next((fin for fin, age in ages.items() if asked.youngest <= age <= asked.oldest), "")


def _interview(fin: str, consents: tuple[str, ...], more: Mapping[str, str] | None = None) -> Interview:
    return Interview(fin=fin, consents=consents, answers={**_SAID, **(more or {})})


async def _anybody(_tx: Tx, _person: Entity) -> bool:
    return True


def _vacancy(number: str, place: str, position: str, openings: int, day: date) -> dict[str, Any]:
    return {
        "vakansiya_no": number,
        "deyisiklik_no": "1",
        "isegoturen": {"voen": "9900003611", "ad": "“Nümunə Aqro” MMC"},
        "vezife_kodu": position,
        "yer": place,
        "say": openings,
        "maas": "650,00",
        "bas_tarix": int(f"{day:%Y%m%d}"),
        "son_tarix": 0,
        "hal": "A",
    }


async def _offered(story: Story, move: str) -> Sequence[str]:
    """What the form of the proposal lets somebody choose."""
    needs = story.hub.aggregates.needs
    async with story.hub.store.read() as tx:
        found = await story.hub.aggregates.tables.get(tx, MOVES, move)
        return [each.value for each in (await MOVES.fills(needs, tx, found))["work"]] if found is not None else []


async def _matches(story: Story, fins: Sequence[str]) -> list[Mapping[str, Any]]:
    """What the register knows of these people's matches, by number."""
    async with story.hub.store.read() as tx:
        found = await story.hub.aggregates.needs.reader.things_of_all(tx, "job_match", fins)
    return sorted((each.attributes for each in found), key=lambda each: str(each["match_id"]))
