"""The PDF of an act: printed from what was fixed, with the signature drawn in, and kept. The same act, the same bytes.

It is made when it is first asked for, so that a process which dies after the act was fixed loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from document_flow.rendering import models
from document_flow.rendering.forms import PrintKind
from document_flow.visits.questionnaire import questionnaire
from hub.documents.printing.printing import Printing
from hub.errors import Conflict, Words
from hub.visits.visit import Visit, VisitBody
from hub.visits.visits import Visits


@dataclass(frozen=True, slots=True)
class VisitPapers:
    """Prints acts."""

    visits: Visits
    printing: Printing

    async def pdf(self, visit: Visit, *, sample: bool) -> bytes:
        """The act's paper; Conflict while it is a draft."""
        if visit.state == "draft":
            raise Conflict(
                "visits.draft",
                Words("Akt hələ bağlanmayıb, kağızı yoxdur.", "The act is not closed yet and has no paper."),
            )
        if visit.paper is None:
            act, record = act_of(visit.body, self.printing.letterhead.body), visit.body.written()
            made = await self.printing.rendered(PrintKind.VISIT_ACT, act, record, sample=sample)
            stored = await self.printing.content.keep(made)
            await self.visits.note_paper(visit.id, stored.sha256)
            async with self.visits.store.read() as tx:
                visit = await self.visits.get(tx, visit.id)
        return await self.printing.content.read(str(visit.paper))


def act_of(body: VisitBody, house: models.Body) -> models.VisitAct:
    """Everything that the paper shows."""
    asked, at = questionnaire(), datetime.fromisoformat(body.closed_at)
    said = f"İmzadan imtina: {body.refusal}; şahid: {body.witness}"
    return models.VisitAct(
        body=house,
        no=body.number,
        day=date.fromisoformat(body.visited_on),
        place=body.place.replace("/", ", "),
        person=f"{body.person.name}, FİN: {body.person.fin}",
        facts=tuple(_facts(body)),
        members=tuple(
            models.MemberSeen(each.name, each.born, asked.members[body.presence(number)].az)
            for number, each in enumerate(body.members)
        ),
        remarks=body.answers.get("remarks", ""),
        signed_by=body.signed_by or "—",
        signed_as=said if body.refusal else asked.signers[body.signed_as].az,
        representative=body.by,
        position=body.position,
        closed_at=f"{at:%d.%m.%Y %H:%M}",
        signature=body.signature,
        follows=body.follows,
    )


def _facts(body: VisitBody) -> Iterator[models.parts.Fact]:
    for each in questionnaire().fields.values():
        value = body.answers.get(each.name, "")
        if value and each.kind != "text":
            yield models.parts.Fact(each.title, each.choices[value].az if each.choices else value)
