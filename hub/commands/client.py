"""The command line as a client of the hub's HTTP API: one request, its answer, or its problem in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

import httpx
import typer

from hub.commands.servers.starting import CANNOT_START, console, say_error, settings_or_exit
from hub.errors import Words

_TIMEOUT_S = 30.0
_SANDBOX_KEY = "sandbox-committee"

UrlOption = Annotated[
    str | None, typer.Option("--url", help="Where the hub is; by default HUB_HOST and HUB_PORT here.")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="The API's own answer, with codes instead of names. / JSON, kodlarla.")
]
KeyOption = Annotated[
    str | None, typer.Option("--key", help=f"The party's key; by default HUB_API_KEY, else {_SANDBOX_KEY}.")
]


def print_json(answer: object) -> None:
    """An answer as it came, indented, for programs: no line of it is folded."""
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    console.print(text, markup=False, highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class HubClient:
    """Speaks to one hub with one key. Problems are printed and end the command with status 1."""

    url: str
    key: str
    lang: str

    @classmethod
    def of(cls, url: str | None, key: str | None) -> HubClient:
        """The client that the options and the settings make."""
        settings = settings_or_exit()
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  # compared only
        here = f"http://{host}:{settings.port}"
        return cls((url or here).rstrip("/"), key or settings.api_key or _SANDBOX_KEY, settings.lang)

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

    def give(self, path: str, body: object) -> Any:
        """The same as a command of its own: under a new idempotency key."""
        return self._send("POST", path, json=body, headers={"Idempotency-Key": uuid4().hex}).json()

    def upload(self, path: str, raw: bytes) -> Any:
        """The JSON of a POST of a file's bytes."""
        return self._send("POST", path, content=raw).json()

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.lang}
        try:
            with httpx.Client(base_url=self.url, headers=headers, timeout=_TIMEOUT_S, trust_env=False) as client:
                answer = client.request(method, path, **more)
        except httpx.TransportError as away:
            say_error(_away(self.url), "hub.away")
            raise typer.Exit(CANNOT_START) from away
        if answer.is_error:
            _say_problem(answer)
            raise typer.Exit(CANNOT_START)
        return answer


def _say_problem(answer: httpx.Response) -> None:
    is_ours = answer.headers.get("content-type", "").startswith("application/problem+json")
    problem = answer.json() if is_ours else {"code": f"http.{answer.status_code}", "detail": answer.reason_phrase}
    text = f"{problem['detail']} ({problem.get('reference', '')})"
    say_error(Words(text, ""), problem["code"])


def _away(url: str) -> Words:
    return Words(
        f"{url} ünvanında hab cavab vermir. İşlədiyini və --url ünvanını yoxlayın.",
        f"No hub answers at {url}. Check that it runs, and --url.",
    )
