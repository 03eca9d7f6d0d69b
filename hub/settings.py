"""Settings: `HUB_*` environment variables, read once into a frozen object. The only reader of the environment.

Unknown names are refused with the nearest known one. `HUB_TEST_*` belongs to the tests; what Kubernetes injects for a
service named hub (`HUB_SERVICE_*`, `HUB_PORT_*`, `HUB_PORT=tcp://…`) is ignored with a warning.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    create_model,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from connectors.agencies import AGENCIES, BY_NAME
from connectors.xroad.identifiers import ClientId, read_code
from document_flow.words import Lang

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

IGNORED_PREFIXES = ("HUB_TEST_", "HUB_SERVICE_", "HUB_PORT_")


class SettingsRefused(Exception):
    """Settings that cannot be used; `problems` names every one of them, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Bearable(BaseModel):
    """What one operation may bear, for the whole installation; null means no limit of ours. Times in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    parallel: int | None = Field(default=4, ge=1)
    rate_per_second: float | None = Field(default=None, gt=0)
    connect_s: float = Field(default=3.0, gt=0)
    first_byte_s: float = Field(default=20.0, gt=0)
    total_s: float = Field(default=30.0, gt=0)


class SftpFolder(BaseModel):
    """A folder on an agency's SFTP server, `sftp://user@host:port/folder`.

    The host's key must stand in `known_hosts`; `key_file` is our private key, in OpenSSH's form, without a passphrase.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: str = Field(pattern=r"^sftp://[^@/:?#]+@[^@/?#]+(/[^?#]*)?$")
    key_file: Path
    known_hosts: Path


FETCHED: Final = "/replies"
"""Instead of a folder of the agency's: the one of ours from which it fetches."""


Handover = Annotated[
    Annotated[SftpFolder, Tag("folder")] | Annotated[Literal["/replies"], Tag("replies")],
    Discriminator(lambda given: "replies" if isinstance(given, str) else "folder"),
]


class AgencySecuritySettings(BaseModel):
    """WS-Security towards an agency over SOAP: our name and password there (UsernameToken), our key and certificate by
    which calls are signed, and the agency's, by which its answers must be. PEM files.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    username: str = ""
    password: str = Field(default="", repr=False)
    key_file: Path | None = None
    certificate: Path | None = None
    agency_certificate: Path | None = None


class AgencySettings(BaseModel):
    """Where an agency's services are and what they may bear. `credentials` is never printed.

    `operations` declares plain REST services (POST of JSON under an Idempotency-Key) of an agency that has no connector
    of its own: name of the operation to path. `limits` replaces those of the operations that it names.
    `credentials_until` is the day on which the agency stops to take them. `pickup` is the folder where its files wait
    for us, `handover` the one where we put files for it, or "/replies" where it has no server and fetches them over our
    SFTP door. `security` is WS-Security, where the agency asks for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: str = ""
    credentials: str = Field(default="", repr=False)
    credentials_until: date | None = None
    operations: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, Bearable] = Field(default_factory=dict)
    pickup: SftpFolder | None = None
    handover: Handover | None = None
    security: AgencySecuritySettings | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if not self.url and (self.handover is None or self.operations):
            raise ValueError("has no url, and no handover that stands for one")
        return self


class XroadSettings(BaseModel):
    """Our place in X-Road. `subsystem` is ours, `AZ/GOV/1000001/qayidis`, as client and as provider.

    `security_server` is the party as which our security server calls: of it alone the header is believed that says for
    whom it calls. `clients` are the parties that those are here, by subsystem, `AZ/GOV/2000002/registry`, and by
    `AZ/GOV/2000002/registry for GOV/3000003` where one calls for another; who is not in it is nobody.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    subsystem: str = Field(pattern=r"^[^/]+/[^/]+/[^/]+/[^/]+$")
    security_server: str = ""
    clients: dict[str, str] = Field(default_factory=dict)

    @field_validator("subsystem")
    @classmethod
    def _is_subsystem(cls, text: str) -> str:
        ClientId.parse(text)
        return text

    @field_validator("clients")
    @classmethod
    def _are_clients(cls, named: dict[str, str]) -> dict[str, str]:
        for each in named:
            client, _, represented = each.partition(" for ")
            ClientId.parse(client)
            for code in represented.split("/") if represented else ():
                read_code(code, "represented")
        return named


class SoapSecuritySettings(BaseModel):
    """What a party's requests over SOAP must bear beside its key: a signature that the certificate verifies, a user's
    token under the party's name and the password, or both. `certificate` is a PEM file. With
    `signed_answers` what it gets from us is signed by HUB_SOAP_KEY, faults too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    certificate: Path | None = None
    password: str = Field(default="", repr=False)
    signed_answers: bool = False

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.read() is None and not self.password and not self.signed_answers:
            raise ValueError("names neither a certificate nor a password, nor that answers are signed")
        return self

    def read(self) -> Certificate | None:
        """The certificate. ValueError for a file that holds none."""
        from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415  # few installations ask for one

        try:
            return None if self.certificate is None else load_pem_x509_certificate(self.certificate.read_bytes())
        except OSError as missing:
            raise ValueError(f"{self.certificate} cannot be read") from missing


XROAD_IN_SANDBOX = XroadSettings(
    subsystem="AZ-TEST/GOV/1000001/qayidis-hub",
    security_server="security-server",
    clients={f"AZ-TEST/GOV/2000001/{name}": name for name in (*BY_NAME, "committee")},
)
"""Every agency of the sandbox is a subsystem of one member, by its own name."""


_DECLARED = {
    each.name: (each.kind | None, Field(default=each.default, repr=not each.is_secret, ge=each.at_least))
    for agency in AGENCIES
    for each in agency.settings
}
AgenciesOwn: Any = create_model(
    "AgenciesOwn", __config__=ConfigDict(frozen=True, extra="forbid"), **cast("dict[str, Any]", _DECLARED)
)
"""What single agencies need, by the names that their manifests declare."""


class Settings(BaseSettings):
    """Everything one can set; with nothing set: SQLite under the data folder, embedded bus, loopback."""

    model_config = SettingsConfigDict(env_prefix="HUB_", frozen=True, extra="forbid")

    data: Path = Path("data")
    database_url: str | None = Field(default=None, repr=False)
    broker_url: str | None = Field(default=None, repr=False)
    broker_prefix: str = "hub"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    proxy_secret: str | None = Field(default=None, repr=False, min_length=32)
    sftp_port: int | None = Field(default=None, ge=0, le=65535)
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_client_ca: Path | None = None
    tls_client_crl: Annotated[tuple[str, ...], NoDecode] = ()
    tls_client_crl_stale: Literal["refuse", "allow"] = "refuse"
    sandbox: bool = False
    sandbox_port: int = Field(default=8090, ge=0, le=65535)
    sandbox_url: str | None = None
    public_url: str | None = Field(default=None, pattern=r"^https?://[^/?#]+$")
    oidc_issuer: str | None = Field(default=None, pattern=r"^https?://[^?#]+$")
    oidc_client_id: str = "qayidis-hub"
    oidc_client_secret: str | None = Field(default=None, repr=False)
    oidc_claim: str = Field(default="sub", pattern="^(sub|preferred_username)$")
    hash_key: str | None = Field(default=None, repr=False, min_length=32)
    data_key_file: Path | None = None
    api_key: str | None = Field(default=None, repr=False)
    agencies: dict[str, AgencySettings] = Field(default_factory=dict)
    xroad: XroadSettings | None = None
    soap_security: dict[str, SoapSecuritySettings] = Field(default_factory=dict)
    soap_key: Path | None = None
    soap_certificate: Path | None = None
    formats: Annotated[tuple[Path, ...], NoDecode] = ()
    routes: Annotated[tuple[str, ...], NoDecode] = ("routes",)
    candidates: Path | None = None
    body_rules: Path | None = None
    role_rules: Path | None = None
    seal_file: Path | None = None
    seal_password: str | None = Field(default=None, repr=False)
    trust_file: Path | None = None
    tsa_url: str | None = None
    anchor_urls: Annotated[tuple[str, ...], NoDecode] = ()
    anchor_limit_hours: float = Field(default=4.0, gt=1)
    ocsp_url: str | None = None
    crl_url: str | None = None
    of_agencies: AgenciesOwn = Field(default_factory=AgenciesOwn)
    alert_smtp_url: str | None = Field(default=None, repr=False, pattern="^smtps?://")
    alert_from: str = "qayidis-hub@localhost"
    alert_inside: bool = False
    night_from_hour: int = Field(default=20, ge=0, le=23)
    night_until_hour: int = Field(default=7, ge=0, le=23)
    delivery_limit_hours: int = Field(default=72, ge=1, le=24 * 365)
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)
    max_file_bytes: int = Field(default=2 * 1024**3, ge=1024)
    file_refused_percent: int = Field(default=50, ge=0, le=100)
    max_uploads_bytes: int = Field(default=512 * 1024**2, ge=1024)
    max_open_deliveries: int = Field(default=50_000, ge=1)
    min_free_bytes: int = Field(default=1024**3, ge=0)
    lease_seconds: float = Field(default=15.0, gt=0)
    merge_delay_seconds: float = Field(default=10.0, gt=0)
    clock_scale: float = Field(default=1.0, gt=0)
    failpoint: str | None = None
    log_level: str = "INFO"
    otlp_url: str | None = None
    lang: Lang = "az"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` hands in: a variable that it ignores or refuses must not come in behind it."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    def of_agency(self, agency: str, name: str) -> Any:
        """The value of `HUB_<AGENCY>_<NAME>`, as its manifest declares it."""
        return getattr(self.of_agencies, f"{agency}_{name}")

    @property
    def own_url(self) -> str:
        """Where callers reach the API: what assertions are made out to."""
        scheme = "https" if self.tls_certificate else "http"
        return self.public_url or f"{scheme}://{self.host}:{self.port}"

    @property
    def is_embedded(self) -> bool:
        """True for the default: SQLite and the embedded bus in one process."""
        return self.database_url is None

    @property
    def agencies_url(self) -> str:
        """Where the simulated agencies answer in a sandbox."""
        return self.sandbox_url or f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def in_xroad(self) -> XroadSettings | None:
        """Our place in X-Road, in a sandbox an invented one; None where we have none."""
        return self.xroad or (XROAD_IN_SANDBOX if self.sandbox else None)

    @property
    def anchored_at(self) -> tuple[str, ...]:
        """The authorities that stamp the evidence; in a sandbox without any the test authority."""
        return self.anchor_urls or ((f"{self.agencies_url}/authority/tsa",) if self.sandbox else ())

    @property
    def lists_needed(self) -> int:
        """How many lists of revoked certificates must be at hand before any certificate is believed."""
        return len(self.tls_client_crl) if self.tls_client_crl_stale == "refuse" else 0

    @property
    def people_url(self) -> str | None:
        """Where people reach the hub, for links on paper and back from the login; in a sandbox this machine."""
        return self.public_url or (f"http://127.0.0.1:{self.port}" if self.sandbox else None)


NAMES = (*(name for name in Settings.model_fields if name != "of_agencies"), *_DECLARED)


def load_settings(environ: Mapping[str, str] | None = None) -> tuple[Settings, list[str]]:
    """Read the environment once. Returns the settings and warnings; raises SettingsRefused with all problems."""
    source = dict(os.environ if environ is None else environ)
    warnings: list[str] = []
    if source.get("HUB_PORT", "").startswith("tcp://"):
        warnings.append("HUB_PORT=tcp://… is what Kubernetes injects for a service named hub; it is ignored.")
        del source["HUB_PORT"]
    injected = [name for name in source if name.startswith(("HUB_SERVICE_", "HUB_PORT_"))]
    warnings += [f"{name} is ignored: Kubernetes injects it for a service named hub." for name in injected]
    values = {n: v for n, v in source.items() if n.startswith("HUB_") and not n.startswith(IGNORED_PREFIXES)}
    problems = _unknown_names(values)
    known = {name.removeprefix("HUB_").lower(): value for name, value in values.items()}
    try:
        settings = _build({name: value for name, value in known.items() if name in NAMES})
    except ValidationError as refused:
        raise SettingsRefused([*problems, *(_said(fault) for fault in refused.errors())]) from refused
    problems += _contradictions(settings)
    if problems:
        raise SettingsRefused(problems)
    return settings, warnings


def _contradictions(settings: Settings) -> Iterator[str]:
    """Settings that need each other."""
    by_xroad = [name for name in settings.agencies if name in BY_NAME and BY_NAME[name].xroad]
    if by_xroad and settings.in_xroad is None:
        yield (f"HUB_AGENCIES names {', '.join(by_xroad)}, reached by X-Road: HUB_XROAD says who we are there.")
    if settings.oidc_issuer and settings.people_url is None:
        yield ("HUB_OIDC_ISSUER needs HUB_PUBLIC_URL: the provider sends people back to that address.")
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        yield ("HUB_TLS_CERTIFICATE and HUB_TLS_KEY are set together, or neither is.")
    signed = [name for name, each in settings.soap_security.items() if each.signed_answers]
    if signed and (settings.soap_key is None or settings.soap_certificate is None):
        yield (f"HUB_SOAP_SECURITY signs answers to {', '.join(signed)}: by HUB_SOAP_KEY and HUB_SOAP_CERTIFICATE.")
    if settings.tls_client_crl and settings.tls_client_ca is None:
        yield ("HUB_TLS_CLIENT_CRL needs HUB_TLS_CLIENT_CA: a list is believed by its authority's signature.")
    if settings.broker_url and settings.database_url is None:
        yield ("HUB_BROKER_URL needs HUB_DATABASE_URL: no other process sees the file of the embedded database.")
    if settings.proxy_secret and not settings.trusted_proxies:
        yield ("HUB_PROXY_SECRET needs HUB_TRUSTED_PROXIES: the proxy's address is named too.")


def _said(fault: ErrorDetails) -> str:
    """`HUB_AGENCIES (name.url): Field required`: the variable, the place in it, and what is wrong; never the value."""
    name, *steps = (str(step) for step in fault["loc"] if step != "of_agencies")
    place = f" ({'.'.join(steps)})" if steps else ""
    return f"HUB_{name.upper()}{place}: {fault['msg']}"


def _unknown_names(values: Mapping[str, str]) -> list[str]:
    known = [f"HUB_{name.upper()}" for name in NAMES]
    return [f"{name} is not a setting of the hub; {_hint(name, known)}" for name in values if name not in known]


def _hint(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def _build(values: dict[str, str]) -> Settings:
    ready: dict[str, object] = {name: value for name, value in values.items() if name not in _DECLARED}
    ready["of_agencies"] = {name: value for name, value in values.items() if name in _DECLARED}
    for name in ("formats", "routes", "anchor_urls", "trusted_proxies", "tls_client_crl"):
        if name in values:
            ready[name] = tuple(part.strip() for part in values[name].split(",") if part.strip())
    for name in values.keys() & {"agencies", "xroad", "soap_security"}:
        with suppress(ValueError):  # what is no JSON is no dictionary either, and is refused as such
            ready[name] = json.loads(values[name])
    return Settings.model_validate(ready)
