"""The room of the register: find a person or a household, and see what is known, from whom, since when."""

from hub.console.register import loaded, mandates, pages, places, protections, requests
from hub.web.front import joined

router = joined(requests, loaded, mandates, places, protections, pages)

__all__ = ["router"]
