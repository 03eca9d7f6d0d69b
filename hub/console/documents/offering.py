"""What the rules allow a person to do with a document at this moment: acts with their forms, signature and seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.agencies import PHONE
from hub.console.documents.act import Act, Offer, Place, offered
from hub.console.documents.document_acts import DOCUMENT_ACTS
from hub.console.documents.meeting_acts import MEETING_ACTS
from hub.console.documents.order_acts import ORDER_ACTS
from hub.console.documents.path_acts import PATH_ACTS
from hub.console.documents.scene import Scene
from hub.documents.signing.request import SEAL, Provider, refusal_of
from hub.documents.signing.session_store import Session

ACTS: tuple[Act, ...] = (*PATH_ACTS, *DOCUMENT_ACTS, *ORDER_ACTS, *MEETING_ACTS)
_NO_SESSION = "0" * 32


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
        """The acts of these places, in the order of the table."""
        return [offer for offer in self.acts if offer.act.place in places]

    def find(self, name: str, subject: str) -> Offer | None:
        """The act of that name on that subject."""
        return next((each for each in self.acts if (each.act.name, each.subject) == (name, subject)), None)

    def of(self, subject: str) -> list[Offer]:
        """The acts on one subject."""
        return [offer for offer in self.acts if offer.subject == subject]


def offers_of(scene: Scene) -> Offers:
    """Asks the kernel about every act of the table; none is offered that it would refuse."""
    return Offers(offered(ACTS, scene), _signing(scene))


def act_named(name: str) -> Act | None:
    """The act of the table."""
    return next((act for act in ACTS if act.name == name), None)


def _signing(scene: Scene) -> tuple[SigningOffer, ...]:
    providers: Sequence[Provider] = (PHONE, SEAL)
    found = (SigningOffer(each, _signers(scene, each)) for each in providers)
    return tuple(offer for offer in found if offer.hands)


def _signers(scene: Scene, provider: Provider) -> tuple[str | None, ...]:
    content = scene.case.document.content_hash
    if not content:
        return ()
    sessions = (
        Session(_NO_SESSION, scene.document, scene.login, hand, provider, "prepared", content) for hand in scene.hands
    )
    return tuple(each.principal for each in sessions if refusal_of(each, scene.case) is None)
