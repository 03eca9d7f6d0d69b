"""What programs and forms hand over."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, get_args

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def in_writing(value: object) -> object:
    """A day or a moment as RFC 3339 writes it; pydantic alone would take a number too, as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and not _DAY.match(value)):
        raise PydanticCustomError("date_in_writing", "A day is written as 2026-11-24")
    return value


Day = Annotated[date, BeforeValidator(in_writing)]
"""A day in a query."""
Moment = Annotated[AwareDatetime, BeforeValidator(in_writing)]
"""A moment with its zone, in a query or a body."""


class Body(BaseModel):
    """A body that takes no name that it does not know, does not change, and never repeats in an error what was sent.

    Its values are of the kinds that the description names: no number is a day or true, and true is no number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @field_validator("*", mode="before")
    @classmethod
    def _of_its_kind(cls, value: Any, info: ValidationInfo) -> Any:
        annotation = cls.model_fields[info.field_name or ""].annotation
        kinds = {annotation, *get_args(annotation)}
        if kinds & {date, datetime}:
            return in_writing(value)
        if bool in kinds and not kinds & {int, float, str} and not isinstance(value, bool | None):
            raise PydanticCustomError("bool_type", "True or false")
        if int in kinds and bool not in kinds and isinstance(value, bool):
            raise PydanticCustomError("int_type", "A number")
        return value
