"""The certificate of status: of those who apply, most have a status, some had one, some never; each gets a paper."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from connectors.agencies import AGENCIES
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.programmes import programmes
from document_flow.seals.offline import RevokedList, judge, revoked_mark
from hub.access.history import GIVEN
from hub.clock import SECOND
from hub.commands.programmes.story import Story, recomputed
from hub.demo.registers import people
from hub.errors import Forbidden, Words
from hub.programmes.case_reading import revoked_papers
from hub.programmes.case_store import StoredCase

FORMAT = programmes()["certificate"].formats[0]
PORTAL = next(agency.name for agency in AGENCIES for given in agency.gives if given.format == FORMAT)
_KINDS = ("idp", "idp", "equated", "ended", "never", "idp")


async def certificate_story(story: Story) -> None:
    """From the register to the last day of the last paper."""
    fins = [each.fin for each in people(story.persons, seed=1)]
    kinds = [_KINDS[number % len(_KINDS)] for number in range(story.persons)]
    story.tell(
        f"reyestrə {story.persons} nəfərin statusu bildirilir", f"the register is told of {story.persons} people"
    )
    statuses = [status(fin, kind) for fin, kind in zip(fins, kinds, strict=True) if kind != "never"]
    await story.told(*statuses)

    story.tell("portaldan müraciətlər gəlir, biri iki dəfə", "applications come from the portal, one of them twice")
    references = [f"scenario-{number:04}" for number in range(story.persons)]
    for reference, fin in [*zip(references, fins, strict=True), (references[0], fins[0]), ("scenario-again", fins[1])]:
        await story.records(PORTAL, FORMAT, request(reference, fin))
    found = await story.reached(PORTAL, references, "in_effect")
    again = await story.reached(PORTAL, ["scenario-again"], "in_effect")
    await _counted(story, found, again, kinds)
    same = await recomputed(story, found)
    story.count("yenidən hesablananda eyni çıxan qərar", "decisions recomputed and the same", same, len(found))
    await _revoked(story, found)
    await _ended(story, references)


def status(fin: str, kind: str) -> dict[str, Any]:
    """A status as the committee's systems tell it."""
    record = {
        "kind": "idp_status",
        "fin": fin,
        "origin_place": "Zəngilan rayonu, Ağalı kəndi",
        "valid_from": "1993-11-01",
    }
    ended = {"ended_on": "2024-05-01", "end_reason": "returned"} if kind == "ended" else {}
    return {**record, "category": "equated" if kind == "equated" else "idp", **ended}


def request(reference: str, fin: str) -> dict[str, Any]:
    """An application as the portal sends it."""
    return {"requestId": reference, "fin": fin, "purposeCode": "BANK", "includeFamily": False}


async def _counted(story: Story, found: list[StoredCase], again: list[StoredCase], kinds: list[str]) -> None:
    """As many cases as applications, as many papers as cases, granted and refused by what the register said."""
    outcomes = Counter(each.case.outcome for each in found)
    granted = sum(kind in ("idp", "equated") for kind in kinds)
    story.count("müraciət edən", "people who applied", len({each.id for each in found}), story.persons)
    story.count("verilib", "granted", outcomes["granted"], granted)
    story.count("imtina edilib", "refused", outcomes["refused"], story.persons - granted)
    reasons = Counter(each.case.row("səbəb") for each in found if each.case.outcome == "refused")
    wanted = Counter({"statusunuz bitib": kinds.count("ended"), _NEVER: kinds.count("never")})
    story.count(
        "imtinanın səbəbləri", "reasons of refusals", dict(sorted(reasons.items())), dict(sorted(wanted.items()))
    )
    numbers = {each.case.ruling.paper_no for each in [*found, *again] if each.case.ruling}
    async with story.hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n, count(DISTINCT number) AS numbers FROM cases")
    story.count("icraat, hər biri öz nömrəsi ilə", "cases, each of its own number", rows[0]["n"], rows[0]["numbers"])
    story.count("fərqli nömrəli kağız", "papers of different numbers", len(numbers), rows[0]["n"])
    took = sorted(await _durations(story))
    worst = took[min(len(took) - 1, int(len(took) * 0.95))]
    story.tell(
        f"müraciətdən kağıza: median {median(took):.1f} san, 95 % {worst:.1f} san",
        f"from application to paper: median {median(took):.1f} s, 95 % within {worst:.1f} s",
    )


async def _durations(story: Story) -> list[float]:
    """Seconds from each application to its paper."""
    async with story.hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT min(e.at) AS first, max(e.at) AS last FROM case_events e"
            " WHERE e.kind IN ('case_opened', 'paper_issued') GROUP BY e.case_id"
        )
    return [(row["last"] - row["first"]) / SECOND for row in rows]


async def _revoked(story: Story, found: list[StoredCase]) -> None:
    """Two officials revoke one; whoever keeps the lists finds it out without asking anybody."""
    story.tell("bir arayış iki şəxslə ləğv edilir", "one certificate is revoked by two officials")
    one = next(each for each in found if each.case.outcome == "granted")
    key = story.hub.programmes.advancing.papers.key
    await story.act(one, ProveNotice(by="sevinc", manner="by_hand"))
    await story.act(one, ProposeRevocation(by="fuad", reason="səhv ünvan"))
    refused = False
    try:
        await story.act(one, Revoke(by="fuad"))
    except Forbidden:
        refused = True
    story.count("təklif edən özü ləğv edə bilmədi", "who proposed it could not agree to it", refused, wanted=True)
    await story.act(one, Revoke(by="elcin"))
    async with story.hub.store.read() as tx:
        numbers = await revoked_papers(tx)
    now = datetime.fromtimestamp(story.hub.clock.now() / SECOND, UTC)
    lists = RevokedList(frozenset(map(revoked_mark, numbers)), now)
    payload = one.case.paper.signed if one.case.paper else ""
    judged = judge(payload, {key.id: key.public}, now, lists, timedelta(days=1))
    story.count("şəbəkəsiz yoxlama", "judged without a network", judged.verdict, "revoked")
    forged = judge(payload[:-9] + payload[-9:][::-1], {key.id: key.public}, now, lists, timedelta(days=1))
    story.count("dəyişdirilmiş kod", "a code that was changed", forged.verdict in ("forged", "unreadable"), wanted=True)


async def _ended(story: Story, references: list[str]) -> None:
    """A month later every granted paper has ended; refusals wait for proof that they were handed over."""
    story.tell("bir ay keçir", "a month goes by")
    await story.days_later(31)

    async def missing() -> str:
        async with story.hub.store.read() as tx:
            rows = await tx.fetch("SELECT count(*) AS n FROM cases WHERE outcome = 'granted' AND closed_at IS NULL")
        return story.said(f"{rows[0]['n']} hələ qüvvədədir", f"{rows[0]['n']} still in effect") if rows[0]["n"] else ""

    await story.until(missing, Words("verilmiş arayışlar bitib", "the certificates that were given have ended"))
    async with story.hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM cases WHERE outcome = 'refused' AND closed_at IS NULL")
        refused = await tx.fetch("SELECT count(*) AS n FROM cases WHERE outcome = 'refused'")
        looks = await tx.fetch("SELECT outcome FROM access_events WHERE service = 'ask.dossier'")
    story.count(
        "təhvili sübut olunmayan imtina açıq qalır",
        "refusals stay open until notice is proven",
        rows[0]["n"],
        refused[0]["n"],
    )
    asked = sum(row["outcome"] in GIVEN for row in looks)
    story.count("sorğu tarixçədədir", "asks stand in the access history", asked >= len(references), wanted=True)


_NEVER = "vahid məlumat bazasında statusunuz qeydə alınmayıb"
