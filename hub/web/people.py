"""Officials as the doors show them: a name beside each login."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ValidationInfo

from document_flow.people import Directory
from hub.errors import Lang


class WhoView(BaseModel):
    """A person by login and name; a pool such as `@clerk` has no name."""

    login: str
    name: str


def who(directory: Directory, login: str, at: int | None = None) -> WhoView:
    """A person as shown, by the name of that moment where one is said."""
    return WhoView(login=login, name=directory.name(login, at))


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a view with people in it is made: the language, and the directory that knows their names; of a moment
    in microseconds where an act of then is told.
    """

    lang: Lang
    directory: Directory
    at: int | None = None


def _known(login: object, info: ValidationInfo) -> object:
    return who(info.context.directory, login, info.context.at) if isinstance(login, str) and info.context else login


Who = Annotated[WhoView, BeforeValidator(_known)]
"""A login, with the name that the reader's directory has for it."""
