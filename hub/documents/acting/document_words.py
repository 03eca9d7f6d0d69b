"""What documents are found by: words of subject, correspondent and executor, and numbers in part, as keyed hashes.

Subjects and names are sealed; this is their blind index. A word is kept by its beginnings, so that an ending does not
matter (`ailələrin` finds `ailələr`), folded as names are compared; what has a digit is kept by every three signs of it,
so that a number is found by any part. Rows are written with the event that changes what they are of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from document_flow.context import Context
from document_flow.documents.state import Document
from hub.documents.acting.projecting import Changed
from hub.store.sealing import KeyedHash
from hub.store.tx import Rows, Tx
from mappings.text import az_lower, match_key

CUTS = (3, 4, 6)
"""Lengths of the beginnings that are kept of a word, in letters."""
MOST_WORDS = 12
"""How many keys one search has at most; what is longer is found by its first ones."""
_MOST_OF_ONE = 600
_PART = 3
_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_JOINT = re.compile(r"[-/.]")

Where = Literal["any", "correspondent", "executor"]
"""In which part of a document a word is looked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """The texts of a document that it is found by; `executors` are logins."""

    subject: str
    correspondents: tuple[str, ...]
    executors: tuple[str, ...]
    numbers: tuple[str, ...]
    author: str

    @classmethod
    def of(cls, document: Document) -> Said:
        """As it stands."""
        origin, registered, appeal = document.origin, document.registration, document.appeal
        named = (origin.body, origin.name) if origin is not None else ()
        citizen = (appeal.applicant.name,) if appeal is not None and appeal.applicant is not None else ()
        executors = (login for each in document.orders.resolutions.values() for login in each.executors)
        numbers = (registered.reg_no if registered else "", origin.reg_no if origin else "")
        return cls(
            document.title,
            tuple(each for each in (*named, *document.recipients, *citizen) if each),
            tuple(dict.fromkeys(executors)),
            tuple(each for each in numbers if each),
            document.run.author or document.author,
        )


async def write_words(tx: Tx, keyed: KeyedHash, changed: Sequence[Changed], context: Context) -> None:
    """The rows of these documents, by difference; nothing is computed of what stays as it was."""
    fresh: list[tuple[str, str]] = []
    gone: list[tuple[str, str]] = []
    for each in changed:
        before, after = Said.of(each.before), Said.of(each.after)
        if before == after and each.before.length:
            continue
        had = _keys(keyed, before, context) if each.before.length else frozenset()
        has = _keys(keyed, after, context)
        fresh += [(key, each.id) for key in sorted(has - had)]
        gone += [(key, each.id) for key in sorted(had - has)]
    if gone:
        await tx.execute(
            "DELETE FROM document_words WHERE (word, document_id) IN (SELECT r.word, r.document_id FROM {rows})",
            rows=Rows("word text, document_id uuid", gone),
        )
    await tx.many("INSERT INTO document_words (word, document_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", fresh)


def _keys(keyed: KeyedHash, said: Said, context: Context) -> frozenset[str]:
    name = context.directory.name
    correspondents = [*said.correspondents]
    for code in said.correspondents:
        title = context.body(code)
        correspondents += (title.az, title.en)
    executors = [name(login) for login in said.executors]
    anywhere = (said.subject, *correspondents, *executors, *said.numbers, name(said.author))
    parts: list[str] = [_key(keyed, "any", piece) for piece in _indexed(anywhere)]
    parts += [_key(keyed, "correspondent", piece) for piece in _indexed(correspondents)]
    parts += [_key(keyed, "executor", piece) for piece in _indexed(executors)]
    parts += [login_key(keyed, login) for login in said.executors]
    return frozenset(parts[:_MOST_OF_ONE])


def _key(keyed: KeyedHash, where: Where, piece: str) -> str:
    return keyed(f"document-word/{where}", piece)


def login_key(keyed: KeyedHash, login: str) -> str:
    """The key of documents that this person executes."""
    return keyed("document-executor", login)


def keys_of_search(keyed: KeyedHash, text: str, where: Where = "any") -> tuple[str, ...]:
    """The keys that a document must have all of; none where nothing in the text is a word."""
    pieces = dict.fromkeys(piece for word in _words(text) for piece in _asked(word))
    return tuple(_key(keyed, where, piece) for piece in list(pieces)[:MOST_WORDS])


def _indexed(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(piece for text in texts for word in _words(text) for piece in _kept(word)))


def _words(text: str) -> Iterator[str]:
    """Its words, folded; what has a digit stays in one piece with its strokes."""
    for found in _WORD.findall(text):
        if any(sign.isdigit() for sign in found):
            yield az_lower(found)
        else:
            yield from (folded for part in _JOINT.split(found) if (folded := match_key(part)))


def _kept(word: str) -> Iterator[str]:
    if any(sign.isdigit() for sign in word):
        yield from _parts(word)
        yield from (part for part in _JOINT.split(word) if len(part) < _PART)
    elif len(word) < CUTS[0]:
        yield word
    else:
        yield from (word[:cut] for cut in CUTS if len(word) >= cut)


def _asked(word: str) -> Iterator[str]:
    if any(sign.isdigit() for sign in word):
        yield from _parts(word)
    else:
        yield word[: max((cut for cut in CUTS if len(word) >= cut), default=len(word))]


def _parts(word: str) -> Iterator[str]:
    """Every three signs of it; all of it where it is shorter."""
    yield from (word[at : at + _PART] for at in range(max(1, len(word) - _PART + 1)))


_COUNTED = 2000
"""How far the rows of a key are counted, to begin with the rarest."""


async def rarest(tx: Tx, keys: Sequence[str]) -> str:
    """The key with the fewest documents: a search begins with it. At most `_COUNTED` rows of each are looked at."""
    if len(keys) == 1:
        return keys[0]
    names = {f"word_{chr(97 + number)}": key for number, key in enumerate(keys)}
    counted = " UNION ALL ".join(
        f"SELECT :{name} AS word, (SELECT count(*) FROM (SELECT 1 FROM document_words w WHERE w.word = :{name}"
        f" LIMIT {_COUNTED}) AS few) AS n"
        for name in names
    )
    rows = await tx.fetch(f"SELECT word FROM ({counted}) AS all_of ORDER BY n, word LIMIT 1", names)
    return str(rows[0]["word"])
