"""ETN, the Ministry of Science and Education: its schools are told of children who come to them, and acknowledge it."""

from __future__ import annotations

from connectors.manifest import Agency
from connectors.notices import ACKNOWLEDGES, notice_of, takes_notices

AGENCY = Agency(
    name="etn",
    title=("ETN", "Ministry of Education"),
    full_title=("Elm və Təhsil Nazirliyi", "Ministry of Science and Education"),
    gives=(ACKNOWLEDGES,),
    takes=(takes_notices("etn", ages=(6, 18)),),
    operations=(notice_of("etn"),),
    at_moves="school",
)
