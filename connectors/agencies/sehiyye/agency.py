"""The Ministry of Health: its clinics are told of those who come to live near them, and acknowledge it."""

from __future__ import annotations

from connectors.manifest import Agency
from connectors.notices import ACKNOWLEDGES, notice_of, takes_notices

AGENCY = Agency(
    name="sehiyye",
    title=("Səhiyyə Nazirliyi", "Ministry of Health"),
    gives=(ACKNOWLEDGES,),
    takes=(takes_notices("sehiyye"),),
    operations=(notice_of("sehiyye"),),
)
