"""Four eyes: what one person proposes a second one agrees to. One rule, one sentence for all."""

from __future__ import annotations

from collections.abc import Collection

from document_flow.outcome import Refusal
from document_flow.words import Words

SECOND_PERSON = Refusal(
    "access.second_person",
    Words(
        "Təklif edən onu təsdiqləyə bilməz: bunu ikinci şəxs edir.",
        "Whoever proposed it cannot agree to it: a second person does.",
    ),
    "forbidden",
)


def refuse_same_person(who: str, makers: Collection[str]) -> Refusal | None:
    """The refusal unless somebody is named who is none of the makers."""
    return None if who and who not in makers else SECOND_PERSON
