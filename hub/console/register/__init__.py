"""The room of the register: find a person or a household, and see what is known, from whom, since when."""

from fastapi import APIRouter

from hub.console.register import loaded, mandates, pages, protections, requests

router = APIRouter()
for _each in (requests, loaded, mandates, protections, pages):
    router.include_router(_each.router)

__all__ = ["router"]
