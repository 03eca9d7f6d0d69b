"""Who looked at a person's data, to whom tells the person; never a look of that very agency, which knows of its own."""

from __future__ import annotations

from connectors.agencies import takers_of
from routes.route import Destination, Route, Use

SOURCE = "hub.usage-notice.v1"
"""What notices are sent as; the hub makes these messages of its access history, nobody hands them over."""

route = Route(
    name="usage-notices",
    source=SOURCE,
    destinations=tuple(
        Destination(taken.operation, writes=taken.writes, agency=agency.name, use=Use("own_data", "998-IIIQ", "usage"))
        for agency, taken in takers_of("usage")
    ),
    title_az="Şəxsin məlumatına baxışlar şəxsə",
    title_en="Looks at a person's data, to the person",
)
