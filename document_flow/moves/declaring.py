"""What forms of a move ask again and again, and how one act is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import OFFICERS
from document_flow.words import Words

DESK = ("clerk", *OFFICERS)
"""Who takes in what a family says."""
NUMBER = Field(
    "number", Words("Ailənin müraciət nömrəsi", "Number of the family's application"), "choice", required=True
)
NUMBERS = Field("numbers", Words("Ailələr", "Families"), "many", required=True)
DOCUMENT = Field("document", Words("Sənədin nömrəsi", "Number of the document"), "line", required=True, tried="S-1")


def act(
    command: type[Any], decide: Callable[..., Any], who: tuple[str, ...], events: Mapping[type[Any], Words], form: Form
) -> Act:
    """An act with its one form."""
    return Act(command=command, decide=decide, who=who, events=events, forms=(form,))
