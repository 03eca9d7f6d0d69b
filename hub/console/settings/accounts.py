"""Accounts and roles, for administrators: who may come in, and as what. Nothing of the register is here."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.accounts import Account, account_of, accounts, email_of, namesakes, party_names
from hub.access.people import PersonRole
from hub.access.proposals import waiting
from hub.access.rights import RIGHTS, Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, TriedDep, gets, posts
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.errors import Conflict, HubError, NotFound, Words, found_or
from hub.web import accounts as web
from hub.web.accounts import ACCOUNT_CHANGES, AccountForm, Administrator, NewAccountForm, WantedAccount
from hub.web.agency_book import title
from hub.web.context import HubDep

router = APIRouter()
_HERE = f"{PATH}/settings/accounts"
_NAMES = ("account", "account_roles")
"""Proposals that give somebody a name."""
_EXCHANGE = Words("Məlumat mübadiləsi", "The exchange")
_COMMITTEE = Words("Komitə", "The committee")


@router.get("/settings/accounts")
@gets(Right.CONFIGURE)
async def list_accounts(
    request: Request, hub: HubDep, who: ViewerDep, role: str = "", q: str = "", tried: TriedDep = FRESH
) -> HTMLResponse:
    """Everybody who has an account, and what waits for a second administrator; `role` and `q` narrow the list."""
    async with hub.store.read() as tx:
        found = await accounts(tx, role=role, text=q[:100])
        wanted = [
            (each, WantedAccount.model_validate_json(each.wanted))
            for each in await waiting(tx, hub.sealer, ACCOUNT_CHANGES)
        ]
        proposals = [
            (
                *each,
                await namesakes(tx, each[0].subject, each[1].name),
                each[1].email != await email_of(tx, hub.sealer, each[0].subject),
            )
            for each in wanted
        ]
    return await page(
        request,
        who,
        "settings/accounts.html",
        tried=tried,
        proposals=[
            (each, ACCOUNT_CHANGES[each.kind], wanted, others if each.kind in _NAMES else [], moves)
            for each, wanted, others, moves in proposals
        ],
        accounts=found,
        role=role,
        q=q[:100],
        roles=ROLE_NAMES,
        names={each.value: words for each, words in ROLE_NAMES.items()},
    )


@router.get("/settings/accounts/new")
@gets(Right.CONFIGURE)
async def new_account(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The form of a new account."""
    return await _form(request, hub, who)


async def _form(request: Request, hub: Hub, who: Viewer, login: str = "", tried: Attempt = FRESH) -> HTMLResponse:
    account = await _account(hub, login) if login else None
    async with hub.store.read() as tx:
        parties, email = await party_names(tx), await email_of(tx, hub.sealer, login)
    groups = (
        (_EXCHANGE, [role for role in PersonRole if RIGHTS[role] & {Right.STATE}]),
        (_COMMITTEE, [role for role in PersonRole if not RIGHTS[role] & {Right.STATE}]),
    )
    stored = account.party if account else "committee"
    return await page(
        request,
        who,
        "settings/account.html",
        tried=tried,
        account=account,
        email=email,
        groups=groups,
        names=ROLE_NAMES,
        districts=web.DISTRICTS,
        party_names=[
            (each, title(each).say(who.lang))
            for each in sorted({*parties, "committee", stored, tried.text("party", stored) or "committee"})
        ],
        by_provider=request.app.state.openid is not None,
    )


@router.post("/settings/accounts")
@posts(Right.CONFIGURE, _form, otherwise="login", status=422)
async def create(sent: SentDep) -> str:
    """Propose an account; what cannot be taken is shown again beside its field."""
    await web.propose_account(sent.hub, _by(sent), sent.read(NewAccountForm))
    return _HERE


@router.post("/settings/accounts/proposals/{proposal}/{outcome}")
@posts(Right.CONFIGURE, list_accounts, otherwise="proposals", shows=HubError)
async def decide(sent: SentDep, proposal: str, outcome: Literal["agreed", "refused"]) -> str:
    """Agree to what another administrator proposes, or refuse it; a link for a password goes to its person."""
    await web.decide(sent.hub, _by(sent), proposal, outcome)
    return _HERE


@router.get("/settings/accounts/{login}")
@gets(Right.CONFIGURE, "{login}")
async def one_account(request: Request, hub: HubDep, who: ViewerDep, login: str) -> HTMLResponse:
    """One account: name, party, roles, and whether it is in force."""
    return await _form(request, hub, who, login)


@router.post("/settings/accounts/{login}")
@posts(Right.CONFIGURE, _form, beside={"access.for_oneself": "roles"}, shows=HubError, status=422)
async def change(sent: SentDep, login: str) -> str:
    """Change name, party and roles; fewer roles hold from the next click of the person, all else waits."""
    await _account(sent.hub, login)
    waits = await web.change(sent.hub, _by(sent), login, sent.read(AccountForm))
    return _HERE if waits else f"{_HERE}?q={login}"


@router.post("/settings/accounts/{login}/state")
@posts(Right.CONFIGURE, _form, shows=Conflict)
async def propose_state(sent: SentDep, login: str) -> str:
    """Propose to disable an account, which stops its person at once for a day, or to let it in again."""
    await web.propose_state(sent.hub, _by(sent), login, disabled=sent.form.text("state") == "disabled")
    return _HERE


@router.post("/settings/accounts/{login}/password")
@posts(Right.CONFIGURE, _form, beside={"access.for_oneself": "roles"}, shows=HubError, status=422)
async def propose_password(sent: SentDep, login: str) -> str:
    """Propose a new link by which the person sets a password."""
    await _account(sent.hub, login)
    await web.propose_password(sent.hub, _by(sent), login)
    return _HERE


def _by(sent: Sent) -> Administrator:
    return Administrator(sent.who.login, sent.who.person.party)


async def _account(hub: Hub, login: str) -> Account:
    async with hub.store.read() as tx:
        return found_or(
            await account_of(tx, login),
            NotFound("access.no_account", Words("Belə hesab yoxdur.", "There is no such account.")),
        )
