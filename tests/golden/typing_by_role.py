"""Which commands open to whom: each command that asks a hub, typed with the key of each role.

A command opens where none of the hub's answers to it is 401, 403 or 404.
"""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from hub.cli import PLACES, app, load
from tests.golden.house import House

OF_PARTIES = """
import hub.records.v1 {line}
ask questions
ask dossier --purpose benefit --basis 669-IQ < 94FMDDD
messages list
messages search fin < 7ABCD12
messages show {change}
failed list
failed show {group}
failed retry {group} --reason "as the agency asked" --dry-run
repairs create discard --group {group} --behind hold --reason "as the agency asked" --dry-run
repairs list
repairs show {repair}
repairs approve {repair}
repairs pause {repair}
repairs resume {repair}
repairs cancel {repair}
repairs watch {repair}
replays shadow mappings/formats/justice_civil-act --most 1
replays corrections justice.civil-act.v1
replays list
replays show {replay}
replays cancel {replay}
replays emit {replay} --reason "as the letter says"
sandbox time
"""
OF_PEOPLE = """
documents list
documents show {waiting}
documents history {waiting}
documents waiting {waiting}
documents term {resolved}
documents inbox
documents new internal Layihə --unit huquq --file {page}
documents revise {draft} --file {page} --version 99
documents submit {draft} outgoing-letter --version 99
documents act {waiting} path approve --version 99
documents register {approved} --version 99
documents sign {waiting} --version 99
documents seal {numbered} --version 99
documents send {numbered} --version 99
documents move {waiting} outgoing-letter --reason "qayda dəyişib" --dry-run --version 99
documents print {registered} registration-card --out {out}
documents signed {numbered} --out {out}
documents verify {page}
second
register requests
register doubles
register request {waiting}
register preview {wish}
register propose {wish} --seen 0
register decide {waiting} --refuse "sənəd başqasınındır"
paths list
paths source outgoing-letter --out {out}
paths save {path}
paths agree {path_proposal}
cases list
cases show {case}
cases open certificate --answer certificate_purpose=BANK --answer with_family=false < 7ABCD12
cases act {case} withdraw --says reason=vaz
cases attach {case} rayon_arayışı {page}
cases original {case} rayon_arayışı
cases amend {case} --answer telefon=0501234567 --reason səhv
cases paper {certificate} --out {out}
cases slip {case} --out {out}
why --basis 1206 < 94FMDDD
payments lists
payments reconcile {runs}
payments show {runs}
payments act {runs} correct
payments resend H000000000
surveys answer {case} --file {line}
surveys figures {case}
"""
"""Names in braces are ids of the house, or files; what stands after `<` is typed when the command asks."""
_SAMPLE = files("document_flow.paths").joinpath("samples", "outgoing-letter.yaml")
_SHUT = frozenset((401, 403, 404))
_MACHINE = ("demo-data",)
"""Makes files on this machine; what it may send is `import`'s."""


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner: Mapping[str, Any] = getattr(command, "commands", {})
    for more, each in inner.items():
        yield from _leaves(f"{name} {more}", each)
    if not inner:
        yield name, command


@cache
def of_the_hub() -> frozenset[str]:
    """The commands that ask a hub: those that take its address."""
    leaves = (leaf for name in PLACES if name not in _MACHINE for leaf in _leaves(name, load(name)))
    return frozenset(name for name, command in leaves if any("--url" in each.opts for each in command.params))


async def commands(house: House, lines: str, callers: Mapping[str, str]) -> AsyncIterator[tuple[str, list[bool]]]:
    """Each command with whether it opens to each caller, by the keys that they have."""
    known = house.names | await asyncio.to_thread(_files, house)
    changed = _SAMPLE.read_text("utf-8").replace("due: 3", "due: 4")
    proposed = await house.office.post("sevinc", "/v1/paths", {"source": changed})
    known["path_proposal"] = proposed.json()["proposal"]
    for line in lines.strip().splitlines():
        words, _, typed = line.format(**known).partition(" < ")
        name = next(each for each in of_the_hub() if f"{line} ".startswith(f"{each} "))
        yield name, [await asyncio.to_thread(_opens, house.served.url, words, typed, key) for key in callers.values()]


def _files(house: House) -> dict[str, str]:
    folder = house.served.hub.settings.data.parent
    made = {name: folder / name for name in ("line", "page", "out", "path", "wish")}
    made["line"].write_bytes(b"{}\n")
    made["wish"].write_bytes(b"{}\n")
    made["page"].write_bytes(b"%PDF-1.7\n")
    made["path"].write_bytes(_SAMPLE.read_bytes())
    return {name: str(path) for name, path in made.items()}


def _opens(url: str, words: str, typed: str, key: str) -> bool:
    terminal = {"HUB_PORT": url.rpartition(":")[2], "HUB_LOG_LEVEL": "CRITICAL", "HUB_API_KEY": key}
    with _answers() as statuses:
        done = CliRunner().invoke(app, shlex.split(words), env=terminal, input=typed)
    assert statuses, f"{words} for {key} asks nothing: {done.output}"
    return not _SHUT.intersection(statuses)


@contextmanager
def _answers() -> Iterator[list[int]]:
    """The statuses of what is answered meanwhile to whoever asks by httpx."""
    statuses: list[int] = []
    once, in_turn = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request

    def noting(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        answer = once(self, request)
        statuses.append(answer.status_code)
        return answer

    async def noting_in_turn(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        answer = await in_turn(self, request)
        statuses.append(answer.status_code)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.HTTPTransport, "handle_request", noting)
        patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", noting_in_turn)
        yield statuses
