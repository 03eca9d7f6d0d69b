"""What an act is, and how a room finds its acts: a folder `acts/` whose files each say `ACTS`.

A file of an act holds the command, what happened with what it makes of the state (`apply`), the decision, who may, the
words of both, and its forms. From these the tables of a room are made: unions told apart by `kind`, decisions by
command, names by event. So a new act is a new file, and no other file knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Annotated, Any, Literal, Union

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema

from document_flow.form import NOTHING, Form, Said
from document_flow.words import Words

Need = Literal["", "number", "related", "concerned", "volume", "consignments", "notice", "minutes", "answer", "look"]
"""What the hub adds to a command before it is decided: the next number of its series, messages to other bodies …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `events` are what may come of it, by their names in a history.

    `who` are the roles that may, any of them, where the whole act is theirs. `late`: it may come to what is closed.
    `second`: what one person says waits for another to agree; the hub's own word does not. `seen`: it is a word about
    what another left there, so whoever says it names the version that they have looked at.
    """

    command: type[Any]
    decide: Callable[..., Any]
    events: Mapping[type[Any], Words]
    forms: tuple[Form, ...] = ()
    who: tuple[str, ...] = ()
    needs: Need = ""
    late: bool = False
    second: bool = False
    seen: bool = False

    @property
    def kind(self) -> str:
        """By which the command is told apart."""
        return str(self.command.__dataclass_fields__["kind"].default)

    @property
    def names(self) -> frozenset[str]:
        """What the command says, beside its kind."""
        return frozenset(each.name for each in fields(self.command)) - {"kind"}

    def asked(self, form: Form, said: Said) -> Any:
        """The command that a form makes."""
        given = {**said, form.about: said["subject"], **form.reads(said)}
        return self.command(**{name: given[name] for name in self.names & given.keys()})


@dataclass(frozen=True, slots=True)
class OneOf:
    """Beside an annotation: any of these classes, told apart by `kind`."""

    types: tuple[type[Any], ...]

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(Annotated[Union[self.types], Field(discriminator="kind")])  # noqa: UP007


def acts_in(folder: ModuleType) -> tuple[Act, ...]:
    """The acts of all files in the folder."""
    files = (import_module(f"{folder.__name__}.{each.name}") for each in iter_modules(folder.__path__))
    return tuple(act for file in files for act in file.ACTS)


def adapter(types: OneOf, extra: Literal["forbid", "ignore"] = "ignore") -> TypeAdapter[Any]:
    """Reads and writes any of these as JSON. It is made when it is first used: most commands need none."""
    return TypeAdapter(Annotated[Any, types], config=ConfigDict(defer_build=True, extra=extra))


def commands_of(acts: Iterable[Act]) -> OneOf:
    """Any command of these acts."""
    return OneOf(tuple(act.command for act in acts))


def events_of(acts: Iterable[Act]) -> OneOf:
    """Anything that may come of these acts."""
    return OneOf(tuple(dict.fromkeys(event for act in acts for event in act.events)))


def names_of(acts: Iterable[Act]) -> dict[str, Words]:
    """The names of what may come of these acts, by kind; NOTHING is no name: the event shows what it holds."""
    found = (pair for act in acts for pair in act.events.items())
    return {event.__dataclass_fields__["kind"].default: words for event, words in found if words != NOTHING}
