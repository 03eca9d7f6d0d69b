"""What the rules allow a person to do with a document at this moment: acts with their forms, signature and seal.

Nothing here decides. The acts come from their own files; whether one is allowed is asked of the documents' kernel,
with values that could be typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.agencies import PHONE
from document_flow.act import Act
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.event import Command
from document_flow.documents.kernel import decide
from document_flow.documents.registry import ACTS
from document_flow.form import Field, Form, Place
from document_flow.orders.registry import ACTS as ORDER_ACTS
from document_flow.outcome import Refusal
from document_flow.paths.registry import ACTS as PATH_ACTS
from document_flow.words import Words
from hub.console.documents.choices import SUBJECTS, asked_now
from hub.console.documents.fields import Filled, sample_of
from hub.console.documents.view_model import DocumentViewModel
from hub.documents.signing.request import SEAL, Provider, refusal_of
from hub.documents.signing.session_store import Session

_NO_SESSION = "0" * 32
_FEW = 3


@dataclass(frozen=True, slots=True)
class Filling:
    """A form as somebody sends it: for whom, about what, over which content, with what typed."""

    model: DocumentViewModel
    on_behalf_of: str | None
    subject: str
    content: str
    typed: Filled


@dataclass(frozen=True, slots=True)
class Button:
    """A form of an act. `step` makes a document's command of what is an act on its path, or with its resolutions."""

    act: Act
    form: Form
    step: Callable[[Any, str], Command]

    @property
    def name(self) -> str:
        """As forms and addresses carry it."""
        return self.form.name or self.act.kind

    def has(self, model: DocumentViewModel, subject: str) -> bool:
        """Whether there is such a subject; a form of an older version may be about one that is gone."""
        return subject in SUBJECTS[self.form.subject].found(model)

    def title(self, model: DocumentViewModel, subject: str) -> Words:
        """The words on the button, with the subject's name."""
        stage = model.case.document.run.stage
        title = dict(self.form.at_stage).get(stage.act if stage is not None else "", self.form.title)
        name = SUBJECTS[self.form.subject].name(model, subject)
        return title if name is None else Words(_named(title.az, name.az), _named(title.en, name.en))

    def fields(self, model: DocumentViewModel, subject: str) -> tuple[Field, ...]:
        """What is asked now."""
        return tuple(each for field in self.form.fields for each in asked_now(model, subject, field))

    def command(self, filling: Filling) -> Command:
        """What the form asks for. Reading what cannot be read raises Refused with the field's name."""
        model, subject, typed = filling.model, filling.subject, filling.typed
        asked = self.fields(model, subject) if self.has(model, subject) else self.form.fields
        said = {field.name: typed.value(field) for field in asked} | {
            "by": model.login,
            "on_behalf_of": filling.on_behalf_of,
            "content_hash": filling.content,
            "subject": subject,
            "key": typed.text("key"),
        }
        return self.step(self.act.asked(self.form, said), subject)

    def allows(self, filling: Filling) -> bool:
        """Whether the kernel would take it."""
        model = filling.model
        case = model.case_on(filling.subject) if self.form.subject == "paths" else model.case
        return not isinstance(decide(case, self.command(filling)), Refusal)


def _named(title: str, name: str) -> str:
    return title.format(name) if "{}" in title else f"{title}: {name}"


def _approval_step(command: Any, subject: str) -> ApprovalStep:
    return ApprovalStep(command=command, path=subject if command.kind == "submit" else "")


def _buttons(acts: Iterable[Act], step: Callable[[Any, str], Command]) -> list[Button]:
    found = [Button(act, form, step) for act in acts for form in act.forms]
    return sorted(found, key=lambda button: (button.form.rank, button.name))


BUTTONS = (
    *_buttons(PATH_ACTS, _approval_step),
    *_buttons(ACTS, lambda command, _subject: command),
    *_buttons(ORDER_ACTS, lambda command, _subject: ResolutionStep(command=command)),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the rules allow now. `hands` are those for whom: None is the person."""

    button: Button
    subject: str
    title: Words
    fields: tuple[Field, ...]
    hands: tuple[str | None, ...]

    @property
    def form(self) -> Form:
        """Where it stands and how it looks."""
        return self.button.form

    @property
    def id(self) -> str:
        """The form's id on the page."""
        return form_id(self.button, self.subject)

    @property
    def choice(self) -> Field | None:
        """The one field that has to be filled, where its few values can be buttons."""
        asked = [field for field in self.fields if field.required]
        few = len(asked) == 1 and asked[0].input == "choice" and len(asked[0].options) <= _FEW
        return asked[0] if few and not asked[0].chosen else None

    @property
    def is_short(self) -> bool:
        """Whether it takes one tap: for one hand, with one choice at most, and one note that may be left out."""
        asked = sum(field.required for field in self.fields)
        return len(self.hands) == 1 and asked == (self.choice is not None) and len(self.fields) in (1, asked + 1)


@dataclass(frozen=True, slots=True)
class SigningOffer:
    """A way to sign that the rules allow; `hands` are those for whom, None is the person."""

    provider: Provider
    hands: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """All that is allowed now."""

    acts: tuple[Offer, ...]
    signing: tuple[SigningOffer, ...]

    def at(self, *places: Place) -> list[Offer]:
        """The acts of these places, in their order."""
        return [offer for offer in self.acts if offer.form.place in places]

    def find(self, name: str, subject: str) -> Offer | None:
        """The act of that name on that subject."""
        return next((each for each in self.acts if (each.button.name, each.subject) == (name, subject)), None)

    def of(self, subject: str) -> list[Offer]:
        """The acts on one subject."""
        return [offer for offer in self.acts if offer.subject == subject]


def form_id(button: Button, subject: str) -> str:
    """The id of a form on the page."""
    return f"act-{button.name}-{subject}" if subject else f"act-{button.name}"


def offers_of(model: DocumentViewModel) -> Offers:
    """Asks the kernel about every act there is; none is offered that it would refuse."""
    found = (
        _offer(button, model, subject) for button in BUTTONS for subject in SUBJECTS[button.form.subject].found(model)
    )
    return Offers(tuple(offer for offer in found if offer is not None), _signing(model))


def button_named(name: str) -> Button | None:
    """The one of that name."""
    return next((button for button in BUTTONS if button.name == name), None)


def _offer(button: Button, model: DocumentViewModel, subject: str) -> Offer | None:
    fields = button.fields(model, subject)
    sample = sample_of(fields)
    if sample is None:
        return None
    content = model.case.document.content_hash
    hands = tuple(
        hand
        for hand in (model.hands if "on_behalf_of" in button.act.names else (None,))
        if button.allows(Filling(model, hand, subject, content, sample))
    )
    return Offer(button, subject, button.title(model, subject), fields, hands) if hands else None


def _signing(model: DocumentViewModel) -> tuple[SigningOffer, ...]:
    providers: Sequence[Provider] = (PHONE, SEAL)
    found = (SigningOffer(each, _signers(model, each)) for each in providers)
    return tuple(offer for offer in found if offer.hands)


def _signers(model: DocumentViewModel, provider: Provider) -> tuple[str | None, ...]:
    content = model.case.document.content_hash
    if not content:
        return ()
    sessions = (
        Session(_NO_SESSION, model.document, model.login, hand, provider, "prepared", content) for hand in model.hands
    )
    return tuple(each.principal for each in sessions if refusal_of(each, model.case) is None)
