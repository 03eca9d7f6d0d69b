"""Operations of agencies as values: what is sent, how an answer reads, what each code of theirs means.

Each has a `title`, by which people read of it; `hub check` asks for it.

Nothing here calls anybody: `connectors.rest.calling` and `connectors.soap.calling` do, by these values. A manifest
(`agency.py`) is made of them, and whoever reads manifests for their words loads no client and no parser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from connectors.connector import Limits

Pair = tuple[str, str]
"""A sentence in Azerbaijani and in English."""

Where = Literal["sender", "agency", "hub", "mapping", "contract"]
"""On whose side the cause of a failure lies."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A stable code of ours for what an agency said: where the cause lies (two sides where the code cannot tell), in
    `words` what failed, in `then` the one thing to do. `passes` is for what goes through later as it is.
    """

    code: str
    where: tuple[Where, ...] = ("agency",)
    words: Pair | None = None
    then: Pair | None = None
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Says:
    """A row of an error table: what one of the agency's own codes means.

    `taken_in` is a promise to look at it later, `not_applied` the agency's word that it never applied the key.
    """

    means: Literal["applied", "refused", "busy", "taken_in", "not_applied"]
    cause: Cause = Cause("")


def refused(
    code: str, where: Where | tuple[Where, ...] = "agency", words: Pair | None = None, then: Pair | None = None
) -> Says:
    """A refusal for good: the same bytes would be refused again."""
    return Says("refused", Cause(code, where if isinstance(where, tuple) else (where,), words, then))


def busy(code: str) -> Says:
    """Come back later; nothing was applied."""
    return Says("busy", Cause(code, passes=True))


NOT_APPLIED = Says("not_applied")


@dataclass(frozen=True, slots=True)
class Echo:
    """A field of the answer that must be as it was sent; another value answers another request: a breach."""

    field: str
    otherwise: str
    may_be_absent: bool = False

    @property
    def cause(self) -> Cause:
        """The contract is broken."""
        return Cause(self.otherwise, ("contract",))


@dataclass(frozen=True, slots=True)
class CodeField:
    """Where a JSON interface puts its own code: into its 2xx answers, or into the bodies of its 4xx refusals.

    `other` is our code for one that is in no row of the table, where the answer must hold a known one.
    """

    name: str
    of: Literal["answer", "refusal"]
    prefix: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class ByXroad:
    """The operation goes by X-Road, to this service of the agency's subsystem; over REST services have no version.

    `status` is the service that tells what became of a key, where that is another one (SOAP). `user` and `issue` are
    templates as in a SOAP header: for whom it is asked, and for what. Where one comes out empty it is not sent.
    """

    service: str
    version: str = ""
    status: str = ""
    user: str = "{person}"
    issue: str = "{purpose}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOperation:
    """A service over HTTP and JSON.

    With nothing but name and path: POST of the document under an `Idempotency-Key`, a 2xx means applied, its reference
    is the answer's `reference` or `id`. `credential` names the header that bears it, `headers` are further ones.
    `key_field` puts the key into the body too, `asks` further members made of templates as in a SOAP header: who asks,
    on which basis, for what. `status_path` is where the agency is asked about a key, which follows it. `strict`
    operations must answer with a JSON object, and with a reference where `receipt` says so. `accepted` says what 202
    means: a promise to apply it, or nothing yet. With `path_field` it is read by GET: the value of that field of the
    document, which is never personal, follows the path, and nothing else of it is sent.
    """

    name: str
    title: Pair | None = None
    path: str
    path_field: str = ""
    credential: str = "Authorization"
    headers: Mapping[str, str] = field(default_factory=dict)
    key_field: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    echo: Echo | None = None
    references: tuple[str, ...] = ("reference", "id")
    receipt: bool = False
    code: CodeField | None = None
    says: Mapping[str | int, Says] = field(default_factory=dict)
    status_path: str = ""
    idempotent: bool = True
    accepted: Literal["delivered", "unknown"] = "delivered"
    xroad: ByXroad | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def causes(self) -> Iterator[Cause]:
        """All codes of its own that its calls may end with."""
        yield from _causes(self.says, self.echo)
        if self.code is not None and self.code.other:
            yield Cause(
                self.code.other,
                ("contract", "hub"),
                (
                    "Qurum razılaşdırılmış siyahıda olmayan cavab kodu göndərdi.",
                    "The agency answered with a code of no agreed list.",
                ),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """The file that an answer may bring, beside the envelope (MTOM) or inline, or that a request brings along: in the
    element `field`.

    `digest` is the element with its SHA-256 in hex, `begins` how every such file begins. Of an answer more than
    `most_bytes`, or another file than the digest names, is a breach; of a request it is not sent.
    """

    field: str
    digest: str
    media_type: str
    begins: bytes
    most_bytes: int


@dataclass(frozen=True, slots=True)
class SoapStatus:
    """The operation that tells what became of a key: its answer's `field` is `applied`, or the key never was."""

    request: str
    answer: str
    field: str
    applied: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapOperation:
    """A service of the pinned `{agency}.wsdl`: the WSDL's operation, the element that answers it, their error element.

    `key` is the Body's field for the idempotency key. `header` makes the SOAP header's fields out of templates:
    `{key}`, and what the document holds under `_header`. `error` names the element of business errors and its code's
    field; a code without a row is `other`. `reference` is the answer's field that proves the application, `attachment`
    the file that may come with it, `encloses` the one that goes along, which the hub holds under its digest.
    """

    name: str
    title: Pair | None = None
    path: str
    request: str
    answer: str
    key: str = ""
    header: Mapping[str, str] = field(default_factory=dict)
    echo: Echo | None = None
    reference: str = ""
    error: tuple[str, str] = ("Xeta", "Kod")
    says: Mapping[str, Says] = field(default_factory=dict)
    other: str = "agency.error"
    faults: Mapping[str, str] = field(default_factory=dict)
    status: SoapStatus | None = None
    attachment: Attachment | None = None
    encloses: Attachment | None = None
    xroad: ByXroad | None = None
    idempotent: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def causes(self) -> Iterator[Cause]:
        """All codes of its own that its calls may end with."""
        yield from _causes(self.says, self.echo)


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpOperation:
    """A file (`{name, content_base64}`) put into the agency's folder, whole and once; `folder` is below its own.

    `sides` are the endings of what it wants beside a file: its MD5, and last the empty file that says it is whole.
    """

    name: str
    title: Pair | None = None
    folder: str = ""
    sides: tuple[str, ...] = (".md5", ".ok")
    limits: Limits = field(default_factory=lambda: Limits(total_s=300.0))

    @property
    def causes(self) -> Iterator[Cause]:
        """It has no codes of its own."""
        yield from ()


CalledOperation = RestOperation | SoapOperation
AgencyOperation = CalledOperation | SftpOperation


def _causes(says: Mapping[str, Says] | Mapping[str | int, Says], echo: Echo | None) -> Iterator[Cause]:
    yield from (row.cause for row in says.values() if row.cause.code)
    if echo is not None:
        yield echo.cause
