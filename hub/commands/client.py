"""The command line as a client of the hub's HTTP API: one request, its answer, or its problem in words.

`@asking` gives a command what all such commands take: where the hub is, as whom, and whether programs read the answer.
What is given after the command goes before what the root was given (`hub --url … --json failed list`).
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast
from uuid import uuid4

import httpx
import typer
from rich.console import RenderableType

from hub.commands.servers.address import address_of, left_behind
from hub.commands.servers.starting import CANNOT_START, ROOT, console, say_error, settings_or_exit
from hub.errors import Lang, Words

_TIMEOUT_S = 30.0
SANDBOX_KEY = "sandbox-committee"

UrlOption = Annotated[
    str | None,
    typer.Option(
        "--url", help="Where the hub is; by default HUB_HOST and HUB_PORT, else the one that runs on HUB_DATA."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="The API's own answer, with codes instead of names.")]
KeyOption = Annotated[
    str | None, typer.Option("--key", help=f"The party's key; by default HUB_API_KEY, else {SANDBOX_KEY}.")
]
Drawn = Iterable[RenderableType]
"""What is printed, one under the other: a text is a line that is never folded."""


@dataclass(frozen=True, slots=True)
class HubClient:
    """Speaks to one hub with one key. Problems are printed and end the command with status 1."""

    url: str
    key: str
    lang: Lang
    as_json: bool = False

    @classmethod
    def of(
        cls, url: str | None, key: str | None, sandbox_key: str = SANDBOX_KEY, *, as_json: bool = False
    ) -> HubClient:
        """The client that the options and the settings make."""
        settings, given = settings_or_exit(), ROOT.get()
        here = url or given.url
        if here is None and (left := left_behind(settings)) is not None:
            say_error(_ended(left), "hub.away")
            raise typer.Exit(CANNOT_START)
        here = here or address_of(settings)
        chosen = key or given.key or settings.api_key or sandbox_key
        return cls(here.rstrip("/"), chosen, settings.lang, as_json or given.as_json)

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The JSON of a GET; parameters that are None are left out."""
        given = {name: value for name, value in (params or {}).items() if value is not None}
        return self._send("GET", path, params=given).json()

    def fetch(self, path: str) -> bytes:
        """The bytes of a GET."""
        return self._send("GET", path).content

    def post(self, path: str, body: object) -> Any:
        """The JSON of a POST of JSON."""
        return self._send("POST", path, json=body).json()

    def command(self, path: str, body: object) -> None:
        """A POST of JSON that is answered by nothing."""
        self._send("POST", path, json=body)

    def give(self, path: str, body: object) -> Any:
        """The same as a command of its own: under a new idempotency key."""
        return self._send("POST", path, json=body, headers={"Idempotency-Key": uuid4().hex}).json()

    def upload(self, path: str, raw: bytes) -> Any:
        """The JSON of a POST of a file's bytes, under a new idempotency key."""
        return self._send("POST", path, content=raw, headers={"Idempotency-Key": uuid4().hex}).json()

    def session(self) -> httpx.AsyncClient:
        """A client for many requests, which the caller closes."""
        return httpx.AsyncClient(base_url=self.url, headers=self._headers, timeout=2 * _TIMEOUT_S, trust_env=False)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Accept-Language": self.lang}

    def show(self, answer: Any, draw: Callable[[Any, Lang], Drawn]) -> None:
        """Print an answer: as it came, indented, where programs read it; else as it is drawn."""
        drawn = [json.dumps(answer, ensure_ascii=False, indent=2)] if self.as_json else draw(answer, self.lang)
        for each in drawn:
            if isinstance(each, str):
                console.print(each, markup=False, highlight=False, soft_wrap=True)
            else:
                console.print(each)

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            with httpx.Client(base_url=self.url, headers=self._headers, timeout=_TIMEOUT_S, trust_env=False) as client:
                answer = client.request(method, path, **more)
        except httpx.TransportError as away:
            say_error(_away(self.url), "hub.away")
            raise typer.Exit(CANNOT_START) from away
        if answer.is_error:
            _say_problem(answer)
            raise typer.Exit(CANNOT_START)
        return answer


Command = Callable[..., None]


def taking(command: Command, options: Mapping[str, Any], client_of: Callable[..., HubClient]) -> Command:
    """The command with these options (name → annotation) after its own; it gets the client that they make first."""

    def called(**given: Any) -> None:
        mine = {name: given.pop(name) for name in options}
        command(client_of(**mine), **given)

    _, *own = inspect.signature(command, eval_str=True).parameters.values()
    own = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in options.items()
    ]
    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__annotations__ = {each.name: each.annotation for each in (*own, *added)}
    cast("Any", called).__signature__ = inspect.Signature([*own, *added])
    return called


def asking(command: Command) -> Command:
    """A command of a party: with --json, --url and --key."""
    return taking(
        command, {"as_json": (JsonOption, False), "url": (UrlOption, None), "key": (KeyOption, None)}, HubClient.of
    )


def _say_problem(answer: httpx.Response) -> None:
    is_ours = answer.headers.get("content-type", "").startswith("application/problem+json")
    problem = answer.json() if is_ours else {"code": f"http.{answer.status_code}", "detail": answer.reason_phrase}
    say_error(f"{problem['detail']} ({problem.get('reference', '')})", problem["code"])


def _ended(url: str) -> Words:
    return Words(
        f"Bu qovluğun habı {url} ünvanında idi, amma dayandırılıb. hub run ilə başladın və ya --url ünvanını verin.",
        f"The hub of this data folder was at {url}, and was killed. Start it by hub run, or give its --url.",
    )


def _away(url: str) -> Words:
    return Words(
        f"{url} ünvanında hab cavab vermir. İşlədiyini və --url ünvanını yoxlayın.",
        f"No hub answers at {url}. Check that it runs, and --url.",
    )
