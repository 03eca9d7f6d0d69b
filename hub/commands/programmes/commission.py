"""A document as the commission of a scenario decides it: submitted, met about, its minutes signed, numbered, sealed."""

from __future__ import annotations

from typing import Any, Final

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.register import Register
from document_flow.documents.state import Document
from document_flow.paths.acts.marks import CastVote
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting
from document_flow.paths.acts.meeting_vote import CloseMeeting, OpenVoting, SignMinutes
from document_flow.paths.acts.submit import Submit
from hub.app import Hub
from hub.documents.acting.path_repository import path_version
from hub.documents.acting.service import Given
from hub.documents.printing.prints import minutes_hash
from hub.documents.signing.request import SEAL, SigningRequest
from hub.errors import HubError, Words, found_or
from hub.store.ids import new_id

LIST_PATH: Final = "draw-list"
_CHAIR, _SECRETARY, _CLERK = "fuad", "aysel", "sevinc"
_MEMBERS: Final = (_CHAIR, "uzv-1", "uzv-2", "uzv-3", "uzv-4")


async def decided_by_commission(hub: Hub, document: str) -> str:
    """The number of the document that its author has drafted, once it is approved."""
    state = await _state(hub, document)
    async with hub.store.read() as tx:
        version = found_or(
            await path_version(tx, LIST_PATH),
            HubError("scenario.no_path", Words(f"{LIST_PATH} yoxdur.", f"There is no {LIST_PATH}.")),
        )
    content = state.content_hash
    submit = Submit(by=state.author, content_hash=content)
    await hub.office.act(state.author, document, ApprovalStep(command=submit, path=version.hash), Given(new_id()))
    await _meets(hub, document, content)
    number = await _numbered(hub, document, state.unit)
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, _CLERK)
    asked = SigningRequest(_CLERK, document, SEAL, None)
    await hub.office.signing.signers.sessions.begin(asked, case, Given(new_id()))
    return number


async def _meets(hub: Hub, document: str, content: str) -> None:
    async with hub.store.read() as tx:
        now = (await hub.aggregates.needs.context(tx)).now
    steps: list[Any] = [
        OpenMeeting(by=_SECRETARY, agenda=("Qayıdanların siyahısı",), held_at=now, place="Bakı"),
        InviteMembers(by=_SECRETARY),
        *(MarkAttendance(by=_SECRETARY, member=each) for each in _MEMBERS),
        OpenVoting(by=_CHAIR),
        *(CastVote(by=each, choice="for", content_hash=content) for each in _MEMBERS),
        CloseMeeting(by=_CHAIR),
    ]
    for step in steps:
        await hub.office.act(step.by, document, ApprovalStep(command=step), Given(new_id()))
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, _CHAIR)
    minutes = minutes_hash(case, hub.office.rules.letterhead.body)
    for hand in (_CHAIR, _SECRETARY):
        signs = SignMinutes(by=hand, minutes_hash=minutes)
        await hub.office.act(hand, document, ApprovalStep(command=signs), Given(new_id()))


async def _numbered(hub: Hub, document: str, unit: str) -> str:
    year = (await hub.office.documents.around()).context(hub.clock.now()).today.year
    register = Register(by=_CLERK, unit=unit, file=hub.office.rules.file_for(unit, year))
    done = await hub.office.act(_CLERK, document, register, Given(new_id()))
    return done.state.registration.reg_no if done.state.registration is not None else ""


async def _state(hub: Hub, document: str) -> Document:
    async with hub.store.read() as tx:
        return found_or(
            await hub.office.documents.load(tx, document),
            HubError("scenario.no_document", Words("Sənəd yoxdur.", "There is no such document.")),
        )
