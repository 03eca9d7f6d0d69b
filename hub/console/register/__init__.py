"""The room of the register: find a person or a household, and see what is known, from whom, since when."""

from hub.console.register.pages import router

__all__ = ["router"]
