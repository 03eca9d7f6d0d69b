"""Papers as the desk takes them in while a scenario is played: what a person says, and what another body writes."""

from __future__ import annotations

from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.facts import FileRef, Origin, Registration
from document_flow.people import HUB
from hub.commands.programmes.story import Story
from hub.demo.registers import SyntheticPerson
from hub.documents.acting.service import Given
from hub.documents.office.appeals import keys_of
from hub.errors import HubError, Words
from hub.store.ids import new_id

_CLERK = "sevinc"
_PDF = "application/pdf"


async def application_of(story: Story, who: SyntheticPerson, topic: str) -> tuple[str, str]:
    """Id and number of somebody's word, said at the reception and registered."""
    applicant = Applicant(f"{who.surname} {who.given_name}", fin=who.fin)
    citizen, subject = keys_of(story.hub.office.documents.hash, applicant, topic)
    lodged = Lodged(kind="application", channel="reception", applicant=applicant, citizen=citizen, subject=subject)
    unit = await _desk(story)
    return await _registered(story, HUB, Create(by=HUB, document="appeal", title=topic, unit=unit, appeal=lodged))


async def letter_from(story: Story, body: str, title: str) -> str:
    """The number under which a letter of that body is registered."""
    raw = f"%PDF-1.7 {body}: {title} {new_id()}".encode()
    stored = await story.hub.office.uploads.keep(_CLERK, raw)
    file = FileRef(name="məktub.pdf", mime=_PDF, size=len(raw), sha256=stored.sha256, main=True)
    unit, origin = await _desk(story), Origin(body="", name=body)
    created = Create(by=_CLERK, document="incoming", title=title, unit=unit, files=(file,), origin=origin)
    return (await _registered(story, _CLERK, created))[1]


async def _desk(story: Story) -> str:
    return (await story.hub.office.documents.around()).directory.officials[_CLERK].unit


async def _registered(story: Story, by: str, create: Create) -> tuple[str, str]:
    documents, rules = story.hub.office.documents, story.hub.office.rules
    key = new_id()
    made = await documents.create(by, create, Given(key, request=key))
    year = (await documents.around()).context(story.hub.clock.now()).today.year
    register = Register(by=by, unit=create.unit, file=rules.file_for(create.unit, year))
    done = await documents.act(by, made.document, register, Given(new_id()))
    return done.document, _number(done.state.registration)


def _number(registration: Registration | None) -> str:
    if registration is None:
        raise HubError("scenario.unregistered", Words("Sənəd qeydə alınmayıb.", "The paper was not registered."))
    return registration.reg_no
