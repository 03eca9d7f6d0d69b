"""The pages of repairs; each is the house's, since a repair may hold messages of every party."""

from hub.console.repairs import editing, listing, making, one
from hub.web.front import joined

router = joined(listing, making, editing, one)
