"""Change requests on pages: a form, what would come of it, and the second person's decision; doubles side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from document_flow.cases.why import STATES
from hub.access.masking import mask_field
from hub.access.second_person import is_second_person
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Mistaken, Sent, SentDep, TriedDep, posts
from hub.console.register.change_form import GROUPS, fields_of_group, values_of
from hub.console.register.finding import must_open
from hub.console.register.labels import ATTRIBUTES, PARTIES, called, full_name, written
from hub.console.register.pages import looked_at_again
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.console.writing import manat
from hub.errors import HubError, NotFound, Words, found_or
from hub.register.entering import EntryWish, FinWish
from hub.register.entity import Entity
from hub.register.likeness import shared_signs
from hub.register.looking import look_of
from hub.register.merging import MergeWish, SplitWish
from hub.register.reading import subjects_of
from hub.register.requesting import WISHES, AnyWish
from hub.register.requests import GROUNDS, NOT_THERE, ValuesWish
from hub.store.ids import parse_id
from hub.web import register_requests as web
from hub.web.context import HubDep, id_or_404
from hub.web.register_requests import ApartBody, SecondWordBody
from hub.web.register_scope import reader_of

W = TypeVar("W", bound=BaseModel)
router = APIRouter()
_HERE = f"{PATH}/register/requests"
SIGNS: Mapping[str, Words] = {
    "name": Words("doğum tarixi və ad eynidir", "same date of birth and name"),
    "document": Words("sənədin nömrəsi eynidir", "same number of a document"),
}
_WORDS: Mapping[str, Any] = {
    "kinds": web.KINDS,
    "grounds": GROUNDS,
    "attributes": ATTRIBUTES,
    "parties": PARTIES,
    "called": called,
    "written": written,
    "states": STATES,
    "manat": manat,
}


@router.get("/register/requests")
async def waiting(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """What waits for a second person; nobody's values."""
    must_open(who, "requests")
    found, due = await web.listed(hub, who.person), await web.reviews(hub, who.person)
    return await page(request, who, "register/requests.html", found=found, due=due, is_second=_is_second(who), **_WORDS)


@router.get("/register/requests/{proposal}")
async def one(request: Request, hub: HubDep, who: ViewerDep, proposal: str) -> HTMLResponse:
    """One request, with what would come of it now."""
    must_open(who, "requests")
    return await _shown(request, who, hub, proposal)


async def _shown(request: Request, who: Viewer, hub: HubDep, proposal: str, tried: Attempt = FRESH) -> HTMLResponse:
    shown = await web.show(hub, who.person, id_or_404(proposal))
    return await page(
        request,
        who,
        "register/request.html",
        tried=tried,
        wish=shown.wish,
        preview=shown.preview,
        rests=shown.rests,
        proposal=shown.proposal,
        number=shown.number,
        objection=shown.objection,
        is_second=_is_second(who),
        body="",
        **_WORDS,
    )


@router.post("/register/requests/{proposal}/decide")
@posts(None, _shown, shows=HubError)
async def decide(sent: SentDep, proposal: str) -> str:
    """Apply it, or refuse it with a reason."""
    must_open(sent.who, "requests")
    wish = await web.decide(sent.hub, sent.who.person, id_or_404(proposal), sent.read(SecondWordBody))
    if sent.form.text("outcome") == "refused":
        return f"{_HERE}/{proposal}"
    return f"{PATH}/register/{wish.entities[0]}"


@router.get("/register/entry")
async def entry(request: Request, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """The form that enters a person without a FIN."""
    must_open(who, "entry")
    web.need_register(who.person)
    groups = [(words, fields_of_group(code, {})) for code, (words, _names) in GROUPS.items()]
    return await page(request, who, "register/entry.html", tried=tried, groups=groups, **_WORDS)


@router.post("/register/entry")
@posts(None, entry, otherwise="ground", beside={"values": "surname"}, status=422)
async def preview_entry(sent: SentDep) -> Response:
    """What would come of it, with the records that look like the person."""
    must_open(sent.who, "entry")
    values = {name: value for code in GROUPS for name, value in values_of(sent.form, code, {}).items()}
    typed = {name: sent.form.text(name) for name in ("basis", "ground", "application")}
    return await previewed(sent, _checked(EntryWish, {"values": values, **typed}))


@router.post("/register/{entity}/fin")
@posts(None, looked_at_again, otherwise="fin", status=422)
async def preview_fin(sent: SentDep, entity: str) -> Response:
    """What would come of the FIN that came to somebody who had none."""
    found = found_or(await looked_at(sent.who, sent.hub, entity, sent.form.text("look")), LookOver)
    typed = {name: sent.form.text(name) for name in ("basis", "ground")}
    return await previewed(
        sent, _checked(FinWish, {"entity": found.id, "fin": sent.form.text("fin").strip().upper(), **typed})
    )


@router.post("/register/preview")
@posts(None)
async def preview(sent: SentDep) -> Response:
    """What would come of a wish: of two records, or of one whose facts were told whose they are."""
    must_open(sent.who, "requests")
    return await previewed(sent, _wish_of(sent.form))


@router.post("/register/requests")
@posts(None)
async def propose(sent: SentDep) -> str:
    """Write a wish that was previewed down for a second person."""
    must_open(sent.who, "requests")
    made = await web.propose(sent.hub, sent.who.person, _wish_of(sent.form), sent.form.text("seen"))
    return f"{_HERE}/{made}"


async def previewed(sent: Sent, wish: AnyWish) -> HTMLResponse:
    """The page of what would come of a wish, from which it goes to a second official."""
    found, rests = await web.preview(sent.hub, sent.who.person, wish)
    return await page(
        sent.request,
        sent.who,
        "register/request.html",
        wish=wish,
        preview=found,
        rests=rests,
        proposal=None,
        number="",
        objection=None,
        names={},
        is_second=_is_second(sent.who),
        body=WISHES.dump_json(wish).decode(),
        **_WORDS,
    )


@router.get("/register/doubles")
async def doubles(
    request: Request, hub: HubDep, who: ViewerDep, cursor: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """Pairs that may be one person, masked; the most money at stake first."""
    must_open(who, "doubles")
    found = await web.doubles(hub, who.person, web.DOUBLES_A_PAGE, cursor)
    rows = [
        (pair, _masked(one), _masked(other), shared_signs(one.attributes, other.attributes))
        for pair, one, other in found.pairs
    ]
    return await page(
        request, who, "register/doubles.html", rows=rows, signs=SIGNS, total=found.total, next=found.next, manat=manat
    )


@router.post("/register/doubles/apart")
@posts(None)
async def apart(sent: SentDep) -> str:
    """Say that two records are two people."""
    must_open(sent.who, "doubles")
    await web.apart(sent.hub, sent.who.person, sent.read(ApartBody))
    return f"{PATH}/register/doubles"


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """Whose values of which group are to change, and the look that shows them."""

    entity: str
    group: str
    look: str


class LookOver(HubError):
    """What was typed about a person came after one's own look at that person (HTTP 409); nothing was done."""

    def __init__(self) -> None:
        super().__init__("register.look_over", _LOOK_OVER, status=409, side="sender")


async def _looked_at(who: Viewer, hub: HubDep, asked: AskedGroup) -> Entity | None:
    if asked.group not in GROUPS:
        raise NotFound("register.not_there", NOT_THERE)
    return await looked_at(who, hub, asked.entity, asked.look)


async def looked_at(who: Viewer, hub: HubDep, entity: str, look: str, purpose: str = "") -> Entity | None:
    """The person, while the viewer's own look (for this purpose) lasts: without one, not even a guess is answered."""
    must_open(who, entity)
    web.need_register(who.person)
    async with hub.store.read() as tx:
        reader = reader_of(hub)
        found = await reader.by_id(tx, id_or_404(entity))
        if found is None or found.kind != "person":
            raise NotFound("register.not_there", NOT_THERE)
        subject, *_ = await subjects_of(tx, reader.store, found)
        lasting = await look_of(tx, hub.sealer, who.person, subject, parse_id(look) or "")
    return found if lasting is not None and purpose in ("", lasting.purpose.purpose) else None


async def _form(request: Request, who: Viewer, hub: HubDep, asked: AskedGroup, tried: Attempt = FRESH) -> Response:
    """The fields of a group, for whoever's look at the person lasts."""
    found = await _looked_at(who, hub, asked)
    if found is None:
        return RedirectResponse(f"{PATH}/register/{id_or_404(asked.entity)}", 303)
    return await page(
        request,
        who,
        "register/change.html",
        tried=tried,
        entity=found,
        name=full_name(dict(found.attributes)),
        fields=fields_of_group(asked.group, found.attributes),
        asked=asked,
        groups={code: words for code, (words, _names) in GROUPS.items()},
        **_WORDS,
    )


@router.get("/register/{entity}/change/{group}")
async def change(
    request: Request, hub: HubDep, who: ViewerDep, entity: str, group: str, look: Annotated[str, Query(max_length=36)]
) -> Response:
    """The form of a change."""
    return await _form(request, who, hub, AskedGroup(entity, group, look))


async def _change_again(sent: Sent, tried: Attempt, entity: str, group: str) -> Response:
    return await _form(sent.request, sent.who, sent.hub, AskedGroup(entity, group, sent.form.text("look")), tried)


@router.post("/register/{entity}/change/{group}")
@posts(None, _change_again, otherwise="ground", beside={"values": "ground"}, status=422)
async def preview_change(sent: SentDep, entity: str, group: str) -> Response:
    """What would come of the change that was typed."""
    found = found_or(await _looked_at(sent.who, sent.hub, AskedGroup(entity, group, sent.form.text("look"))), LookOver)
    values = values_of(sent.form, group, found.attributes)
    if not values:
        raise Mistaken({"ground": _NOTHING})
    typed = {name: sent.form.text(name) for name in ("valid_from", "basis", "ground")}
    return await previewed(sent, _checked(ValuesWish, {"entity": found.id, "values": values, **typed}))


def _wish_of(form: Form) -> AnyWish:
    """What a page hands over: the whole as it wrote it, with whose the facts are that were asked about; or a pair."""
    sides = {name.removeprefix("side-"): form.text(name) for name in form.names() if name.startswith("side-")}
    if written_out := form.text("wish"):
        try:
            wish = WISHES.validate_json(written_out)
        except ValidationError:
            raise NotFound("register.not_there", NOT_THERE) from None
        return _checked(SplitWish, {**wish.model_dump(), "sides": sides}) if sides else wish
    typed = {name: form.text(name) for name in ("survivor", "other", "ground")}
    if form.text("kind") == "person_split":
        return _checked(SplitWish, typed)
    if typed["survivor"] == typed["other"]:  # the one that stays was chosen among the two
        typed["other"] = form.text("one")
    return _checked(MergeWish, typed)


def _checked(model: type[W], typed: Mapping[str, Any]) -> W:
    try:
        return model.model_validate(typed)
    except ValidationError as wrong:
        raise Mistaken({str(each["loc"][0]): _WRONG[str(each["loc"][0])] for each in wrong.errors()}) from None


def _is_second(who: Viewer) -> Any:
    return lambda maker: is_second_person(who.login, maker)


def _masked(entity: Entity) -> Words:
    return full_name(mask_field("", dict(entity.attributes)))


_LOOK_OVER = Words(
    "Bu şəxsə baxışınızın vaxtı bitib; heç nə edilməyib. Şəxsi başqa vərəqdə yenidən açın və yazdıqlarınızı buradan "
    "köçürün.",
    "Your look at this person is over; nothing was done. Open the person anew in another tab, and copy what you typed "
    "from here.",
)
_NOTHING = Words("Heç nə dəyişdirilməyib: ən azı bir sahəni dəyişin.", "Nothing differs: change one field at least.")
_GROUND = Words(
    "Əsası göstərin: aktın və ya sənədin adı, nömrəsi, tarixi (3–200 simvol).",
    "Name the ground: the act or document with number and date (3 to 200 characters).",
)
_WRONG: Mapping[str, Words] = defaultdict(
    lambda: Words("Belə yazı yoxdur.", "There is no such record."),
    ground=_GROUND,
    values=Words("Soyadı, adı, doğum tarixini və cinsini yazın.", "State surname, given name, date of birth and sex."),
    application=Words("Ərizənin qeydiyyat nömrəsini yazın.", "Give the registration number of the application."),
    fin=Words(
        "FİN 7 simvoldan ibarətdir: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
        "A FIN has 7 characters: digits and English letters except I and O.",
    ),
    valid_from=Words("Tarixi seçin.", "Choose a day."),
    basis=Words("Siyahıdan seçin.", "Choose from the list."),
)
