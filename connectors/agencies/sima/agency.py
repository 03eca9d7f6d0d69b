"""SİMA İmza: persons sign on their phones. Its app calls us, so it has no operation of ours."""

from __future__ import annotations

from connectors.manifest import Agency

AGENCY = Agency(name="sima", title=("SİMA İmza", "SİMA İmza"))
