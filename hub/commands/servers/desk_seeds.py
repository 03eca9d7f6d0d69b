"""Something on the desks of a new sandbox: calls to be made, of which one is late, and people who have signed up."""

from __future__ import annotations

from hub.app import Hub
from hub.clock import SECOND
from hub.desks.callbacks import Callback
from hub.desks.receptions import Visitor

_HOUR = 3600 * SECOND
_MINUTE = 60 * SECOND
_CALLBACKS = (
    (-2, Callback("Nümunə Vətəndaş", "050 000 00 01", "Müavinət niyə dayandırılıb")),
    (20, Callback("Sınaq Şəxsi", "050 000 00 02", "Arayış nə vaxt hazır olacaq")),
)
_VISITS = (
    Visitor("94FMDDD", "Nümunə Vətəndaş", "Mənzil növbəsi"),
    Visitor("5ABCD12", "Sınaq Şəxsi", "Qayıdış siyahısı"),
)
_OFFICIAL, _RECEPTIONIST, _OPERATOR = "fuad", "gulnar", "sebine"


async def seed_desks(hub: Hub) -> None:
    """Invented people; nothing where there is something already."""
    desks = hub.desks
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT id FROM callbacks LIMIT 1")
        now, context = await tx.now(), await hub.programmes.cases.context(tx)
    if rows:
        return
    for hours, wanted in _CALLBACKS:
        await desks.callbacks.promise(wanted, now // _MINUTE * _MINUTE + hours * _HOUR, _OPERATOR)
    for visit in _VISITS:
        day = next(iter(desks.receptions.days(_OFFICIAL, context)))
        await desks.receptions.sign_up(_OFFICIAL, day, visit, _RECEPTIONIST)
