"""The paper of a ruling: printed, with what it rests on inside the file, sealed by the body, kept.

A certificate says what was asked for; a refusal and a revocation say the facts, the reason, the article, who decided,
and how, where and until when to complain (law 1036-IIQ). What is provisional or assumed is said on the face of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Paper, Ruling
from document_flow.context import BAKU
from document_flow.dates_az import short_date
from document_flow.programmes.programme import Programme
from document_flow.rendering import models
from document_flow.rendering.forms import Printable
from document_flow.seals.offline import SPECIMEN, OfflineKey, SignedFacts
from document_flow.words import Words
from hub.documents.printing.paper_codes import Holder
from hub.documents.printing.sealed_papers import SealedPapers, Written
from hub.exchange.ask.words import value_text
from hub.programmes.addresses import telling, unaddressed
from hub.programmes.fact_words import fact_text, name_text
from hub.register.reading import Reader
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from mappings.identity import is_person_number

_SEAL = Words("Elektron möhür", "Electronic seal")
_FIN = Words("FİN", "FIN")
_OURS = Words("Reyestr nömrəsi (FİN-i yoxdur)", "Register number (no FIN)")
_OF_WHOM = frozenset((_FIN.az, _OURS.az, "ad"))
"""Without these a code would be of anybody."""
_HEARD = Words("dinlənildiniz", "were heard")
_INVITED = Words("dinlənilməyə dəvət edildiniz", "were invited to a hearing")
_CORRECTED = (
    "Şikayət təmin edilib: bu qərar {day} tarixli {no} nömrəli qərarı əvəz edir və {since} tarixindən qüvvədədir."
)
_UNHEARD = "Qərardan əvvəl dinlənilmə keçirilməyib: buna qanun yol verir"
_ASSUMED = "† Fərz edilib, rəsmi mətnlə tutuşdurulmayıb: {}."


@dataclass(frozen=True, slots=True)
class CasePapers:
    """Makes papers."""

    papers: SealedPapers
    key: OfflineKey
    store: Store
    reader: Reader

    async def make(self, name: str, standing: Standing) -> Paper:
        """The paper of the case's ruling, kept. HubError while the seal or the time stamps are away."""
        decided, standing = standing, await self._printable(standing)
        case, ruling = standing.case, _ruling(standing.case)
        unconfirmed = tuple(each for each in ruling.assumed if each not in case.facts)
        mark = await self.papers.seal.mark(standing.context.now)
        is_certificate = ruling.outcome == "granted" and standing.programme.paper.form == "certificate"
        signed = self._signed(standing, unconfirmed, sample=mark.is_specimen) if is_certificate else ""
        printed = await self._printed(name, standing, mark.mark, (unconfirmed, signed), sample=mark.is_specimen)
        sha256 = await self.papers.kept(f"{name}-{case.length}", printed, mark)
        granted = ruling.outcome == "granted"
        return Paper(
            no=ruling.paper_no,
            sha256=sha256,
            issued_on=standing.context.today,
            valid_until=_last_day(standing) if granted else None,
            is_provisional=bool(unconfirmed),
            signed=signed,
            unaddressed=standing is not decided or not telling(standing.programme, case.values),
        )

    async def trial(self, name: str, standing: Standing) -> None:
        """Print the ruling's paper for nobody. Refused where it has no place on its form or no letters for it."""
        standing, mark = await self._printable(standing), models.Mark(_SEAL.az, "–", standing.context.now)
        unconfirmed = tuple(each for each in _ruling(standing.case).assumed if each not in standing.case.facts)
        verification = self.papers.printing.papers.verification_of(name, part_of(standing.case))
        await self._rendered(name, standing, self._page(standing, mark, (unconfirmed, ""), verification), sample=True)

    async def _printable(self, standing: Standing) -> Standing:
        """The case as it may be printed: without the address where it is protected, or whoever applied wants none."""
        case, programme = standing.case, standing.programme
        is_chosen = case.application is not None and case.application.answers.get(programme.paper.address)
        async with self.store.read() as tx:
            if not is_chosen and not await self.reader.hides(tx, case.subject):
                return standing
        return replace(standing, case=unaddressed(programme, case, self.papers.printing.letterhead.body))

    async def _printed(
        self, name: str, standing: Standing, mark: models.Mark, said: tuple[tuple[str, ...], str], *, sample: bool
    ) -> bytes:
        """The PDF; `said` are the facts that are not confirmed, and what the code of the signed facts holds."""
        case = standing.case
        holder = holder_of(standing.programme, case)
        verification = await self.papers.printing.papers.issue(name, holder, part_of(case))
        return await self._rendered(name, standing, self._page(standing, mark, said, verification), sample=sample)

    def _page(
        self,
        standing: Standing,
        mark: models.Mark,
        said: tuple[tuple[str, ...], str],
        verification: models.Verification | None,
    ) -> Printable:
        """What is to be printed."""
        programme, granted = standing.programme, _ruling(standing.case).outcome == "granted"
        if granted and programme.paper.form == "certificate" and verification is not None:
            body = self.papers.printing.letterhead.body
            signatory = models.Signatory(_SEAL, mark.holder, mark=mark)
            return replace(_certificate(standing, signatory, said[0], body, verification), signed=said[1])
        return self._letter(standing, mark, verification)

    async def _rendered(self, name: str, standing: Standing, data: Printable, *, sample: bool) -> bytes:
        is_sample = sample or standing.context.played
        return await self.papers.rendered(data, _record(name, standing.case), sample=is_sample)

    def _signed(self, standing: Standing, unconfirmed: tuple[str, ...], *, sample: bool) -> str:
        """The facts on its face for readers without a network; of the family how many they are, and by name, birth date
        and relation only what the holder has asked for.
        """
        case, programme, at = standing.case, standing.programme, standing.context.now
        facts: dict[str, object] = {called_by(case.subject).az: case.subject, "ad": full_name(programme, case)}
        facts |= {name: fact_text(case.facts[name].value) for name in programme.paper.shows if name in case.facts}
        family = [[each.name, each.born, each.relation.az] for each in _family(programme, case)]
        facts |= {"ailə": family if names_family(programme, case) else len(family)} if family else {}
        facts |= {"ilkin": list(unconfirmed)} if unconfirmed else {}
        facts |= {SPECIMEN: True} if sample or standing.context.played else {}
        last = datetime.combine(_last_day(standing) or date.max, time.max, BAKU)
        signed = SignedFacts("AZ", _ruling(case).paper_no, at, last, facts)
        # What a code has no room for, the paper says: first who the family are, then the longest facts.
        less = {**facts, "ailə": len(family)} if family else facts
        for fewer in (facts, less, *shorter(less)):
            try:
                return self.key.sign(replace(signed, facts=fewer))
            except ValueError:
                continue
        return ""

    def _letter(self, standing: Standing, mark: models.Mark, verification: models.Verification | None) -> models.Letter:
        """A refusal, a revocation, and a grant that is a decision rather than a certificate."""
        case, programme = standing.case, standing.programme
        said = Written(
            no=_ruling(case).paper_no,
            day=standing.context.today,
            to=full_name(programme, case),
            subject=programme.title.az,
            text="\n".join(_grant(standing) if _ruling(case).outcome == "granted" else _adverse(standing)),
        )
        return self.papers.letter(said, mark, verification)


def certificate_key(keyed: KeyedHash) -> OfflineKey:
    """The key that an installation signs facts with: another sub-key of the root of its keyed hashes."""
    return OfflineKey(keyed.secret("certificates/sign"))


def names_family(programme: Programme, case: Case) -> bool:
    """Whether the form asks if the family stands in the code, and the holder has said yes."""
    answers = case.application.answers if case.application else {}
    return answers.get(programme.paper.family_in_code) is True


def shorter(facts: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The same with one long text less each time; name, FIN, number, times and what the code says of itself stay."""
    left = dict(facts)
    for name in sorted(
        (each for each in facts if isinstance(facts[each], str) and each not in _OF_WHOM),
        key=lambda each: -len(str(facts[each])),
    ):
        del left[name]
        yield dict(left)


def paper_of(case: Case, *, revoked: bool = False) -> Paper | None:
    """The paper that the case has now, or the one that a revocation took away; None where there is none."""
    if not revoked:
        return case.paper
    return case.set_aside.paper if case.set_aside is not None else None


def part_of(case: Case) -> str:
    """Which of a case's papers its code is of: that of the first decision has none, a later one its number."""
    return _ruling(case).paper_no if case.set_aside is not None or case.fallen else ""


def full_name(programme: Programme, case: Case) -> str:
    """The name as the paper has it; the application's number where none is known."""
    parts = [fact_text(case.facts[each].value) for each in programme.paper.holder if each in case.facts]
    return " ".join(parts) or (case.application.number if case.application else "")


def called_by(code: str) -> Words:
    """What a paper calls the number by which it names its person."""
    return _OURS if is_person_number(code) else _FIN


def holder_of(programme: Programme, case: Case) -> Holder | None:
    """Whom the paper names, for the page that checks it; None where the birth year is not known."""
    born = str(case.values.get(programme.paper.born, ""))
    if not born[:4].isdigit():
        return None
    names = [str(case.values[each]) for each in programme.paper.holder[:2] if each in case.facts]
    return Holder(case.subject, " ".join(f"{each[:1]}." for each in names), int(born[:4]))


def _certificate(
    standing: Standing,
    signatory: models.Signatory,
    unconfirmed: tuple[str, ...],
    body: models.Body,
    verification: models.Verification,
) -> models.Certificate:
    case, programme = standing.case, standing.programme
    answers = case.application.answers if case.application else {}
    asked = programme.question(programme.paper.purpose)
    said = asked.choices.get(str(answers.get(asked.name))) if asked is not None else None
    purpose = said.az if said is not None else ""
    return models.Certificate(
        body=body,
        no=_ruling(case).paper_no,
        day=standing.context.today,
        person=full_name(programme, case),
        text="\n".join(_text(standing, unconfirmed)),
        facts=tuple(_facts(programme, case)),
        signatory=signatory,
        verification=verification,
        purpose=purpose,
        family=tuple(_family(programme, case)),
        valid_until=_last_day(standing),
        note=_assumed_term(programme),
    )


def _assumed_term(programme: Programme) -> str:
    valid = programme.paper.valid
    if valid is None or not valid.act.assumed:
        return ""
    return _ASSUMED.format(f"etibarlılıq müddəti {valid.days} gün ({valid.act.title.az})")


def _text(standing: Standing, unconfirmed: tuple[str, ...]) -> Iterator[str]:
    paper, titles = standing.programme.paper, _titles(standing.programme)
    yield paper.text.az.format_map(_values(standing))
    if unconfirmed:
        yield paper.provisional.az.format(names=", ".join(titles[each].az for each in unconfirmed))


def _facts(programme: Programme, case: Case) -> Iterator[models.Fact]:
    titles = _titles(programme)
    yield models.Fact(called_by(case.subject), case.subject)
    for name in programme.paper.shows:
        if name in case.facts:
            yield models.Fact(titles[name], fact_text(case.facts[name].value))


def _family(programme: Programme, case: Case) -> Iterator[models.FamilyMember]:
    """Those who belong to it today: ended marriages are not named."""
    found = case.values.get(programme.paper.family)
    for each in found if isinstance(found, list) else ():
        if each.get("until") is None:
            relation = Words(value_text(each["relation"], "az"), value_text(each["relation"], "en"))
            yield models.FamilyMember(name_text(each) or "–", fact_text(each.get("birth_date") or "–"), relation)


def _adverse(standing: Standing) -> Iterator[str]:
    """A refusal or a revocation as an administrative act: what was decided, on which facts, by which article, and the
    remedy.
    """
    case, programme = standing.case, standing.programme
    ruling, titles, rule = _ruling(case), _titles(programme), programme.adverse(_ruling(case).outcome)
    yield rule.text.az.format_map(_values(standing))
    yield f"{called_by(case.subject).az}: {case.subject}."
    table_facts = [name for name in ruling.facts if isinstance(ruling.facts[name], str | bool) and name in titles]
    decisive = [name for name in table_facts if name not in programme.paper.holder]
    yield (
        "İşin halları: " + "; ".join(f"{titles[name].az} – {fact_text(ruling.facts[name])}" for name in decisive) + "."
    )
    yield f"Əsas: {'; '.join(ruling.basis)}."
    yield _decider(standing)
    if case.hearing is None and programme.unheard is not None:
        yield f"{_UNHEARD} ({programme.unheard.named.az})."
    yield from _absent(standing)
    yield f"{programme.remedy(ruling.outcome).az} ({rule.complaint.act.named.az}). {programme.reviewed.az}"
    if rule.complaint.act.assumed:
        yield _ASSUMED.format(f"şikayət müddəti {rule.complaint.days} gün ({rule.complaint.act.named.az})")
    if case.hearing is None and programme.unheard is not None and programme.unheard.assumed:
        yield _ASSUMED.format("dinlənilməsiz imtinaya yol verən akt")
    if programme.review.term.act.assumed:
        yield _ASSUMED.format(f"şikayətə baxılma müddəti {programme.review.term.days} gün")


def _absent(standing: Standing) -> Iterator[str]:
    """Of whoever did not come to the hearing: for when it was, and when the invitation had come."""
    hearing, lead = standing.case.hearing, standing.programme.notice.hearing
    if hearing is None or hearing.attended or hearing.notice is None:
        return
    came = short_date(hearing.notice.at.astimezone(BAKU).date())
    yield f"Dinlənilmə {short_date(hearing.on)} tarixinə təyin edilmişdi, dəvət sizə {came} tarixində çatıb."
    if lead.act.assumed:
        yield _ASSUMED.format(f"dəvətin çatması ilə dinlənilmə arasında {lead.days} gün ({lead.act.named.az})")


def _grant(standing: Standing) -> Iterator[str]:
    """The decision that grants: what is given, on which facts, by which article."""
    ruling, titles = _ruling(standing.case), _titles(standing.programme)
    yield standing.programme.paper.text.az.format_map(_values(standing))
    if standing.case.corrected:
        first = standing.case.fallen[-1]
        yield _CORRECTED.format(no=first.no, day=short_date(first.issued_on), since=short_date(_since(standing)))
    yield f"{called_by(standing.case.subject).az}: {standing.case.subject}."
    shows = [name for name in standing.programme.paper.shows if name in ruling.facts]
    yield "İşin halları: " + "; ".join(f"{titles[name].az} – {fact_text(ruling.facts[name])}" for name in shows) + "."
    yield f"Əsas: {'; '.join(ruling.basis)}."
    yield _decider(standing)
    if unconfirmed := [each for each in ruling.assumed if each not in standing.case.facts]:
        yield standing.programme.paper.provisional.az.format(names=", ".join(titles[each].az for each in unconfirmed))
    if standing.programme.act.assumed:
        yield _ASSUMED.format(standing.programme.act.title.az)


def _since(standing: Standing) -> date:
    return standing.case.since or standing.context.today


def _decider(standing: Standing) -> str:
    """Who decided: officials by name and position, or the table without one."""
    case, officials = standing.case, standing.context.directory.officials
    proposer = (case.set_aside.by,) if case.set_aside is not None else ()
    found = [officials[by] for by in (*proposer, _ruling(case).by) if by in officials]
    named = [f"{each.name}, {each.position.az}" for each in found]
    if not named:
        return f"Qərar “{standing.programme.table}” cədvəli ilə, vəzifəli şəxsin iştirakı olmadan verilib."
    return f"{_by_hand(standing)}Qərarı verən: {'; '.join(named)}."


def _by_hand(standing: Standing) -> str:
    """Where an official decided what no rule did: that it is so, and whose draft it was."""
    ruling = _ruling(standing.case)
    drafter = standing.context.directory.officials.get(ruling.drafted_by)
    if drafter is None:
        return ""
    why = "Cədvəlin layihəsi qəbul edilməyib" if ruling.against else "Heç bir qayda qərar verməyib"
    return f"{why}. Layihəni hazırlayan: {drafter.name}, {drafter.position.az}. "


def _values(standing: Standing) -> Mapping[str, str]:
    case = standing.case
    number = case.application.number if case.application else ""
    facts = {name: fact_text(each.value) for name, each in case.facts.items()}
    aside = case.set_aside
    revoked = {"paper_no": aside.paper.no, "issued_on": short_date(aside.paper.issued_on)} if aside is not None else {}
    heard = _heard(case)
    told = {"number": number, "dinlənilmə": heard.az, "heard": heard.en}
    row = {column: value.az for column, _, value in standing.programme.said(_ruling(case).row)}
    return _Blank({**facts, **_ruling(case).assumed, **row, **revoked, **told})


def _heard(case: Case) -> Words:
    """Whether the addressee was heard: of whoever did not come, no paper says so."""
    return _HEARD if case.hearing is not None and case.hearing.attended else _INVITED


class _Blank(dict[str, str]):
    """Values for a text; what is not known is left open."""

    def __missing__(self, key: str) -> str:
        return "–"


def _titles(programme: Programme) -> Mapping[str, Words]:
    return {rule.name: rule.title for rule in programme.facts}


def _ruling(case: Case) -> Ruling:
    if case.ruling is None:
        raise ValueError("a case without a ruling has no paper")
    return case.ruling


def _last_day(standing: Standing) -> date | None:
    valid = standing.programme.paper.valid
    return valid.end(standing.context.today, standing.context.calendar) if valid is not None else None


def _record(name: str, case: Case) -> bytes:
    """What a machine reads in the file: the decision by which anybody can recompute it."""
    ruling = _ruling(case)
    stated = {
        "case": name,
        "programme": case.programme,
        "version": case.version,
        "application": case.application.number if case.application else "",
        "paper_no": ruling.paper_no,
        "outcome": ruling.outcome,
        "as_of": ruling.as_of.isoformat(),
        "table_sha256": ruling.table_sha256,
        "decision_record": ruling.record,
        "facts": {
            each.name: {"value": each.value, "source": each.source, "at": each.at.isoformat()}
            for each in case.facts.values()
        },
        "assumed": dict(ruling.assumed),
        "row": dict(ruling.row),
        "basis": list(ruling.basis),
        **({"drafted_by_hand": ruling.drafted_by} if ruling.drafted_by else {}),
    }
    return json.dumps(stated, ensure_ascii=False, sort_keys=True).encode()
