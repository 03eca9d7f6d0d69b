"""What can be asked about a person: each question with the purposes that allow it, how long an answer may take and may
be used again. Who answers it, manifests of agencies say.

Deny by default: a purpose that a question does not name does not open it. The social register's and the tax service's
data have purposes of their own (law 998-IIIQ: special categories, and only what a purpose needs). Which purpose needs
which part is assumed until the committee's lawyers have said it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.agencies import AGENCIES
from connectors.manifest import Agency
from hub.access.purposes import OF_REGISTER
from hub.errors import Words

_MINUTE = 60
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question goes: an operation, and the format of its documents.

    With a `field` nobody is called: the register answers under it, from what files of this format told it.
    """

    operation: str
    format: str
    field: str = field(default="", compare=False)

    @property
    def agency(self) -> str:
        """The agency's name."""
        return self.operation.partition(".")[0]

    def is_within(self, connected: Container[str]) -> bool:
        """Whether it can be asked where these operations are connected; the register always can."""
        return bool(self.field) or self.operation in connected


@dataclass(frozen=True, slots=True)
class Question:
    """One part of a dossier. `deadline_s` is the longest that its sources are waited for, `valid_s` how long an answer
    that came too late may be used; both in seconds.
    """

    name: str
    title: Words
    purposes: frozenset[str]
    deadline_s: float = 10.0
    valid_s: int = 15 * _MINUTE

    @property
    def service(self) -> str:
        """What a party is granted."""
        return f"ask.{self.name}"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who is asked, in the order of the list of agencies."""
        return tuple(source for agency in AGENCIES for question, source in _sources(agency) if question == self.name)


def _sources(agency: Agency) -> Iterator[tuple[str, Source]]:
    for each in agency.answers:
        yield each.question, Source(each.operation, each.format)
    for told in agency.answered_by_files:
        yield told.question, Source(f"{agency.name}.files", told.format, told.field)


_ALL: Final = (
    Question("identity", Words("Şəxsiyyət", "Identity"), frozenset(OF_REGISTER), valid_s=_DAY),
    Question("family", Words("Ailə", "Family"), frozenset(OF_REGISTER), valid_s=_DAY),
    Question(
        "social", Words("Sosial vəziyyət", "Social situation"), frozenset(("return", "benefit", "certificate", "court"))
    ),
    Question(
        "property",
        Words("Daşınmaz əmlak", "Real estate"),
        frozenset(("return", "housing", "status", "benefit", "court")),
        deadline_s=20.0,
        valid_s=_DAY,
    ),
    Question(
        "utilities", Words("Kommunal abonentlik", "Utilities"), frozenset(("return", "housing", "benefit", "court"))
    ),
    Question("employment", Words("Məşğulluq və gəlir", "Employment and income"), frozenset(("benefit", "court"))),
)
QUESTIONS: Final[Mapping[str, Question]] = {each.name: each for each in _ALL}
IDENTITY: Final = QUESTIONS["identity"]
