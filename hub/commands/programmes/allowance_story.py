"""The monthly allowance: rights, accounts that two people agree to, two months from the cut to the last qəpik.

In the second month somebody has died and somebody has a new right; nobody else's line moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from connectors.agencies import AGENCIES
from document_flow.lists.comparing import Tally
from document_flow.lists.state import ListHead
from document_flow.runs.acts.open_run import OpenRun
from hub.aggregates.kind import Kind, Stored
from hub.commands.programmes.desk import application_of
from hub.commands.programmes.hands import begins, refused, stands_now
from hub.commands.programmes.issuing import issued, stand
from hub.commands.programmes.story import Story, confirmed, told_person
from hub.demo.registers import SyntheticPerson, iban_of, people
from hub.errors import Words
from hub.kinds import KINDS
from hub.store.ids import new_id

ACCOUNTS: Final[Kind[Any]] = KINDS["accounts"]
_PARTIES = (("lists_committee", "fuad"), ("lists_finance", "uzv-4"), ("lists_authority", "uzv-1"))
_REGISTRY = next(each.name for each in AGENCIES for given in each.gives if given.format == "justice.civil-act.v1")
_OFFICER, _SECOND = "elcin", "fuad"
_SETTLEMENTS = ("Bərdə", "Sumqayıt")


async def allowance_story(story: Story) -> None:
    """Two months."""
    men = islice((each for each in people(8 * story.persons, seed=3) if each.role == "husband"), story.persons + 1)
    applicants = list(men)
    await story.told(*(each for who in applicants for each in _known(who)))
    await _accounts(story, applicants)
    granted = await _granted(story, applicants[:-1])
    period = await _next_month(story, (await story.today()).replace(day=1))
    lists = await _month(story, period)
    _counted(story, lists, list(granted.values()))

    story.tell("biri vəfat edir, birinə təyinat verilir", "one dies, one is given a right")
    dead = next(iter(granted))
    await story.records(_REGISTRY, "hub.records.v1", {"id": f"s-{new_id()}", "records": [_death(dead, period)]})
    await story.settled()
    newer = await _granted(story, applicants[-1:])
    lists = await _month(story, await _next_month(story, period))
    tally = sum((each.state.tally for each in lists), Tally())
    story.count("dəyişməyən sətir", "lines that did not change", tally.kept, len(granted) - 1)
    story.count("yeni sətir", "new lines", tally.new, len(newer))
    story.count("ölümlə bitən sətir", "lines ended by a death", tally.ended, 1)
    _counted(story, lists, [*(qepik for who, qepik in granted.items() if who != dead), *newer.values()])


def _known(who: SyntheticPerson) -> Iterator[dict[str, Any]]:
    """What the register is told of somebody."""
    settlement = {"place": _SETTLEMENTS[who.number % len(_SETTLEMENTS)]}
    return told_person(who, "Zəngilan/Ağalı", temporary_settlement=settlement)


async def _granted(story: Story, applicants: Sequence[SyntheticPerson]) -> dict[str, int]:
    """They apply at the desk and an official decides; the qəpik a month of whom it was granted to, by FIN."""
    story.tell("müavinət üçün ərizələr, vəzifəli şəxsin qərarı", "applications for the allowance, an official decides")
    names = []
    for number, who in enumerate(applicants):
        answers = {"əsas": "own", "qaz": number % 2 == 0, "məskən": "compact", "ölkədən_gedib": False, "yayınıb": False}
        names.append(await story.open("allowance", who.fin, answers))
    looked_at = Words("layihə, ya da insan baxmalıdır", "a draft, or an official has to look")
    drafted = await story.stands(names, lambda case: case.draft is not None or case.phase == "undecided", looked_at)
    rightful = [each for each in drafted if each.case.draft is not None and each.case.draft.outcome == "granted"]
    done = await confirmed(story, rightful, Words("təyinat", "rights granted"), len(rightful))
    return {each.case.subject: int(str(each.case.row("məbləğ"))) for each in done}


async def _next_month(story: Story, month: date) -> date:
    """Let legal time go on to the first days of the month after."""
    following = (month + timedelta(days=32)).replace(day=1)
    await story.days_later((following - await story.today()).days + 1)
    return following


def _death(fin: str, day: date) -> dict[str, Any]:
    """A death as the civil registry tells it."""
    deceased = {"role": "deceased", "person": {"kind": "person", "fin": fin, "death_date": day.isoformat()}}
    return {
        "kind": "civil_act",
        "event_id": new_id(),
        "act_type": "death",
        "act_number": "AB-0000001/2026",
        "act_date": day.isoformat(),
        "subjects": [deceased],
    }


async def _accounts(story: Story, payees: Sequence[SyntheticPerson]) -> None:
    """Everybody's account: an application, a clerk's proposal, a second person who reads the number, three days."""
    story.tell("ödəniş hesabları: ərizə, təklif, ikinci şəxs", "accounts: application, proposal, second person")
    names = []
    for each in payees:
        document, _ = await application_of(story, each, "Ödəniş hesabı haqqında")
        says = {"payee": each.fin, "account": iban_of(each), "document": document}
        names.append(await begins(story, ACCOUNTS, "propose_account", "sevinc", **says))
    alone = [await _refused(story, name, each, "sevinc") for name, each in zip(names, payees, strict=True)]
    story.count("hesabla təkbaşına razılaşma", "accounts agreed to by their proposer", alone.count(""), 0)
    agreed = [await _refused(story, name, each, _SECOND) for name, each in zip(names, payees, strict=True)]
    story.count("ikinci şəxsin razılığı", "accounts agreed to by a second person", agreed.count(""), len(payees))
    await story.days_later((await _cooled(story, names) - await story.today()).days + 1)
    found = await stand(story, ACCOUNTS, names, "in_force")
    story.count("qüvvədə olan hesab", "accounts in force", len(found), len(payees))


async def _cooled(story: Story, names: Sequence[str]) -> date:
    """The day up to which the last of these accounts cools down: three working days, however many days that are."""
    until = [(await stands_now(story, ACCOUNTS, each)).cooling_until for each in names]
    return max((each for each in until if each is not None), default=await story.today())


async def _refused(story: Story, name: str, who: SyntheticPerson, by: str) -> str:
    """The code by which somebody's agreement to the account is refused; empty where it is agreed to."""
    return await refused(story, ACCOUNTS, name, "agree_account", by, account=iban_of(who))


async def _month(story: Story, period: date) -> list[Stored[ListHead]]:
    """A run of the period, from its opening until its money is settled."""
    story.tell(f"{period:%Y-%m}: tərtib, dondurma, üç tərəf, buraxılış", f"{period:%Y-%m}: cut, freeze, three parties")
    opened = OpenRun(by=_OFFICER, programme="allowance", period=f"{period:%Y-%m}", run_kind="regular", legal_day=period)
    return await issued(story, opened, _PARTIES)


def _counted(story: Story, lists: Sequence[Stored[ListHead]], sums: Sequence[int]) -> None:
    """What was issued beside what it came to, to the qəpik."""
    heads = [each.state for each in lists]
    issued = sum(each.issue_qepik for each in heads)
    story.count("buraxılmış sətir", "lines issued", sum(each.issue_entries for each in heads), len(sums))
    story.count("buraxılmış məbləğ, qəpik", "issued, qəpik", issued, sum(sums))
    paid, returned = sum(each.paid_qepik for each in heads), sum(each.returned_qepik for each in heads)
    story.tell(f"ödənilib {paid}, qayıdıb {returned} qəpik", f"paid {paid}, returned {returned} qəpik")
    story.count("ödənilib + qayıdıb = buraxılıb", "paid + returned = issued", paid + returned, issued)
