"""The hotline: find a caller, prove who it is, and read out where they stand. No FIN is ever in an address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.register.labels import full_name
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only, refused_field
from hub.desks.hotline import MOST_ABOUT_ONE, PROVEN, TOO_MANY, Operator
from hub.desks.proving import NEEDED, PROOFS, asked
from hub.errors import Refused, Words
from hub.exchange.ask.problems import sure_fin
from hub.register.names import read_query
from hub.web.context import HubDep
from mappings.identity import read_code

router = APIRouter()


def operator_of(hub: Hub, who: Viewer) -> Operator:
    """The viewer as the hotline knows them: in this very session."""
    house_only(who)
    return Operator(who.person, hub.hash("hotline-session", who.csrf))


@router.get("/hotline")
@gets(Right.HOTLINE)
async def start(request: Request, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """Where a call begins."""
    house_only(who)
    return await page(request, who, "desks/hotline.html", tried=tried)


@router.post("/hotline/find")
@posts(Right.HOTLINE, start, otherwise="fin")
async def find(sent: SentDep) -> str:
    """Begin a call, by FIN or by name and birth date; whether anybody was found is not told."""
    operator, hotline = operator_of(sent.hub, sent.who), sent.hub.desks.hotline
    typed, born = sent.form.text("name"), sent.form.text("born")
    if sent.form.text("fin") or not typed:
        fin = sure_fin(read_code(sent.form.text("fin") or "-"), "fin")
        return f"{PATH}/hotline/calls/{await hotline.by_fin(operator, fin)}"
    name = read_query(typed)
    if name is None or len(name.words) < _FEWEST_WORDS:
        raise refused_field("name", Words("Soyad və adı yazın.", "Type surname and name."))
    if len(born) != len("1990-05-01"):
        raise refused_field("born", _BORN)
    return f"{PATH}/hotline/calls/{await hotline.by_name(operator, name, born)}"


@router.get("/hotline/calls/{call}")
@gets(Right.HOTLINE, "{call}")
async def call(request: Request, hub: HubDep, who: ViewerDep, call: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The questions, or, once the caller is proven, the one screen."""
    operator, hotline = operator_of(hub, who), hub.desks.hotline
    found = await hotline.call(operator, call)
    if not found.is_proven:
        questions, needed = asked(found.found_by), NEEDED[found.found_by]
        return await page(request, who, "desks/call.html", tried=tried, questions=questions, needed=needed, call=found)
    affairs = await hotline.answered(operator, found)
    named = full_name(dict(affairs.person.attributes)) if affairs.person else None
    return await page(request, who, "desks/answer.html", matters=affairs.matters, named=named, call=found)


@router.post("/hotline/calls/{call}/prove")
@posts(Right.HOTLINE, call, otherwise="proof")
async def prove(sent: SentDep, call: str) -> str:
    """One try; what was wrong is not said."""
    said = {proof.name: sent.form.text(proof.name)[:_LONGEST] for proof in PROOFS}
    outcome = await sent.hub.desks.hotline.prove(operator_of(sent.hub, sent.who), call, said)
    if outcome != PROVEN:
        raise Refused(outcome, _TOO_MANY if outcome == TOO_MANY else _WRONG, status=403)
    return f"{PATH}/hotline/calls/{call}"


_FEWEST_WORDS = 2
_LONGEST = 80
_BORN = Words("Doğum tarixini bütöv yazın: 07.03.1988.", "Type the whole birth date: 07.03.1988.")
_WRONG = Words(
    "Təsdiqlənmədi. Hansı cavabın uyğun gəlmədiyi göstərilmir; zəng edən başqa cavab versə, yenidən yoxlayın.",
    "Not proven. Which answer did not fit is not told; if the caller answers otherwise, try again.",
)
_TOO_MANY = Words(
    f"Bir saatda ən çoxu {MOST_ABOUT_ONE} səhv yoxlama olur. İndi yalnız geri zəng vəd edin.",
    f"There are at most {MOST_ABOUT_ONE} wrong tries within an hour. Promise a call-back now.",
)
