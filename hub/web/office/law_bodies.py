"""What ends a version of a decision table, as programs and forms hand it over."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from document_flow.decisions.versions import Act, Ending
from hub.bodies import Body
from hub.web.words import WordsBody


class ActIn(Body):
    """The act behind a version; `assumed` as its id where there is none. Article numbers stand in the rules."""

    id: str = Field(min_length=1, max_length=100)
    title: WordsBody
    day: date | None = None

    def act(self) -> Act:
        """As the rules have it."""
        return Act(self.id, self.title.words(), self.day)


class SuccessorIn(Body):
    """The adopted version that decides from the day after, until its own last day where that is known."""

    version: int = Field(ge=1)
    last: date | None = None


class EndingIn(Body):
    """The last day about which a version decides, the act that says so and why, and what follows it."""

    last: date
    reason: str = Field(min_length=1, max_length=1000, pattern=r"\S")
    act: ActIn
    successor: SuccessorIn | None = None

    def ending(self, number: int) -> Ending:
        """As the rules have it, of the version of that number."""
        follows = (self.successor.version, self.successor.last) if self.successor else None
        return Ending(number, self.last, self.act.act(), self.reason, follows)


class RepealBody(Body):
    """It, with the table and the version it is about, as it waits for a second person."""

    title: WordsBody
    number: int = Field(ge=1)
    wanted: EndingIn
