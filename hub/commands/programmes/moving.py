"""A move day as a scenario plays it: families with their homes, keys on the day, services told; and what follows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from connectors.notices import ACKNOWLEDGEMENT, NUMBER
from document_flow.moves.rules import SERVICES, ServiceName
from document_flow.moves.state import Move
from document_flow.reintegrations.state import Reintegration
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.kind import Kind, Stored
from hub.commands.programmes.desk import letter_from
from hub.commands.programmes.hands import begins, does, refused, stands_now
from hub.commands.programmes.story import Story
from hub.commands.programmes.wave import PLACE, PlayedFamily
from hub.errors import Words
from hub.kinds import KINDS
from hub.returns.acknowledged import ACKNOWLEDGING
from hub.returns.draws import DRAWS

Families = Mapping[str, PlayedFamily]
"""By the numbers of their applications."""
MOVES: Final[Kind[Move]] = KINDS["moves"]
REINTEGRATIONS: Final[Kind[Reintegration]] = KINDS["reintegrations"]
_CLERK, _OFFICER, _COMMITTEE = "sevinc", "elcin", "Komitə"
DAYS_TO_MOVE: Final = 3
_OF_EVERYBODY: Final[tuple[ServiceName, ...]] = ("clinic", "smart_village")
"""Services that are told of everybody who moves in; a school of pupils alone."""
_SIGNED: Final = {"family_signed": "true", "committee_signed": "true"}


async def moved(
    story: Story, draw: str, families: Families, planned: Callable[[str], Awaitable[None]] | None = None
) -> None:
    """These families move on a day of their own, and each has the home that the draw gave it. `planned` is what is done
    while the day is prepared.
    """
    story.tell(f"köç günü: {len(families)} ailə", f"a move day, families: {len(families)}")
    at = (await story.context()).now + timedelta(days=DAYS_TO_MOVE)
    says = {"settlement": PLACE, "gathers_at": at.isoformat(), "point": "Sumqayıt, 12-ci məktəb"}
    move = await begins(story, MOVES, "open_move", _OFFICER, **says)
    for number in families:
        await does(story, MOVES, move, "add_household", _OFFICER, number=number)
    await does(story, MOVES, move, "add_truck", _OFFICER, plate="99-AA-001", position="1", numbers=list(families))
    if planned is not None:
        await planned(move)
    first = next(iter(families))
    paper = await letter_from(story, _COMMITTEE, "Təhvil-təslim aktı")
    early = await refused(story, MOVES, move, "hand_over_keys", _OFFICER, number=first, document=paper, **_SIGNED)
    story.count("köç günündən əvvəl açar", "keys before the move day", early, "moves.too_early")

    await story.days_later(DAYS_TO_MOVE)
    await does(story, MOVES, move, "mark_presence", _CLERK, numbers=list(families), presence="came")
    for number in families:
        act = await letter_from(story, _COMMITTEE, f"Təhvil-təslim aktı: {number}")
        await does(story, MOVES, move, "hand_over_keys", _OFFICER, number=number, document=act, **_SIGNED)
    state = await stands_now(story, DRAWS, draw)
    given = {number for number in families if state.offers[number].status == "moved_in"}
    story.count("püşkatmada təhvil verilmiş ev", "handed over, says the draw", len(given), len(families))
    homes = {each.number: each.home for each in (await stands_now(story, MOVES, move)).staying if each.moved}
    same = sum(state.homes[number] == home for number, home in homes.items())
    story.count("püşkatmanın verdiyi evdə", "in the home that the draw gave", same, len(families))
    await _closed(story, move)


async def followed_up(story: Story, persons: int) -> None:
    """One reintegration a family; of one, a need is referred and answered."""
    story.tell("reinteqrasiya: ehtiyac, yönləndirmə, cavab", "reintegration: a need, a referral, an answer")
    found = await reintegrations(story)
    story.count("reinteqrasiya", "reintegrations", len(found), story.persons)
    story.count("onlarda nəfər", "persons in them", sum(each.state.persons for each in found), persons)
    name = found[0].id
    due = await story.today() + timedelta(days=30)
    needs = {"body": "Dövlət Məşğulluq Agentliyi", "text": "iş", "due": due.isoformat()}
    await does(story, REINTEGRATIONS, name, "note_need", _CLERK, text="iş")
    await does(story, REINTEGRATIONS, name, "refer", _OFFICER, **needs)
    waiting = await _open_referrals(story)
    paper = await letter_from(story, "Dövlət Məşğulluq Agentliyi", "İşə düzəlmə")
    says = {"referral": "1", "text": "Ağıllı kənddə işə düzəlib", "document": paper}
    await does(story, REINTEGRATIONS, name, "answer_referral", _CLERK, **says)
    story.count("cavab gözlənilən yönləndirmə", "referrals that wait", waiting, 1)
    story.count("cavabdan sonra", "after the answer", await _open_referrals(story), 0)


async def _closed(story: Story, move: str) -> None:
    """Every service is told and answers, by its agency's messages or on paper; before, the move is not closed."""
    await does(story, MOVES, move, "tell_services", _OFFICER)
    await story.settled()
    early = await refused(story, MOVES, move, "close_move", _OFFICER)
    await _acknowledge(story)

    async def missing() -> str:
        services = (await stands_now(story, MOVES, move)).services
        waits = [
            SERVICES[each].say(story.hub.settings.lang) for each in _OF_EVERYBODY if not services[each].is_answered
        ]
        return f"{story.said('cavab yoxdur', 'no answer')}: {', '.join(waits)}" if waits else ""

    await story.until(missing, Words("xidmətlər bildirişi təsdiqləyir", "the services acknowledge their notices"))
    state = await stands_now(story, MOVES, move)
    found = {each: state.services[each].arranged for each in _OF_EVERYBODY}
    persons = sum(each.persons for each in state.staying)
    wanted = dict.fromkeys(_OF_EVERYBODY, persons)
    story.count("təsdiqlənmiş bildiriş", "notices that services acknowledged", found, wanted)
    acknowledging = {name for name, told in state.services.items() if told.notices}
    for service in SERVICES.keys() - acknowledging:
        paper = await letter_from(story, SERVICES[service].az, "Sakinlərin qoşulması")
        says = {"service": service, "answer": "qoşulub", "document": paper}
        await does(story, MOVES, move, "note_answer", _CLERK, **says)
    await does(story, MOVES, move, "close_move", _OFFICER)
    phase = (await stands_now(story, MOVES, move)).phase
    story.count("cavabsız bağlanma", "closed without answers", early, "moves.unfinished")
    story.count("cavablardan sonra köç", "the move after the answers", phase, "closed")


async def _acknowledge(story: Story) -> None:
    """The agencies say of each notice of which they have not spoken yet that all is arranged."""
    reader = story.hub.aggregates.needs.reader
    for destination, (agency, _) in ACKNOWLEDGING.items():
        async with story.hub.store.read() as tx:
            rows = await tx.fetch("SELECT agency_key FROM deliveries WHERE destination = :to", {"to": destination})
            numbers = [row["agency_key"] for row in rows]
            new = [each for each in numbers if await reader.by_key(tx, "acknowledgement", each) is None]
        for number in new:
            body = {NUMBER: number, "netice": "YERLESDIRILDI", "qeydNo": f"{agency}-{number[:8]}"}
            await story.records(agency, ACKNOWLEDGEMENT, body)
    await story.settled()


async def reintegrations(story: Story) -> list[Stored[Any]]:
    """All of them."""
    async with story.hub.store.read() as tx:
        return list(await story.hub.aggregates.tables.find(tx, REINTEGRATIONS, WantedAggregates(most=1000)))


async def _open_referrals(story: Story) -> int:
    return sum(each.is_open for found in await reintegrations(story) for each in found.state.referrals)
