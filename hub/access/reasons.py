"""What a question about a person must say before it is answered: purpose and legal basis, from the catalogue."""

from __future__ import annotations

import re
from typing import Final

from hub.access.purposes import BASES, OF_ASKS, OTHER, why
from hub.errors import Refused, Words
from routes.usage import usage_rules

_CASE: Final = re.compile(r"№\s?[0-9A-Za-z]")


def need_reason(purpose: str, legal_basis: str, places: tuple[str, str] = ("/purpose", "/legal_basis")) -> None:
    """Refused where either is missing or not of the catalogue; a basis may name article and paper beside the act.

    Of a look that the person is told of months later (`routes/usage.yaml`), it must: nobody but a case can explain it.
    """
    for value, place in zip((purpose, legal_basis), places, strict=True):
        if not value:
            raise Refused("ask.basis_missing", _missing(place.rpartition("/")[2]), status=422, place=place)
    if purpose not in OF_ASKS:
        raise Refused("ask.purpose_unknown", _UNKNOWN_PURPOSE, status=422, place=places[0])
    if why(purpose, legal_basis).basis in (None, OTHER):
        raise Refused("ask.basis_unknown", _UNKNOWN_BASIS, status=422, place=places[1])
    if purpose in usage_rules().held and not _CASE.search(legal_basis):
        raise Refused("ask.case_missing", _NO_CASE, status=422, place=places[1])


def _missing(name: str) -> Words:
    return Words(
        f"“{name}” məcburidir: hər sorğunun məqsədi və hüquqi əsası olmalıdır.",
        f"{name} is required: every question has a purpose and a legal basis.",
    )


_ACTS = ", ".join(code for code in BASES if code != OTHER)
_UNKNOWN_PURPOSE = Words(
    f"“purpose” kataloqun kodu olmalıdır; bunlar var: {', '.join(OF_ASKS)}.",
    f"purpose is a code of the catalogue; there are: {', '.join(OF_ASKS)}.",
)
_UNKNOWN_BASIS = Words(
    f"Hüquqi əsas kataloqun aktını adlandırmalıdır ({_ACTS}); maddə yanında yazıla bilər.",
    f"The legal basis must name an act of the catalogue ({_ACTS}); the article may stand beside it.",
)
_NO_CASE = Words(
    "Bu məqsədlə sorğu şəxsə aylarla sonra bildirilir, ona görə hüquqi əsas aktın yanında işin nömrəsini də göstərir: "
    "“998-IIIQ, iş № 2-1(81)-123/2026”.",
    "The person is told of a question for this purpose months later, so the legal basis names the case beside the act: "
    "“998-IIIQ, case № 2-1(81)-123/2026”.",
)
