"""The versions of approval paths: kept for ever under their SHA-256, and remembered, since they never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from document_flow.documents.facts import Status
from document_flow.outcome import Refusal
from document_flow.paths.authoring.authoring import CODE, PathRefused, load_path
from document_flow.paths.canonical import canonical, from_canonical, version_id
from document_flow.paths.path import Path
from document_flow.people import Directory
from document_flow.requisites import BY_DEFAULT, RequisiteRules, path_lacks
from document_flow.sheet import Problem
from document_flow.words import Words
from hub.documents.office.directory import load_directory
from hub.store.sealing import Sealer
from hub.store.tx import Row, Rows, Tx

_UNDER_WAY: Mapping[str, object] = {"going": Status.IN_APPROVAL.value, "back": Status.RETURNED.value}
_COLUMNS = "hash, number, body, source, made_by, created_at"


@dataclass(frozen=True, slots=True)
class PathVersion:
    """A stored version: the path, its hash, its running number, and the text that it was written as."""

    path: Path
    hash: str
    number: int
    source: str
    made_by: str
    created_at: int


class PathRepository:
    """Finds versions of paths."""

    def __init__(self) -> None:
        self._known: dict[str, Path] = {}

    async def path(self, tx: Tx, sha256: str) -> Path | None:
        """The version with this hash."""
        if sha256 not in self._known:
            rows = await tx.fetch("SELECT body FROM approval_paths WHERE hash = :hash", {"hash": sha256})
            if not rows:
                return None
            self._known[sha256] = from_canonical(bytes(rows[0]["body"]))
        return self._known[sha256]

    async def chosen(self, tx: Tx, name: str, kind: str) -> Path | Refusal:
        """The version that a submission names, by its hash or as the newest of a path; for documents of this kind."""
        rows = await tx.fetch(
            "SELECT hash FROM approval_paths WHERE hash = :name OR path = :name ORDER BY number DESC LIMIT 1",
            {"name": name},
        )
        found = await self.path(tx, rows[0]["hash"]) if rows else None
        if found is None:
            return _no_path(name)
        return found if kind in found.kinds else _other_kind(found, kind)


def lacking(requisites: RequisiteRules, path: Path, directory: Directory) -> tuple[Problem, ...]:
    """What a document could go the path without, though its kind demands it, beside the kinds of the sheet."""
    return tuple(Problem(1, "kinds", words) for words in path_lacks(requisites, path, directory))


async def drafted(tx: Tx, sealer: Sealer, source: str, by: str, requisites: RequisiteRules) -> tuple[PathVersion, bool]:
    """The path as its next version, and whether that is new: the newest one again where nothing has changed.

    PathRefused if it is wrong, or if a document could go it without what its kind demands.
    """
    authored = load_path(source)
    problems = lacking(requisites, authored, await load_directory(tx, sealer))
    if problems:
        raise PathRefused(CODE, problems)
    newest = await path_version(tx, authored.id)
    if newest is not None and replace(authored, version=newest.path.version) == newest.path:
        return newest, False
    number = newest.number + 1 if newest else 1
    path = replace(authored, version=number)
    return PathVersion(path, version_id(path), number, source, by, await tx.now()), True


async def save_path(
    tx: Tx, sealer: Sealer, source: str, by: str, requisites: RequisiteRules = BY_DEFAULT
) -> PathVersion:
    """Store a path as its next version, as `drafted` makes it; the newest one again where nothing has changed."""
    made, is_new = await drafted(tx, sealer, source, by, requisites)
    if is_new:
        await _keep(tx, [made])
    return made


async def settle_paths(tx: Tx, sealer: Sealer, sources: Sequence[str], by: str) -> None:
    """Store those paths that are not there yet in any version; PathRefused if one is wrong, as `drafted` says."""
    there = {row["path"] for row in await tx.fetch("SELECT DISTINCT a.path FROM approval_paths a")}
    new = [(authored, source) for source in sources if (authored := load_path(source)).id not in there]
    if not new:
        return
    directory, now = await load_directory(tx, sealer), await tx.now()
    if problems := [each for authored, _ in new for each in lacking(BY_DEFAULT, authored, directory)]:
        raise PathRefused(CODE, tuple(problems))
    first = [(replace(authored, version=1), source) for authored, source in new]
    await _keep(tx, [PathVersion(path, version_id(path), 1, source, by, now) for path, source in first])


async def _keep(tx: Tx, made: Sequence[PathVersion]) -> None:
    await tx.many(
        "INSERT INTO approval_paths (hash, path, number, body, source, made_by, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [(m.hash, m.path.id, m.number, canonical(m.path), m.source, m.made_by, m.created_at) for m in made],
    )


async def newest_paths(tx: Tx) -> list[PathVersion]:
    """The newest version of every path, by their ids."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM approval_paths a WHERE number ="
        " (SELECT max(b.number) FROM approval_paths b WHERE b.path = a.path) ORDER BY path"
    )
    return [_version(row) for row in rows]


async def versions_of(tx: Tx, name: str) -> list[PathVersion]:
    """All versions of the path with this id, the newest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM approval_paths WHERE path = :name ORDER BY number DESC", {"name": name}
    )
    return [_version(row) for row in rows]


async def path_version(tx: Tx, name: str) -> PathVersion | None:
    """The version with this hash, or the newest of the path with this id."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM approval_paths WHERE hash = :name OR path = :name ORDER BY number DESC LIMIT 1",
        {"name": name},
    )
    return _version(rows[0]) if rows else None


async def version_hashes(tx: Tx, name: str) -> list[str]:
    """The hashes of all versions of a path."""
    return [row["hash"] for row in await tx.fetch("SELECT hash FROM approval_paths WHERE path = :path", {"path": name})]


async def running_by_version(tx: Tx) -> Mapping[str, int]:
    """How many documents are under way by each version."""
    rows = await tx.fetch(
        "SELECT path_hash, count(*) AS n FROM documents WHERE status IN (:going, :back) AND path_hash IS NOT NULL"
        " GROUP BY path_hash",
        _UNDER_WAY,
    )
    return {row["path_hash"]: row["n"] for row in rows}


async def running_on(tx: Tx, hashes: Sequence[str], most: int) -> Sequence[Row]:
    """Documents under way by these versions, the oldest first."""
    if not hashes:
        return ()
    return await tx.fetch(
        "SELECT d.id, d.path_hash FROM {rows} JOIN documents d ON d.path_hash = r.hash"
        " WHERE d.status IN (:going, :back) ORDER BY d.id LIMIT :most",
        {**_UNDER_WAY, "most": most},
        rows=Rows("hash text", [(each,) for each in hashes]),
    )


def _version(row: Row) -> PathVersion:
    path = from_canonical(bytes(row["body"]))
    return PathVersion(path, row["hash"], row["number"], row["source"], row["made_by"], row["created_at"])


def _no_path(name: str) -> Refusal:
    shown = name[:80]
    words = Words(
        f"«{shown}» adlı razılaşma yolu yoxdur; yolların siyahısı: hub paths list.",
        f"There is no approval path “{shown}”; hub paths list shows them.",
    )
    if not name:
        words = Words(
            "Sənədin hansı razılaşma yolu ilə gedəcəyini yazın.",
            "Name the approval path that the document is to go by.",
        )
    return Refusal("documents.no_such_path", words, "invalid")


def _other_kind(path: Path, kind: str) -> Refusal:
    kinds = ", ".join(path.kinds)
    words = Words(
        f"“{path.id}” yolu “{kind}” növlü sənəd üçün deyil; o, {kinds} üçündür.",
        f"The path {path.id} is not for documents of kind {kind}; it is for {kinds}.",
    )
    return Refusal("documents.path_for_others", words, "invalid")
