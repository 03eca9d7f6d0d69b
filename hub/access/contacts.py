"""Whom to call at an agency. Names, telephones and addresses of persons are sealed; the hours are not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from hub.errors import Refused, Words
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Tx

PLACE = "agency_contacts.contact"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody on duty at an agency. `hours` says when, in the agency's own words."""

    name: str
    duty: str
    phone: str
    email: str
    hours: str
    id: str = ""
    changed_by: str = ""
    changed_at: int = 0


async def contacts_of(tx: Tx, sealer: Sealer, agency: str) -> list[Contact]:
    """The contacts of an agency, the first to be called first."""
    rows = await tx.fetch(
        "SELECT c.* FROM agency_contacts c WHERE c.agency = :agency ORDER BY c.id LIMIT 50", {"agency": agency}
    )
    return [
        Contact(
            **json.loads(sealer.unseal(PLACE, row["id"], row["contact_sealed"])),
            hours=row["hours"],
            id=row["id"],
            changed_by=row["changed_by"],
            changed_at=row["changed_at"],
        )
        for row in rows
    ]


async def add_contact(tx: Tx, sealer: Sealer, agency: str, contact: Contact, by: str) -> str:
    """Store one more; its id. Refused without a name, or without any way to reach the person."""
    check(contact)
    made = new_id()
    values = asdict(contact)
    open_part = {name: values[name] for name in ("name", "duty", "phone", "email")}
    await tx.many(
        "INSERT INTO agency_contacts (id, agency, contact_sealed, hours, changed_by, changed_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (
                made,
                agency,
                sealer.seal(PLACE, made, json.dumps(open_part, ensure_ascii=False).encode()),
                contact.hours,
                by,
                await tx.now(),
            )
        ],
    )
    return made


async def drop_contact(tx: Tx, agency: str, made: str) -> bool:
    """Forget a contact; False if there is none."""
    values = {"id": made, "agency": agency}
    return bool(await tx.execute("DELETE FROM agency_contacts WHERE id = :id AND agency = :agency", values))


def check(contact: Contact) -> None:
    """Refused where the contact could not be called."""
    if not contact.name:
        raise Refused("contacts.name", Words("Ad və soyadı yazın.", "Give the name."), status=422, place="name")
    if not contact.phone and not contact.email:
        raise Refused(
            "contacts.reach",
            Words("Telefon və ya elektron poçt göstərin.", "Give a telephone or an e-mail address."),
            status=422,
            place="phone",
        )
    if contact.email and "@" not in contact.email:
        raise Refused(
            "contacts.email",
            Words("Elektron poçt ünvanında “@” olmalıdır.", "An e-mail address has an @."),
            status=422,
            place="email",
        )
    longest: Sequence[str] = (contact.name, contact.duty, contact.phone, contact.email, contact.hours)
    if any(len(text) > _LONGEST for text in longest):
        raise Refused(
            "contacts.long",
            Words(f"Hər sahə ən çoxu {_LONGEST} simvol ola bilər.", f"Each field has at most {_LONGEST} characters."),
            status=422,
            place="name",
        )
