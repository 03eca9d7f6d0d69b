"""The Ministry of Health: its clinics are told of those who come to live near them, and acknowledge it.

It is reached by X-Road, over REST.
"""

from __future__ import annotations

from connectors.manifest import Agency
from connectors.notices import ACKNOWLEDGES, notice_of, takes_notices
from connectors.operations import ByXroad

AGENCY = Agency(
    name="sehiyye",
    title=("Səhiyyə Nazirliyi", "Ministry of Health"),
    gives=(ACKNOWLEDGES,),
    takes=(takes_notices("sehiyye"),),
    operations=(notice_of("sehiyye", ByXroad("bildirisler")),),
    xroad="GOV/2000003/sehiyye",
    at_moves="clinic",
)
