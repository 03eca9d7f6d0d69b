"""What a process was started with: its formats, routes, code, agencies' contracts and certificates, as facts.

Each mark is short enough to be shown: people compare it with what a colleague or a release note says.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from connectors.agencies import PHONE
from hub.exchange.changes import Fact, Kind
from hub.exchange.formats import MessageFormat
from hub.settings import Settings
from routes.route import Route, Routes

_ROOT = Path(__file__).parent.parent
_CODE = ("hub", "routes", "connectors", "mappings", "document_flow")
_AGENCIES = _ROOT / "connectors" / "agencies"
_CONTRACT = frozenset((".wsdl", ".xsd", ".json"))
_SHORT = 12

AT_START = (Kind.MAPPING, Kind.ROUTE, Kind.DEPLOYMENT, Kind.CONTRACT, Kind.CERTIFICATE)
"""All that is compared when a process starts; certificates are files, and are looked at again while it runs."""


def deployment_fingerprint(settings: Settings, formats: Mapping[str, MessageFormat], routes: Routes) -> list[Fact]:
    """Everything of the kinds AT_START."""
    return [
        *mapping_facts(formats),
        *(_route(route) for route in routes.all),
        _deployment(),
        *_contracts(),
        *certificate_facts(settings),
    ]


def mapping_facts(formats: Mapping[str, MessageFormat]) -> list[Fact]:
    """The version of each format that a folder declares."""
    return [Fact(Kind.MAPPING, name, made.version_hash[:_SHORT]) for name, made in formats.items() if made.version_hash]


def certificate_facts(settings: Settings) -> list[Fact]:
    """The seal and the authorities that are believed, by the content of their files."""
    files = {"seal": settings.seal_file, "trust": settings.trust_file, PHONE: settings.of_agency(PHONE, "pins")}
    if settings.sandbox and settings.seal_file is None:
        files["seal"] = settings.data / "sandbox-seal.p12"
    return [
        Fact(Kind.CERTIFICATE, name, _digest([path.read_bytes()]))
        for name, path in files.items()
        if path is not None and path.is_file()
    ]


def _route(route: Route) -> Fact:
    """Where it leads, in words, and a mark of the functions that decide on the way."""
    ends = ", ".join(f"{end.name} ({end.writes})" if end.writes else end.name for end in route.destinations)
    deciding = (function for end in route.destinations for function in (end.when, end.parts))
    functions = [*route.steps, route.keys, route.version, *deciding]
    limits = [f"{end.name} {end.agency} {end.on_failure} {end.budget}" for end in route.destinations]
    code = [_source(function) for function in functions if function is not None]
    mark = _digest(text.encode() for text in (*limits, *code))
    return Fact(Kind.ROUTE, route.name, f"{route.source} → {ends} · {mark}")


@cache
def _source(function: Callable[..., object]) -> str:
    """The text of a function; its name where it has none, such as one that was made by another."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return getattr(function, "__qualname__", type(function).__name__)


@cache
def _deployment() -> Fact:
    files = sorted(path for package in _CODE for path in (_ROOT / package).rglob("*.py"))
    code = _digest(part for path in files for part in (str(path.relative_to(_ROOT)).encode(), path.read_bytes()))
    try:
        released = version("qayidis-hub")
    except PackageNotFoundError:
        released = "checkout"
    return Fact(Kind.DEPLOYMENT, "hub", f"{released} · {code}")


def _contracts() -> Iterator[Fact]:
    """The contract files pinned beside each agency's connector."""
    for folder in sorted(path for path in _AGENCIES.iterdir() if path.is_dir()):
        files = sorted(path for path in folder.iterdir() if path.suffix in _CONTRACT)
        if files:
            mark = _digest(part for path in files for part in (path.name.encode(), path.read_bytes()))
            yield Fact(Kind.CONTRACT, folder.name, mark)


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()[:_SHORT]
