"""A form that was not taken: what was typed stays in it, and what is wrong stands beside the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.console.viewer import Form, Viewer
from hub.errors import HubError, Words


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried; an empty one for a page that is only looked at."""

    wrong: Mapping[str, Words] = field(default_factory=dict)
    form: Form | None = None
    status: int = 200

    def values(self, who: Viewer, names: Sequence[str] = ()) -> dict[str, Any]:
        """For the template: `wrong` by field in the viewer's language, `typed` by field."""
        return {
            "wrong": {name: who.say(words) for name, words in self.wrong.items()},
            "typed": {name: self.form.text(name) if self.form else "" for name in names},
        }


FRESH = Attempt()


def mistaken(wrong: Mapping[str, Words], form: Form) -> Attempt:
    """Fields that cannot be taken as they are."""
    return Attempt(wrong, form, 422)


def refused(error: HubError, form: Form, otherwise: str, fields: Mapping[str, str] | None = None) -> Attempt:
    """A rule's refusal under the field that it is about: by the error's code, else by its place."""
    known = fields or {}
    where = known.get(error.code) or known.get(error.place or "", otherwise)
    return Attempt({where: error.words}, form, error.status)
