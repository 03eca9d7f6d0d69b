"""What a person asks of a repair, from the address or a form, kept as it was typed until it can be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request as HttpRequest
from pydantic import ValidationError

from hub.access.second_person import Who
from hub.console.viewer import Form, refused_field
from hub.errors import Words
from hub.exchange.repair.model import Arguments, Request, Selection
from hub.exchange.repair.states import Action, Behind
from hub.web.repair_bodies import FilterBody, SelectionBody

FILTER = ("state", "route", "destination", "format", "code", "since", "until")
SHORTEST_REASON, LONGEST_REASON = 3, 500


@dataclass(frozen=True, slots=True)
class RepairForm:
    """The fields as they came; `makes` is True once the person has pressed the verb, `looks` once
    they have asked what would happen.
    """

    action: Action
    ids: Sequence[str] = ()
    group: str = ""
    filter: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    to: str = ""
    reference: str = ""
    behind: str = ""
    not_applied: bool = False
    canary: bool = True
    makes: bool = False
    looks: bool = False
    back: str = ""
    seen: int | None = None
    """How many the person was shown; None where the form did not say."""

    def selection(self) -> Selection:
        """Exactly what is named; Refused where it cannot be read."""
        given: dict[str, Any] = {"ids": list(dict.fromkeys(self.ids)) or None, "group": self.group or None}
        try:
            given["filter"] = FilterBody.model_validate(self.filter) if self.filter else None
            return SelectionBody(**given).to_selection()
        except ValidationError as error:
            raise refused_field("selection", _SELECTION) from error

    def to_request(self, who: Who) -> Request:
        """As the exchange wants it."""
        arguments = Arguments(
            self.to or None,
            self.reference or None,
            Behind(self.behind) if self.behind in set(Behind) else None,
            self.not_applied,
        )
        return Request(
            self.action, self.selection(), self.reason, who, arguments, canary=None if self.canary else False
        )


def asked_in_address(request: HttpRequest) -> RepairForm:
    """From a link: a group or a filter, and what to do."""
    given = request.query_params
    return RepairForm(
        _action(given.get("action", "")),
        tuple(given.getlist("ids")),
        given.get("group", ""),
        {name: given[name] for name in FILTER if given.get(name)},
        back=given.get("back", ""),
    )


def asked_in_form(form: Form) -> RepairForm:
    """From a posted form; a choice of rows in a list comes with nothing but its ids."""
    is_own = form.ticked("own")
    return RepairForm(
        _action(form.text("action")),
        tuple(form.all("ids")),
        form.text("group"),
        {name: form.text(name) for name in FILTER if form.text(name)},
        form.text("reason"),
        form.text("to"),
        form.text("reference"),
        form.text("behind"),
        form.ticked("not_applied"),
        form.ticked("canary") or not is_own,
        form.ticked("make"),
        form.ticked("look"),
        form.text("back"),
        form.whole("seen"),
    )


def reason_of(form: Form) -> str:
    """Why; Refused where no reason is given: it stands in the evidence for ever."""
    return form.needed("reason", _REASON, SHORTEST_REASON, LONGEST_REASON)


def _action(text: str) -> Action:
    return Action(text) if text in set(Action) and text not in (Action.EDIT, Action.CORRECT) else Action.RETRY


_SELECTION = Words(
    "Seçim oxunmadı. Siyahıya qayıdın və yenidən seçin.",
    "The selection cannot be read. Go back to the list and choose again.",
)
_REASON = Words(
    f"Səbəbi yazın ({SHORTEST_REASON}–{LONGEST_REASON} simvol): o, sübutda qalır.",
    f"Give the reason ({SHORTEST_REASON} to {LONGEST_REASON} characters): it stays in the evidence.",
)
