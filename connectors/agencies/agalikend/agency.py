"""Ağalı smart village: told of those who come to live there or elsewhere nearby, and acknowledges it."""

from __future__ import annotations

from connectors.manifest import Agency
from connectors.notices import ACKNOWLEDGES, notice_of, takes_notices

AGENCY = Agency(
    name="agalikend",
    title=("Ağalı ağıllı kəndi", "Ağalı smart village"),
    gives=(ACKNOWLEDGES,),
    takes=(takes_notices("agalikend"),),
    operations=(notice_of("agalikend"),),
    at_moves="smart_village",
)
