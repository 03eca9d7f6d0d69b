"""What may be done with a document, as an explicit table: an act's words, its fields, and the command that it makes.

Nothing here decides. Whether an act is allowed is asked of the documents' kernel, with values that could be typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.kernel import decide
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.console.documents.fields import NOTHING, Field, Filled, sample_of
from hub.console.documents.scene import Scene

Place = Literal["now", "orders", "meeting", "registry", "more"]
Tone = Literal["primary", "danger", ""]


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that somebody asks for: whose hand, for whom, of what, over which content, with what typed."""

    scene: Scene
    on_behalf_of: str | None
    subject: str
    content: str
    typed: Filled

    @property
    def by(self) -> str:
        """Whose hand it is."""
        return self.scene.login


def _itself(_scene: Scene) -> tuple[str, ...]:
    return ("",)


def _no_fields(_scene: Scene, _subject: str) -> tuple[Field, ...]:
    return ()


def _own_case(scene: Scene, _subject: str) -> Case:
    return scene.case


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `subjects` are what it can be done to: resolutions, consignments, members, paths; itself where empty.

    `for_others`: a stand-in may do it in another's place.
    """

    name: str
    place: Place
    title: Callable[[Scene, str], Words]
    make: Callable[[Asked], Command]
    fields: Callable[[Scene, str], tuple[Field, ...]] = _no_fields
    subjects: Callable[[Scene], tuple[str, ...]] = _itself
    case: Callable[[Scene, str], Case] = _own_case
    tone: Tone = ""
    for_others: bool = True
    hint: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the rules allow now. `hands` are those for whom: None is the person."""

    act: Act
    subject: str
    title: Words
    fields: tuple[Field, ...]
    hands: tuple[str | None, ...]

    @property
    def id(self) -> str:
        """The form's id on the page."""
        return f"act-{self.act.name}-{self.subject}" if self.subject else f"act-{self.act.name}"


def titled(az: str, en: str) -> Callable[[Scene, str], Words]:
    """The same words whatever it is about."""
    words = Words(az, en)
    return lambda _scene, _subject: words


def asking(*fields: Field) -> Callable[[Scene, str], tuple[Field, ...]]:
    """The same fields whatever it is about."""
    return lambda _scene, _subject: fields


def offered(acts: tuple[Act, ...], scene: Scene) -> tuple[Offer, ...]:
    """Every act that the kernel allows this person now, in the order of the table."""
    found = (_offer(act, scene, subject) for act in acts for subject in act.subjects(scene))
    return tuple(offer for offer in found if offer is not None)


def _offer(act: Act, scene: Scene, subject: str) -> Offer | None:
    fields = act.fields(scene, subject)
    sample = sample_of(fields)
    if sample is None:
        return None
    hands = tuple(
        hand for hand in (scene.hands if act.for_others else (None,)) if _allows(act, scene, subject, hand, sample)
    )
    return Offer(act, subject, act.title(scene, subject), fields, hands) if hands else None


def _allows(act: Act, scene: Scene, subject: str, hand: str | None, sample: Filled) -> bool:
    asked = Asked(scene, hand, subject, scene.case.document.content_hash, sample)
    return not isinstance(decide(act.case(scene, subject), act.make(asked)), Refusal)
