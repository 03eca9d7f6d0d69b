"""What is decided before a body is read: how large it may be, whether the hub can take more, and what never leaks out.

Three ASGI middlewares, from the outside in: `Guard`, `AdmissionGate`, `BodyCap`.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.app import Hub
from hub.clock import SECOND
from hub.errors import HubError, Lang, Overloaded, Refused, StoreUnavailable, Words
from hub.evidence.anchoring import unanchored_since
from hub.store.ids import new_id
from hub.store.store import Collision, CommitUnknown, TryAgain
from hub.web.intake import TooDear, in_time
from hub.web.problem import INTERNAL, language, problem

log = structlog.get_logger("hub.api")

_LOOK_EVERY_S = 1.0
_COME_BACK_S = 5.0
_OWN = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_ONCE = frozenset(
    (b"host", b"authorization", b"content-type", b"content-encoding", b"content-digest", b"idempotency-key")
)
_LINGER_S = 3.0
"""How long at most who is turned away is still read: as long as a busy machine takes for what was sent by mistake."""
_SLOWLY_S = 1.0
_PIECE_EVERY_S = 0.2
_PIECES_EVERY_S = 0.004
"""Between any two pieces of what is turned away, whoever sends them: to let one go by takes an eighth of it."""
_PIECES_AT_ONCE_S = 12.0
DEAR_S = 10.0
"""How long at most who owes time for large bodies waits for being told."""
_FEEDS = ("/v1/messages/", "/v1/files/")
_ASKS = "/v1/ask/"
"""Their answers are kept for a while."""
_SEARCH = "/v1/messages/search"
_BULK = "/v1/files/"
# Each state has a partial index, which an IN over all of them would not use; and a count that stops at its limit costs
# the same however much waits: this is asked each second of an overloaded hub.
_OPEN = """
SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE state IN ('due', 'retrying') LIMIT :most) AS due)
 + (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE state = 'blocked' LIMIT :most) AS blocked)
 + (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE state = 'delivering' LIMIT :most) AS leased) AS open
"""
_WHOSE = """
SELECT m.origin, count(*) AS n FROM (
 SELECT x.message_id FROM (SELECT message_id FROM deliveries WHERE state IN ('due', 'retrying') LIMIT :most) AS x
 UNION ALL SELECT y.message_id FROM (SELECT message_id FROM deliveries WHERE state = 'blocked' LIMIT :most) AS y
 UNION ALL SELECT z.message_id FROM (SELECT message_id FROM deliveries WHERE state = 'delivering' LIMIT :most) AS z
) AS o JOIN messages m ON m.id = o.message_id GROUP BY m.origin
"""
"""By whose act what is open began, what the register told others of it too."""


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of that (lowercase) name."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None


def language_of(scope: Scope) -> Lang:
    """The caller's language."""
    return language(header(scope, b"accept-language"))


def as_problem(error: HubError, scope: Scope, reference: str | None = None) -> Response:
    """An error as the HTTP API says it."""
    return problem(error, language_of(scope), reference)


Said = Callable[[HubError, Scope, str | None], Response]
"""How a door says an error; the reference is given where it was logged already."""


class Guard:
    """The API's handler: whatever is raised inside becomes a problem with a reference, and never a stack trace.

    No answer is kept on the way or taken for another kind than it says, unless the one who made it has said so.
    A request that names its host, or what is in its body, not once but twice is two requests to two readers: refused.
    """

    def __init__(self, app: ASGIApp, said: Said = as_problem) -> None:
        self._app = app
        self._said = said

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and not started:
                message = {**message, "headers": _with_own(message["headers"])}
            started = True
            await send(message)

        try:
            _refuse_unclear(scope)
            await self._app(scope, receive, noting)
        except Exception as raised:  # noqa: BLE001  # the API's handler: nothing leaves it
            answer = _answer_for(raised, scope, self._said)
            if isinstance(raised, HubError):
                await in_time(raised)
            if answer is not None and not started:
                await answer(scope, receive, noting)


def _with_own(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    given = list(headers)
    names = {name.lower() for name, _ in given}
    return [*given, *(pair for pair in _OWN if pair[0] not in names)]


def _refuse_unclear(scope: Scope) -> None:
    counted = Counter(name for name, _ in scope["headers"] if name in _ONCE)
    if not counted[b"host"] and scope.get("http_version") != "1.0":
        raise Refused("door.no_host", _NO_HOST, place="Host")
    for name, times in counted.items():
        if times > 1:
            raise Refused("door.header_twice", _twice(name.decode()), place=name.decode())


def _twice(name: str) -> Words:
    return Words(f"“{name}” başlığı bir dəfə göndərilir.", f"The header {name} is sent once.")


def _answer_for(raised: Exception, scope: Scope, said: Said) -> Response | None:
    match raised:
        case ClientDisconnect():
            return None
        case HubError():
            return said(raised, scope, None)
        case TryAgain() | Collision() | CommitUnknown():
            return said(StoreUnavailable(type(raised).__name__), scope, None)
        case _:
            reference = new_id()
            log_unexpected(raised, reference)
            return said(HubError("hub.internal", INTERNAL), scope, reference)


def log_unexpected(unexpected: Exception, reference: str) -> None:
    """Where it was raised, but not its text, which may quote what somebody sent."""
    trace = traceback.extract_tb(unexpected.__traceback__)
    frames = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in trace]
    log.error("api_failed", reference=reference, error=type(unexpected).__name__, frames=frames[-12:])


class TooMuchOfOne(Overloaded):
    """What waits began with this party alone for half of all that may wait (HTTP 503 with Retry-After)."""

    def __init__(self) -> None:
        super().__init__("hub.too_much_of_yours_waits", _TOO_MUCH_OF_ONE, _COME_BACK_S)


class Admission:
    """Counts what is open and the room on the disk, once a second, when somebody asks.

    By party only where half of what may wait is open: less than that is nobody's too much.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._next_look = 0.0
        self._looking = False
        self._open = 0
        self._of: dict[str, int] = {}
        self._free = hub.settings.min_free_bytes
        self._is_anchored = True

    async def check(self, *, delivers: bool = True) -> None:
        """Raises Overloaded, or StoreUnavailable if the database is away; how much waits hinders what `delivers`."""
        now = self._hub.clock.monotonic()
        if now >= self._next_look and not self._looking:
            self._looking = True
            try:
                await self.look()
                self._next_look = now + _LOOK_EVERY_S
            finally:
                self._looking = False
        if delivers and self._open > self._hub.settings.max_open_deliveries:
            raise Overloaded("hub.too_much_waits", _TOO_MUCH, _COME_BACK_S)
        if self._free < self._hub.settings.min_free_bytes:
            raise Overloaded("hub.disk_nearly_full", _NO_ROOM, 60.0)
        if not self._is_anchored:
            raise Overloaded("hub.evidence_unanchored", _UNANCHORED, 60.0)

    def check_share(self, party: str) -> None:
        """TooMuchOfOne where what this party sent fills half of what may wait; as was seen at the last look."""
        if self._of.get(party, 0) > self._share:
            raise TooMuchOfOne

    @property
    def _share(self) -> int:
        return max(1, self._hub.settings.max_open_deliveries // 2)

    async def look(self) -> None:
        """Look now. Counts no further than it must."""
        async with self._hub.store.read() as tx:
            most = {"most": self._hub.settings.max_open_deliveries + 1}
            rows = await tx.fetch(_OPEN, most)
            whose = await tx.fetch(_WHOSE, most) if rows[0]["open"] > self._share else ()
            since, now = await unanchored_since(tx), await tx.now()
        limit = self._hub.settings.anchor_limit_hours * 3600 * SECOND
        self._is_anchored = not self._hub.anchoring.is_on or since is None or now - since <= limit
        self._open = rows[0]["open"]
        self._of = {row["origin"]: int(row["n"]) for row in whose}
        self._free = await asyncio.to_thread(self._hub.content.free_bytes)


class AdmissionGate:
    """Turns away what would be stored, unread, while the hub has too much. Reading, searching and repairing go on."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            path = scope["path"]
            if path.startswith((*_FEEDS, _ASKS)) and path != _SEARCH:
                try:
                    await self._admission.check(delivers=not path.startswith(_ASKS))
                except HubError as full:
                    await turn_away(full, scope, receive, send)
                    return
        await self._app(scope, receive, send)


class _TooLarge(Exception):
    """More bytes came than allowed; raised out of `receive` so that nobody reads on."""


class BodyCap:
    """Refuses bodies that are larger than allowed, by Content-Length unread, else as soon as the count says so."""

    def __init__(self, app: ASGIApp, *, most: int, most_file: int, said: Said = as_problem) -> None:
        self._app = app
        self._said = said
        self._most = most
        self._most_file = most_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_file if scope["path"].startswith(_BULK) else self._most
        refusal = _refusal_by_headers(scope, most)
        if refusal is not None:
            await turn_away(refusal, scope, receive, send, self._said)
            return
        counted = _Counted(receive, send, most)
        with suppress(_TooLarge):
            await self._app(scope, counted.receive, counted.send)
        if counted.exceeded and not counted.started:
            await turn_away(_too_large(most, "body"), scope, receive, send, self._said)


class _Counted:
    """One request's body as it is counted; what the application says after the limit is not sent."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self.exceeded = False
        self.started = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.exceeded = True
            raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if not self.exceeded or self.started:
            self.started = True
            await self._send(message)


def _refusal_by_headers(scope: Scope, most: int) -> HubError | None:
    length = encoding = None
    for key, value in scope["headers"]:
        if key == b"content-length":
            length = value
        elif key == b"content-encoding":
            encoding = value
    if encoding is not None and encoding.lower() != b"identity":
        return Refused("door.content_encoding", _ENCODED, status=415, place="Content-Encoding")
    if length is not None and (not length.isdigit() or len(length) > 18 or int(length) > most):
        return _too_large(most, "Content-Length")
    return None


async def turn_away(error: HubError, scope: Scope, receive: Receive, send: Send, said: Said = as_problem) -> None:
    """Answer at once, then let go of a sender who is still sending: an answer that meets a full pipe would be lost."""
    answer = said(error, scope, None)
    answer.headers["connection"] = "close"
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    await send({"type": "http.response.body", "body": bytes(answer.body), "more_body": True})
    await _let_by(receive, _LINGER_S)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def turn_away_slowly(
    error: HubError, scope: Scope, receive: Receive, send: Send, said: Said = as_problem
) -> None:
    """Turn away who sends too much, unread: told slowly, so that who asks on at once does not live of the answers. Who
    owes time for large bodies waits longest: to let go of one at once costs as much as several small messages.
    """
    waits = min(error.retry_after or 0.0, DEAR_S if isinstance(error, TooDear) else _SLOWLY_S)
    loop = asyncio.get_running_loop()
    ends = loop.time() + waits
    has_gone = isinstance(error, TooDear) and await _let_by(receive, waits, _PIECE_EVERY_S)
    await asyncio.sleep(max(0.0, ends - loop.time()))
    await turn_away(error, scope, _nothing_more if has_gone else receive, send, said)


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


class Turnstile:
    """One after the other, at a pace: how many come at once changes nothing for those who are let in. After a pause so
    many seconds' worth go through at once, and whoever sent too much by mistake gets the answer.
    """

    def __init__(self, every: float, at_once: float) -> None:
        self._every, self._at_once = every, at_once
        self._next = 0.0

    async def __call__(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(now - self._at_once, self._next + self._every)
        if self._next > now:
            try:
                await asyncio.sleep(self._next - now)
            except asyncio.CancelledError:
                self._next -= self._every  # else whoever comes and goes would keep it shut long after
                raise


_turnstile = Turnstile(_PIECES_EVERY_S, _PIECES_AT_ONCE_S)


async def _let_by(receive: Receive, seconds: float, every: float = 0.0) -> bool:
    """For so many seconds at most, what is sent goes by piece by piece, through the one turnstile; whether all has."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                await _turnstile()
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return True
                if every:
                    await asyncio.sleep(every)
    return False


def _too_large(most: int, place: str) -> HubError:
    words = Words(f"Məzmun {most} baytdan böyükdür.", f"The body is larger than {most} bytes.")
    return Refused("door.too_large", words, status=413, place=place)


_NO_HOST = Words("Host başlığı göndərilməyib.", "The header Host is missing.")
_ENCODED = Words(
    "Sıxılmış məzmun qəbul edilmir: Content-Encoding başlığı olmadan göndərin.",
    "Compressed bodies are not accepted: send without Content-Encoding.",
)
_TOO_MUCH = Words(
    "Növbədə həddən çox göndəriş var. Retry-After qədər gözləyib təkrar göndərin; heç nə saxlanmadı.",
    "Too much waits to be delivered. Send again after Retry-After; nothing was stored.",
)
_TOO_MUCH_OF_ONE = Words(
    "Növbədə sizin göndərdiklərinizdən həddən çoxu var. Retry-After qədər gözləyib təkrar göndərin; heç nə saxlanmadı.",
    "Too much of what you sent waits to be delivered. Send again after Retry-After; nothing was stored.",
)
_UNANCHORED = Words(
    "Sübut jurnalı vaxt damğası almır; hab yeni mesaj qəbul etmir. Retry-After qədər gözləyib təkrar göndərin.",
    "The evidence log gets no time stamps, and the hub takes no new messages. Send again after Retry-After.",
)
_NO_ROOM = Words(
    "Diskdə yer azdır. Retry-After qədər gözləyib təkrar göndərin; heç nə saxlanmadı.",
    "The disk is nearly full. Send again after Retry-After; nothing was stored.",
)
