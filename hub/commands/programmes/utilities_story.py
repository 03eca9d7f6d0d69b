"""Utilities in kind: rights at accounts, lists by four parties, a household that moves, a month with the supplier.

Accounts come by the supplier's own files over SFTP; whoever lives there is given so many kilowatt-hours a person, and
neither list nor answer has any money in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any, Final

from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft
from document_flow.cases.acts.leave_to_people import TryAgain
from document_flow.lists.comparing import Tally
from document_flow.lists.state import ListHead
from document_flow.runs.acts.open_run import OpenRun
from document_flow.settlements.tariffs import tariff_on
from hub.aggregates.kind import Stored
from hub.commands.programmes.asking import asked_by_the_supplier
from hub.commands.programmes.issuing import issued
from hub.commands.programmes.metering import (
    SUPPLIER,
    PlayedHousehold,
    right_month,
    told_accounts,
    wrong_month,
)
from hub.commands.programmes.settling import settled_month
from hub.commands.programmes.story import Story, confirmed, told_person
from hub.demo.registers import people
from hub.errors import HubError, Words, found_or
from hub.lists.rows import entries_of
from hub.programmes.case_store import StoredCase
from hub.utilities.accounts import SERVICES

_PARTIES = (
    ("lists_authority", "uzv-1"),
    ("lists_origin_authority", "uzv-3"),
    ("lists_utility", "uzv-4"),
    ("lists_representative", "aysel"),
)
_OFFICER = "elcin"
_ORIGINS, _SETTLEMENTS = ("Zəngilan", "Cəbrayıl", "Ağdam"), ("Bərdə", "Sumqayıt")
_KWH: Final = 300
_DEBT_QEPIK, _CREDIT_QEPIK = 1240, -310
_CALM_DAYS = range(2, 26)
"""Days of a month on which the story may begin: a right that is given and ended on that day is still the month's."""


async def utilities_story(story: Story) -> None:
    """From the first meter file to the second quarter's lists."""
    if (await story.today()).day not in _CALM_DAYS:
        await _until(story, _next_month(await story.today()) + timedelta(days=1))
    homes = list(_homes(story))
    entitled, gas = homes[:-1], homes[-1]
    before = (await story.today()).replace(day=1) - timedelta(days=1)
    await _known(story, homes, before.replace(day=15))
    await _granted(story, homes)
    lists = await _listed(story)
    await _counted(story, lists, entitled)
    await _moved(story, entitled[0], before.replace(day=16))

    month = (await story.today()).replace(day=1)
    await _until(story, _next_month(month) + timedelta(days=1))
    await _settled(story, entitled, gas, _next_month(month) - timedelta(days=1))

    while _quarter(await story.today()) == lists[0].state.run.period:
        await _until(story, _next_month(await story.today()))
    lists = await _listed(story)
    await _counted(story, lists, entitled)
    tally = sum((each.state.tally for each in lists), Tally())
    story.count("dəyişməyən sətir", "lines that did not change", tally.kept, len(entitled) - 1)
    story.count("köçənin bitən sətri", "lines ended of who moved", tally.ended, 1)
    story.count("köçənin yeni sətri", "new lines of who moved", tally.new, 1)
    nobody = next(people(1, seed=5))
    await asked_by_the_supplier(story, entitled, gas, nobody)


async def _settled(story: Story, entitled: Sequence[PlayedHousehold], gas: PlayedHousehold, last: date) -> None:
    tariff = found_or(
        tariff_on(SERVICES[SUPPLIER], last),
        HubError("scenario.no_tariff", Words("Tarif yoxdur.", "There is no tariff.")),
    )
    right = right_month(entitled, gas, _CREDIT_QEPIK, tariff)
    await settled_month(story, last, tariff, wrong_month(right, tariff), right)


def _homes(story: Story) -> Iterator[PlayedHousehold]:
    """A household each, of three districts in two settlements; the first one moves, the last one has gas."""
    men = (each for each in people(8 * story.persons + 8, seed=4) if each.role == "husband")
    chosen = list(islice(men, story.persons + 1))
    for number, who in enumerate(chosen[:-1]):
        yield PlayedHousehold(
            who=who,
            persons=1 + number % 5,
            limit=_KWH,
            origin=_ORIGINS[number % len(_ORIGINS)],
            settlement=_SETTLEMENTS[number % len(_SETTLEMENTS)],
            later=chosen[-1].power_account if number == 0 else "",
        )


async def _known(story: Story, homes: Sequence[PlayedHousehold], night: date) -> None:
    """The supplier names the accounts, the committee's systems the people."""
    story.tell("sayğac faylı SFTP ilə, ailələr reyestrə", "a meter file over SFTP, the households to the register")
    accounts = [each.metered(code, _debt(each, code)) for each in homes for code in each.codes]
    found = await told_accounts(story, accounts, night)
    story.count("reyestrdəki abonent", "accounts in the register", found, len(homes) + 1)
    told = (told_person(home.who, home.origin, temporary_settlement={"place": home.settlement}) for home in homes)
    await story.told(*chain.from_iterable(told))


def _debt(home: PlayedHousehold, code: str) -> int:
    """Of who will move, at the account before."""
    return _DEBT_QEPIK if home.later and code != home.later else 0


async def _granted(story: Story, homes: Sequence[PlayedHousehold]) -> list[StoredCase]:
    """They apply at the desk, an official confirms what is to be given; the refusal waits for its hearing."""
    story.tell("kommunal güzəşt üçün ərizələr, vəzifəli şəxsin qərarı", "applications, an official decides")
    names = [await _opened(story, home, home.codes[0], gas=home is homes[-1]) for home in homes]
    drafted = await story.drafted(names)
    given = [each for each in drafted if each.case.draft is not None and each.case.draft.outcome == "granted"]
    story.count("imtina layihəsi (qazlı məskən)", "drafts of refusals (gas)", len(drafted) - len(given), 1)
    done = await confirmed(story, given, Words("təyinat", "rights granted"), len(homes) - 1)
    limits = [int(each["persons"]) * int(each["limit_kwh"]) for home in homes for each in await _rights(story, home)]
    wanted = sum(300 for home in homes[:-1] for _ in range(home.persons))
    story.count("ayda kVt·saat, nəfərə 300", "kWh a month, 300 a person", sum(limits), wanted)
    return done


async def _opened(story: Story, home: PlayedHousehold, code: str, *, gas: bool = False, before: str = "") -> str:
    answers = {"abonent": code, "nəfər": str(home.persons), "məskən": "compact", "qaz": gas, "köçür": bool(before)}
    more = {"köhnə_abonent": before} if before else {}
    return await story.open("utilities", home.who.fin, {**answers, **more})


async def _rights(story: Story, home: PlayedHousehold) -> list[dict[str, Any]]:
    """What the register holds as rights of a household, in any state."""
    async with story.hub.store.read() as tx:
        return [dict(each.attributes) for each in await story.reader.things_of(tx, "right", home.who.fin)]


async def _moved(story: Story, home: PlayedHousehold, night: date) -> None:
    """At the account before there is a debt, and nothing is given at the new one; paid too much, it goes along."""
    story.tell("bir ailə köçür: əvvəlcə köhnə borc", "a household moves: the old debt first")
    before, after = home.codes
    case = await _opened(story, home, after, before=before)
    (drafted,) = await story.drafted([case])
    outcome = drafted.case.draft.outcome if drafted.case.draft is not None else ""
    story.count("köhnə borcla layihə", "the draft with a debt", outcome, "refused")
    await told_accounts(story, [home.metered(before, _CREDIT_QEPIK)], night)
    await story.act(drafted, DeclineDraft(by=_OFFICER, reason="borc ödənilib"))
    await story.act(drafted, TryAgain(by=_OFFICER))
    (drafted,) = await story.drafted([case])
    await story.act(drafted, ConfirmRuling(by=_OFFICER))
    await story.in_effect([case])
    await story.settled()
    rights = {each["subscriber_code"]: each for each in await _rights(story, home)}
    carried = {rights[after].get("carried_from"): rights[after].get("carried_qepik")}.get(before)
    story.count("yeni abonentə keçən, qəpik", "carried to the new account, qəpik", carried, _CREDIT_QEPIK)
    states = ", ".join(str(rights[code].get("state")) for code in home.codes)
    story.count("köhnə və yeni təyinat", "the right before and now", states, "ended, in_force")


async def _listed(story: Story) -> list[Stored[ListHead]]:
    """The lists of the quarter in which legal time stands."""
    day = await story.today()
    period = _quarter(day)
    story.tell(f"{period}: siyahılar, dörd tərəf, buraxılış", f"{period}: lists, four parties, issued")
    opened = OpenRun(by=_OFFICER, programme="utilities", period=period, run_kind="regular", legal_day=day)
    return await issued(story, opened, _PARTIES)


async def _counted(story: Story, lists: Sequence[Stored[ListHead]], homes: Sequence[PlayedHousehold]) -> None:
    """One list a district of origin and settlement, a line a household, by persons; no money."""
    heads = [each.state for each in lists]
    pairs = {(each.cut.origin, each.cut.settlement) for each in heads}
    wanted = {(home.origin, home.settlement) for home in homes}
    story.count("rayon × məskən siyahısı", "lists, district × settlement", len(pairs & wanted), len(wanted))
    signed = sum(len(each.approvals) for each in heads)
    story.count("tərəflərin imzası", "signatures of parties", signed, len(_PARTIES) * len(wanted))
    async with story.hub.store.read() as tx:
        lines = [
            line
            for each in lists
            for number in range(len(each.state.chunks))
            for _, line in await entries_of(tx, story.hub.sealer, each.id, number)
        ]
    story.count("siyahıdakı ailə", "households listed", len(lines), len(homes))
    persons = sum(int(each.terms["persons"]) for each in lines)
    story.count("siyahıdakı nəfər", "persons listed", persons, sum(home.persons for home in homes))
    story.count("siyahıdakı məbləğ, qəpik", "money listed, qəpik", sum(each.issue_qepik for each in heads), 0)


async def _until(story: Story, day: date) -> None:
    await story.days_later((day - await story.today()).days)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
