"""The status: people apply at the desk, an official decides, nobody is refused unheard; the register hears of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.leave_to_people import TryAgain
from document_flow.cases.event import Command
from hub.commands.programmes.story import Story, recomputed
from hub.demo.registers import people
from hub.errors import HubError
from hub.programmes.case_store import StoredCase

_PAPERS: dict[str, Any] = {
    "əsas": "own",
    "əvvəlki_yer": "Zəngilan rayonu, Ağalı kəndi",
    "yetkin": True,
}


async def status_story(story: Story) -> None:
    """From the applications to the statuses in the register."""
    chosen = list(people(story.persons, seed=2))
    story.tell("ərizələr dəftərxanada qeydə alınır", "applications are registered at the desk")
    names = []
    for number, who in enumerate(chosen):
        names.append(await story.open("status", who.fin, _PAPERS))
        for paper in ("hərbi_sənəd", *(("rayon_arayışı",) if number % 3 != 2 else ())):
            await story.attach(names[-1], paper)
    drafted = await story.drafted(names)
    refusing = [each for each in drafted if each.case.draft is not None and each.case.draft.outcome == "refused"]
    story.count("layihə", "drafts", len(drafted), story.persons)
    story.count("imtina layihəsi", "drafts of refusals", len(refusing), sum(n % 3 == 2 for n in range(story.persons)))

    story.count(
        "ərizəni qeydə alanın qərarı",
        "decisions by who registered the application",
        await _tried(story, drafted, "sevinc"),
        0,
    )
    unheard = await _tried(story, refusing, "elcin")
    story.count("dinlənilmədən imtina", "refusals without a hearing", unheard, 0)

    await _heard(story, refusing)
    old = await _tried(story, drafted, "elcin")
    story.count("köhnə layihə ilə qərar", "decisions by drafts of another day", old, 0)
    for each in drafted:
        await story.act(each, TryAgain(by="elcin"))
    await story.drafted(names)
    decided = await _tried(story, drafted, "elcin")
    story.count("vəzifəli şəxsin qərarı", "decisions by an official", decided, story.persons)
    await _given(story, await story.in_effect(names), len(refusing))


async def _heard(story: Story, refusing: list[StoredCase]) -> None:
    """Invited for the day after tomorrow, and heard then."""
    story.tell("imtinadan əvvəl dinlənilmə", "hearings before the refusals")
    day = await story.today() + timedelta(days=2)
    for heard in refusing:
        await story.act(heard, InviteToHearing(by="sevinc", on=day, hour="10:00", place="12-ci otaq"))
    await story.days_later(2)
    absent = NoteHearing(by="sevinc", text="gəlmədi", attendance="absent")
    unreached = await _done(story, [(each, absent) for each in refusing])
    story.count("dəvət çatmadan gəlməmiş sayılan", "absences that count though nobody was reached", unreached, 0)
    for heard in refusing:
        await story.act(heard, NoteHearing(by="sevinc", text="arayışı gətirə bilmədiyini dedi"))


async def _given(story: Story, done: list[StoredCase], refused: int) -> None:
    """As many statuses in the register as were given."""
    await story.settled()
    outcomes = Counter(each.case.outcome for each in done)
    story.count("status verilib", "statuses given", outcomes["granted"], story.persons - refused)
    story.count("reyestrdəki status", "statuses in the register", await _registered(story, done), outcomes["granted"])
    story.count(
        "yenidən hesablananda eyni çıxan qərar",
        "decisions recomputed and the same",
        await recomputed(story, done),
        len(done),
    )


async def _tried(story: Story, cases: list[StoredCase], by: str) -> int:
    """How many of the drafts this official could take as decisions."""
    return await _done(story, [(each, ConfirmRuling(by=by)) for each in cases])


async def _done(story: Story, acts: Sequence[tuple[StoredCase, Command]]) -> int:
    """How many of these were not refused."""
    done = 0
    for case, command in acts:
        try:
            await story.act(case, command)
        except HubError:
            continue
        done += 1
    return done


async def _registered(story: Story, done: list[StoredCase]) -> int:
    """Statuses in the register that rest on these very papers."""
    reader, found = story.reader, 0
    async with story.hub.store.read() as tx:
        for each in done:
            status = await reader.by_key(tx, "idp", each.case.subject)
            paper = each.case.paper.no if each.case.paper is not None else ""
            found += status is not None and status.attributes.get("decision_no") == paper
    return found
