"""SİMA İmza: persons sign on their phones. Its app calls us (web2app 1.3), so it has no operation of ours."""

from __future__ import annotations

from pathlib import Path

from connectors.manifest import Agency, Setting

AGENCY = Agency(
    name="sima",
    title=("SİMA İmza", "SİMA İmza"),
    signs_by_phone=True,
    settings=(
        Setting("sima_url"),
        Setting("sima_client_id", int, default=1, at_least=0),
        Setting("sima_master_key", is_secret=True),
        Setting("sima_pins", Path),
    ),
)
