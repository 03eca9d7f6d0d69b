"""What a person has before him on a document's page: the document, for whom he acts, what forms choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from document_flow.documents.case import Case
from document_flow.form import Option
from document_flow.letterhead import NAMED
from document_flow.nomenclature import PlannedFile
from document_flow.rendering.models.parts import Body
from document_flow.words import Words, az_sort_key
from hub.app import Hub
from hub.documents.acting.path_repository import PathVersion, newest_paths
from hub.documents.office.administration import units
from hub.documents.office.case_files import plan_of
from hub.store.tx import Tx
from hub.web.officials import Actor


@dataclass(frozen=True, slots=True)
class DocumentViewModel:
    """`paths` are the newest versions for this kind of document, `plan` the file plan that it belongs to."""

    document: str
    case: Case
    login: str
    paths: tuple[PathVersion, ...] = ()
    plan: tuple[PlannedFile, ...] = ()
    units: Mapping[str, Words] = field(default_factory=dict)
    body: Body = NAMED

    @property
    def hands(self) -> tuple[str | None, ...]:
        """For whom the person may act: for himself (None), and for those in whose place he stands today."""
        context = self.case.context
        return (None, *context.directory.acting_for(self.login, context.today, self.case.document.kind))

    def case_on(self, path: str) -> Case:
        """The draft as it would be on the path of that hash."""
        return replace(self.case, path=next((each.path for each in self.paths if each.hash == path), None))

    def officials(self, *without: str) -> tuple[Option, ...]:
        """Those in office, in the order of their names."""
        directory = self.case.context.directory
        found = [each for each in directory.officials.values() if each.active and each.login not in without]
        return people(self.case, [each.login for each in found])


async def view_model_of(tx: Tx, hub: Hub, document: str, who: Actor) -> DocumentViewModel:
    """The document as this person may see it; NotFound where there is none for those eyes."""
    case = await hub.office.documents.case(tx, document, who.login)
    state = case.document
    paths = await newest_paths(tx) if state.needs_approval and state.is_open else []
    plan = plan_of(hub.office.rules.nomenclature, case.context.today.year)
    files = tuple(plan.files.values()) if plan is not None and state.is_open else ()
    fitting = tuple(each for each in paths if state.kind in each.path.kinds)
    titles = {unit.name: unit.title for unit in await units(tx)}
    return DocumentViewModel(document, case, who.login, fitting, files, titles, hub.office.rules.letterhead.body)


async def seen_by(hub: Hub, document: str, who: Actor) -> DocumentViewModel:
    """The same, read by itself."""
    async with hub.store.read() as tx:
        return await view_model_of(tx, hub, document, who)


def people(case: Case, logins: list[str]) -> tuple[Option, ...]:
    """Officials as options, sorted as Azerbaijani readers expect."""
    name = case.context.directory.name
    ordered = sorted(logins, key=lambda login: (az_sort_key(name(login)), login))
    return tuple(Option(login, Words(name(login), name(login))) for login in ordered)
