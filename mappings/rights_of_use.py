"""Who was given a home to use, and by which act: what the register of real estate is told."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from mappings.identity import Fin
from mappings.value import Value


class RightOfUse(Value):
    """The right of the head of a household since the day of the keys. The act is a PDF that the hub holds, by its
    SHA-256: it is opened when the message is sent, and lies in no message.
    """

    kind: Literal["right_of_use"] = "right_of_use"
    fin: Fin
    home: str
    settlement: str
    address: str | None = None
    since: date
    act_no: str
    act_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
