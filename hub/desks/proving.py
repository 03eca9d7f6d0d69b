"""Whether a caller is who they say: facts that the register holds and that nobody reads aloud to them. Pure.

The same questions are asked about everybody, so that they say nothing of whom the register knows. All in all the
answer is right or wrong; which of them was wrong, nobody learns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from document_flow.dates_az import MONTHS
from document_flow.words import Words
from mappings.text import match_key

NEEDED: Final = {"fin": 3, "name": 3}
"""How many facts have to be right, by what the person was found by: a name comes with its birth date already, which
whoever knows the name may know too, so that it proves nothing.
"""
_SPLIT = re.compile(r"[\W_]+")
_MONTHS = {match_key(name): number for number, each in enumerate(MONTHS, 1) for name in (each.az, each.en)}
_LIKE_MONTH = 4
_SEGMENTS = re.compile(r"[/,;]")
_DISTRICT_WORDS = frozenset(map(match_key, ("rayon", "rayonu", "rayonundan")))
_PLACE_WORDS = _DISTRICT_WORDS | frozenset(
    match_key(each)
    for each in [
        "kənd",
        "kəndi",
        "kəndindən",
        "qəsəbə",
        "qəsəbəsi",
        "şəhər",
        "şəhəri",
        "şəhərindən",
    ]
)
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class ProvingFacts:
    """What the register holds of a person to be asked for; empty where it does not.

    `birth` is month and day, `03-07`; `family` how many are in the household now; `origins` are places as they are
    written; `papers` the numbers of card and decisions.
    """

    birth: str = ""
    family: int = 0
    origins: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing to ask. `right` says of an answer whether it is so; None where the register does not know."""

    name: str
    question: Words
    hint: Words
    right: Callable[[ProvingFacts, str], bool | None]


def is_proven(facts: ProvingFacts, said: Mapping[str, str], found_by: str) -> bool:
    """Whether none of what was said is wrong, and enough of it is known to be right."""
    judged = [proof.right(facts, said[proof.name]) for proof in asked(found_by) if said.get(proof.name, "").strip()]
    return False not in judged and judged.count(True) >= NEEDED[found_by]


def asked(found_by: str) -> tuple[Proof, ...]:
    """What is asked of a caller who was found by this."""
    return PROOFS if found_by == "fin" else PROOFS[1:]


def _birth(facts: ProvingFacts, said: str) -> bool | None:
    words = [word for word in _SPLIT.split(said) if word]
    if not facts.birth:
        return None
    if len(words) not in (2, 3) or not words[0].isdecimal():
        return False
    month = int(words[1]) if words[1].isdecimal() else _month(words[1])
    return facts.birth == f"{month:02}-{int(words[0]):02}"


def _month(word: str) -> int:
    key = match_key(word)
    return next((n for name, n in _MONTHS.items() if key == name or key[:_LIKE_MONTH] == name[:_LIKE_MONTH]), 0)


def _family(facts: ProvingFacts, said: str) -> bool | None:
    found = re.fullmatch(r"\D*(\d{1,2})\D*", said)
    return (found is not None and int(found[1]) == facts.family) if facts.family else None


def _origin(facts: ProvingFacts, said: str) -> bool | None:
    """The village, or the town, with its district or without; where only the district is known, the district.

    Of what is held only the most specific path counts, and one word that is not on it makes the answer wrong, so that
    one try is one guess.
    """
    path = max(map(_path, facts.origins), key=len, default=[])
    if not path:
        return None
    words = [word for name in _path(said) for word in name]
    return set(path[-1]) <= set(words) <= {word for name in path for word in name}


def _path(text: str) -> list[tuple[str, ...]]:
    """A place as it is written, from the district down: the words of each name, without what kind of place it is."""
    districts: list[tuple[str, ...]] = []
    within: list[tuple[str, ...]] = []
    for segment in _SEGMENTS.split(text):
        name: list[str] = []
        for word in filter(None, map(match_key, _SPLIT.split(segment))):
            if word not in _PLACE_WORDS:
                name.append(word)
            elif name:
                (districts if word in _DISTRICT_WORDS else within).append(tuple(name))
                name = []
        if name:
            within.append(tuple(name))
    return [*districts, *within]


def _paper(facts: ProvingFacts, said: str) -> bool | None:
    digits = "".join(re.findall(r"\d", said))
    known = ["".join(re.findall(r"\d", each)) for each in facts.papers]
    known = [each for each in known if len(each) >= _DIGITS]
    if not known:
        return None
    return len(digits) >= _DIGITS and any(each.endswith(digits) for each in known)


PROOFS: Final = (
    Proof(
        "birth",
        Words("Doğulduğunuz gün və ay?", "On which day and month were you born?"),
        Words("7 mart, 07.03", "7 March, 07.03"),
        _birth,
    ),
    Proof(
        "family",
        Words("Ailənizdə indi neçə nəfər qeydiyyatdadır?", "How many are registered in your family now?"),
        Words("özü ilə birlikdə, rəqəmlə", "with the caller, as a number"),
        _family,
    ),
    Proof(
        "origin",
        Words("Hansı kənddən (şəhərdən) köçmüsünüz?", "From which village or town were you displaced?"),
        Words("yalnız bir yer", "one place only"),
        _origin,
    ),
    Proof(
        "paper",
        Words("Vəsiqənizin və ya qərarınızın son dörd rəqəmi?", "The last four digits of your card or decision?"),
        Words("ən azı dörd rəqəm", "four digits or more"),
        _paper,
    ),
)
