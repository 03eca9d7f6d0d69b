"""Every refusal and failure as application/problem+json (RFC 9457), in the caller's language.

Its reference is also in the log.
"""

from __future__ import annotations

import json
import math
import re
from http import HTTPStatus

import structlog
from starlette.responses import Response

from hub.errors import HubError, Lang, Words
from hub.store.ids import new_id
from hub.telemetry.logs import place_of

log = structlog.get_logger("hub.api")

MEDIA_TYPE = "application/problem+json"
_RESERVED = frozenset(("type", "title", "status", "code", "detail", "place", "reference"))
_RANGE = re.compile(r"\s*([A-Za-z*]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")
_TITLES_AZ = {
    400: "Sorğu yanlışdır",
    401: "Açar tələb olunur",
    403: "İcazə yoxdur",
    404: "Tapılmadı",
    405: "Bu üsul burada işləmir",
    408: "Vaxt bitdi",
    409: "Ziddiyyət var",
    411: "Uzunluq göstərilməyib",
    413: "Məzmun çox böyükdür",
    415: "Məzmunun növü qəbul edilmir",
    422: "Məzmun formata uyğun deyil",
    429: "Çox sorğu",
    500: "Habın xətası",
    503: "Müvəqqəti əlçatmazdır",
    507: "Yer qalmayıb",
}
_TITLES_EN = {status.value: status.phrase for status in HTTPStatus}
INTERNAL = Words(
    "Habda gözlənilməz xəta baş verdi. Heç nə yarımçıq saxlanmayıb; istinad nömrəsini operatora deyin.",
    "The hub failed unexpectedly. Nothing is half stored; tell the operator the reference.",
)


def language(accept: str | None) -> Lang:
    """The better liked of Azerbaijani and English by an Accept-Language header; Azerbaijani where it says neither."""
    if not accept:
        return "az"
    best: tuple[float, Lang] = (0.0, "az")
    for part in accept[:200].split(","):
        match = _RANGE.fullmatch(part)
        weight = float(match[2] or 1) if match else 0.0
        if match and weight > best[0]:
            if match[1].lower() == "az":
                best = (weight, "az")
            elif match[1].lower() == "en":
                best = (weight, "en")
    return best[1]


def say(words: Words, lang: Lang) -> str:
    """The sentence in that language."""
    return words.say(lang)


def title(status: int, lang: Lang) -> str:
    """The short name of a status."""
    if lang == "az":
        return _TITLES_AZ.get(status, "Xəta")
    return _TITLES_EN.get(status, "Error")


def logged(error: HubError, reference: str | None = None) -> str:
    """Log one line; the reference that it stands under."""
    reference = reference or error.reference or new_id()
    log.info("request_refused", code=error.code, status=error.status, reference=reference)
    return reference


def headers_of(error: HubError) -> dict[str, str]:
    """What HTTP itself says of an error: when to come back, and by what to be known."""
    headers = {}
    if error.retry_after is not None:
        headers["retry-after"] = str(max(1, math.ceil(error.retry_after)))
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = 'Bearer realm="hub"'
    return headers


def problem(error: HubError, lang: Lang, reference: str | None = None) -> Response:
    """The answer for an error; logs one line under the same reference."""
    reference = logged(error, reference)
    body: dict[str, object] = {name: value for name, value in error.extra.items() if name not in _RESERVED}
    body = {
        "type": f"urn:qayidis-hub:problem:{error.code}",
        "title": title(error.status, lang),
        "status": error.status,
        "code": error.code,
        "detail": say(error.words, lang),
        "place": place_of(error),
        "reference": reference,
        **body,
    }
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(content, status_code=error.status, headers=headers_of(error), media_type=MEDIA_TYPE)
