"""The public page /verify, to which the QR code of a printed document leads: what the document's state is now.

No login. Codes cannot be walked, wrong pairs look like unknown codes, and each process lets an address ask, and guess
beside a code, only so often: token buckets in memory, since a code has 80 random bits and the limits only slow down
whoever guesses the three characters beside one that is known. A dropped file is hashed in the browser and compared
there; it is sent nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

import structlog
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.cases.state import Case, Paper, SuspensionPeriod
from document_flow.documents.facts import Status
from document_flow.documents.state import Document, status_of
from document_flow.documents.words import KINDS
from document_flow.draws.state import Draw
from document_flow.outcome import Refusal
from document_flow.verification_code import grouped, read_code
from hub.access.buckets import Buckets
from hub.app import Hub
from hub.console.app import HEADERS
from hub.console.pages import environment
from hub.console.posting import Attempt, SentByAnybody, SentByAnybodyDep, posts
from hub.console.states import Look
from hub.documents.law.rulings import today
from hub.documents.printing.paper_codes import PAGE, Papers
from hub.errors import Lang, Refused, Words
from hub.programmes.cases import programme_of
from hub.programmes.papers import part_of
from hub.returns.draws import DRAWS
from hub.store.legal_time import legal_now
from hub.web.context import address_of
from hub.web.problem import language, say

log = structlog.get_logger("hub.access")
router = APIRouter(include_in_schema=False)

_LONGEST = 64
_VALID = frozenset((Status.SEALED, Status.SENT, Status.ANSWERED, Status.FILED))
_GONE = frozenset((Status.REFUSED, Status.RECALLED))
_IN_FORCE = Look(
    Words("qüvvədədir", "in force"),
    "ok",
    "✓",
    Words("imzalanıb və geri götürülməyib", "signed, and not taken back"),
)
_REVOKED = Look(
    Words("ləğv edilib", "revoked"),
    "need",
    "✕",
    Words("kağız artıq heç nəyi təsdiq etmir", "the paper proves nothing any more"),
)
_SUSPENDED = Look(
    Words("dayandırılıb", "suspended"),
    "need",
    "✕",
    Words("bərpa olunana qədər kağız heç nəyi təsdiq etmir", "until it is resumed the paper proves nothing"),
)
_RESUMED = Look(
    Words("dayandırma başa çatıb", "the suspension is over"),
    "gone",
    "–",
    Words("təyinat sonradan bərpa olunub", "what was granted was resumed later"),
)
_ANNULLED = Look(
    Words("şikayətlə ləğv edilib", "annulled"),
    "need",
    "✕",
    Words("şikayət təmin edilib; bu qərar artıq yoxdur", "a complaint was upheld; this decision is no more"),
)
_UNISSUED = Look(
    Words("hələ verilməyib", "not issued yet"),
    "need",
    "○",
    Words("sənəd imzalanmayıb; kağız heç nəyi təsdiq etmir", "the document is not signed; the paper proves nothing"),
)
_PROVISIONAL = Look(
    Words("ilkindir", "provisional"),
    "heal",
    "↻",
    Words(
        "mənbə hələ təsdiqləməyib; təsdiq və ya geri çağırma burada görünəcək",
        "its source has not confirmed it yet; that it did, or that the paper was recalled, will be seen here",
    ),
)
_EXPIRED = Look(
    Words("müddəti bitib", "expired"),
    "gone",
    "–",
    Words("kağızın son günü keçib", "the last day of the paper has passed"),
)
_ENDED = Look(
    Words("saxlama müddəti bitib", "no longer kept"),
    "wait",
    "–",
    Words("sənəd müddəti bitdiyi üçün məhv edilib", "the document was destroyed when its term was over"),
)


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """What the page tells of a document. `hashes` are the SHA-256 of its signed files."""

    look: Look
    reg_no: str
    day: date | None
    kind: Words
    compare: tuple[str, int] | None
    hashes: tuple[str, ...]


class Gate:
    """How often an address may ask, and guess beside a code, in this process. Who has the paper locks nobody out."""

    def __init__(self) -> None:
        self._asked = Buckets(burst=60, per_second=1.0)
        self._guessed_here = Buckets(burst=10, per_second=10 / 3600)
        self._guessed = Buckets(burst=200, per_second=200 / 3600)

    def passes(self, address: str, code: str, now: float) -> bool:
        """Whether one more question passes; `code` is its keyed hash."""
        can_guess = self._guessed_here.has(f"{code} {address}", now) and self._guessed.has(code, now)
        return self._asked.take(address, now) and can_guess

    def was_wrong(self, address: str, code: str, now: float) -> None:
        """The characters beside the code were not those of its paper."""
        self._guessed_here.take(f"{code} {address}", now)
        self._guessed.take(code, now)


@router.get(PAGE)
async def ask(request: Request, code: str = "", lang: Lang | None = None) -> HTMLResponse:
    """The form."""
    return _page(request, lang, code=code[:_LONGEST])


@router.get(PAGE + "/{code}")
async def ask_for(request: Request, code: str, lang: Lang | None = None) -> HTMLResponse:
    """The form with the code of the QR code in it."""
    return _page(request, lang, code=code[:_LONGEST])


async def _again(sent: SentByAnybody, tried: Attempt) -> HTMLResponse:
    typed = {name: _typed(sent, name) for name in ("code", "second")}
    return _page(sent.request, _lang(sent), tried.status, wrong=tried.words, **typed)


def _typed(sent: SentByAnybody, name: str) -> str:
    return sent.form.text(name)[:_LONGEST]


def _lang(sent: SentByAnybody) -> Lang | None:
    languages: Mapping[str, Lang] = {"az": "az", "en": "en"}
    return languages.get(sent.form.text("lang"))


@router.post(PAGE)
@posts(None, _again)
async def tell(sent: SentByAnybodyDep) -> HTMLResponse:
    """What the code leads to."""
    request, hub, second = sent.request, sent.hub, _typed(sent, "second")
    code = read_code(_typed(sent, "code"))
    if isinstance(code, Refusal):
        raise Refused(code.code, code.words, status=422)
    gate = cast("Gate", request.app.state.gate)
    asked = (address_of(request), hub.hash("paper", code), hub.clock.monotonic())
    if not gate.passes(*asked):
        log.warning("security_event", kind="verification_limit")
        raise Refused("papers.too_often", _TOO_OFTEN, status=429)
    found = await found_paper(hub, code, second)
    log.info("paper_asked", outcome="found" if found else "unknown")
    if found is None:
        gate.was_wrong(*asked)
        raise Refused("papers.unknown", _UNKNOWN, status=404)
    return _page(request, _lang(sent), code=grouped(code), second=second, found=found)


async def found_paper(hub: Hub, code: str, second: str) -> ShownPaper | None:
    """What a code leads to; None for a wrong pair as for an unknown code."""
    papers = Papers(hub.store, hub.sealer, hub.hash, hub.settings.people_url)
    paper = await papers.find(code, second)
    if paper is None:
        return None
    async with hub.store.read() as tx:
        day = today(await legal_now(tx))
        document = await hub.office.documents.load(tx, paper.document)
        stored = None if document is not None else await hub.programmes.cases.case_store.get(tx, paper.document)
        draw = await hub.aggregates.tables.get(tx, DRAWS, paper.document)
    if draw is not None:
        return _of_draw(draw.state, paper.compare, lambda number: code == papers.code_of(paper.document, number))
    if stored is not None:
        return _of_one(stored.case, paper.compare, day, lambda part: code == papers.code_of(paper.document, part))
    return _shown(document, paper.compare) if document is not None else None


def _of_draw(draw: Draw, compare: tuple[str, int] | None, has_part: Callable[[str], bool]) -> ShownPaper:
    """A letter to a family without a home; nothing of what it says."""
    letter = next((each for number, each in draw.letters.items() if has_part(number)), None)
    if letter is None:
        return ShownPaper(_UNISSUED, "", None, _LETTER, compare, ())
    return ShownPaper(_IN_FORCE, letter.no, letter.on, _LETTER, compare, (letter.sha256,))


def _of_one(case: Case, compare: tuple[str, int] | None, day: date, has_part: Callable[[str], bool]) -> ShownPaper:
    """Which of a case's papers the code is of: the first one's has no part, that of each later one its number."""
    for place, each in enumerate(case.fallen):
        if has_part(each.no if place else ""):
            return _of_fallen(case, each, compare)
    if has_part(case.decided.paper_no if case.fallen and case.decided is not None else ""):
        return _of_case(case, compare, day)
    for over in case.rests:
        if over.last is not None and over.paper is not None and has_part(over.act):
            return _of_suspension(case, over, over.paper, compare)
    return _of_revocation(case, compare, is_undone=case.ruling is None or not has_part(part_of(case)))


def _of_fallen(case: Case, paper: Paper, compare: tuple[str, int] | None) -> ShownPaper:
    """A refusal that a complaint has annulled, or a grant that it has corrected, whatever was decided since."""
    kind = programme_of(case).title if paper.no in case.corrected else _refusal(case)
    return ShownPaper(_ANNULLED, paper.no, paper.issued_on, kind, compare, (paper.sha256,))


def _refusal(case: Case) -> Words:
    title = programme_of(case).title
    return Words(f"{title.az}: imtina", f"{title.en}: refusal")


def _of_case(case: Case, compare: tuple[str, int] | None, day: date) -> ShownPaper:
    """A certificate, or the notice of a refusal; nothing of what it says. Its own last day counts, also while a
    complaint keeps the case open.
    """
    paper, programme = case.given, programme_of(case)
    look = _UNISSUED
    if paper is not None:
        look = _PROVISIONAL if case.is_provisional else _IN_FORCE
        look = _EXPIRED if paper.valid_until is not None and paper.valid_until < day else look
    if case.outcome == "suspended":
        look = _SUSPENDED
    elif case.ended:
        look = _EXPIRED if case.ended == "lapsed" else _REVOKED
    return ShownPaper(
        look,
        paper.no if paper else "",
        paper.issued_on if paper else None,
        _refusal(case) if case.outcome == "refused" else programme.title,
        compare,
        (paper.sha256,) if paper else (),
    )


def _of_suspension(case: Case, each: SuspensionPeriod, paper: Paper, compare: tuple[str, int] | None) -> ShownPaper:
    """The notice of a suspension that is over."""
    title = programme_of(case).title
    what = Words(f"{title.az}: dayandırma haqqında bildiriş", f"{title.en}: notice of its suspension")
    return ShownPaper(_RESUMED, each.act, paper.issued_on, what, compare, (paper.sha256,))


def _of_revocation(case: Case, compare: tuple[str, int] | None, *, is_undone: bool) -> ShownPaper:
    """The notice of a revocation or a suspension; one that is undone proves nothing any more."""
    az, en = ("dayandırma", "suspension") if case.outcome == "suspended" else ("ləğv", "revocation")
    title, paper = programme_of(case).title, None if is_undone else case.paper
    look = _REVOKED if is_undone else _UNISSUED if paper is None else _IN_FORCE
    return ShownPaper(
        look,
        paper.no if paper else "",
        paper.issued_on if paper else None,
        Words(f"{title.az}: {az} haqqında bildiriş", f"{title.en}: notice of its {en}"),
        compare,
        (paper.sha256,) if paper else (),
    )


def _shown(document: Document, compare: tuple[str, int] | None) -> ShownPaper:
    status, registered = status_of(document), document.registration
    look = (
        _IN_FORCE
        if status in _VALID
        else _REVOKED
        if status in _GONE
        else _ENDED
        if status is Status.DESTROYED
        else _UNISSUED
    )
    return ShownPaper(
        look,
        registered.reg_no if registered else "",
        registered.on if registered else None,
        KINDS[document.kind],
        compare,
        tuple(dict.fromkeys(each.file.sha256 for each in document.signatures)),
    )


def _page(
    request: Request, lang: Lang | None, status: int = 200, *, wrong: Words | None = None, **values: object
) -> HTMLResponse:
    chosen = lang or language(request.headers.get("accept-language"))
    shown: Mapping[str, object] = {
        "theme": "auto",
        "second": "",
        "found": None,
        "wrong": say(wrong, chosen) if wrong else "",
        **values,
    }
    text = environment(chosen).get_template("verify.html").render(shown)
    headers = {name.decode(): value.decode() for name, value in HEADERS.items()}
    return HTMLResponse(text, status, headers={**headers, "x-robots-tag": "noindex"})


_LETTER = Words("Püşkatmanın nəticəsi haqqında məktub", "Letter about the result of a draw")
_UNKNOWN = Words(
    "Bu məlumatla sənəd tapılmadı. Kodu və üç simvolu kağızdan yenidən köçürün; yenə tapılmasa, kağıza etibar etməyin.",
    "No document is found by these. Copy the code and the three characters from the paper again; if there is still"
    " none, do not trust the paper.",
)
_TOO_OFTEN = Words(
    "Çox tez-tez yoxlanılır. Bir azdan yenidən cəhd edin.", "This is asked too often. Try again in a while."
)
