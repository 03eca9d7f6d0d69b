"""Every event the hub tells, in one list: the AsyncAPI document, the webhooks and the broker's keys come from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PREFIX = "az.qayidis.hub."


@dataclass(frozen=True, slots=True)
class EventKind:
    """One type of event and the kind of evidence leaf it is made of; `message.settled` is made of a delivery's last."""

    leaf: str
    en: str
    az: str

    @property
    def type(self) -> str:
        """The CloudEvents type, which is the routing key too."""
        return PREFIX + self.leaf


CATALOGUE = (
    EventKind("message.accepted", "A message was accepted and is kept.", "Mesaj qəbul edildi və saxlanılır."),
    EventKind("message.settled", "Nothing of a message is on its way or waits for a person any more.",
              "Mesajdan daha heç nə yolda deyil və əməkdaşı gözləmir."),
    EventKind("delivery.delivered", "A delivery was applied by its destination.",
              "Göndəriş çatdırıldı: qurum qəbulu təsdiqləyib."),
    EventKind("delivery.failed", "A delivery failed and waits for a person.",
              "Göndəriş uğursuzdur; əməkdaşın müdaxiləsi lazımdır."),
    EventKind("delivery.unknown", "A delivery was sent and its outcome is not known; a person must look.",
              "Göndərişin nəticəsi məlum deyil; qurumun təsdiqi və ya əməkdaşın qərarı lazımdır."),
    EventKind("delivery.discarded", "A delivery was taken out by a person.",
              "Əməkdaşın qərarı ilə göndərişdən çıxarıldı."),
    EventKind("delivery.superseded", "A delivery was overtaken by a newer version.",
              "Göndəriş daha yenisi ilə əvəz edildi."),
)  # fmt: skip

SETTLED = "message.settled"
BY_LEAF: Mapping[str, EventKind] = {kind.leaf: kind for kind in CATALOGUE}
TYPES: tuple[str, ...] = tuple(kind.type for kind in CATALOGUE)
