"""Civil acts of the Ministry of Justice go to the register; what they change goes on from there (person_changes)."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

route = Route(
    name="civil-acts",
    source="justice.civil-act.v1",
    destinations=(Destination(REGISTER),),
    title_az="Vətəndaşlıq vəziyyəti aktları reyestrə",
    title_en="Civil acts to the register",
)
