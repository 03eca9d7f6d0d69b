"""Whether a case is an official's own or a close relative's, by what the register knows of both.

An official is known by the sealed FIN of the signing certificate; of whom none is kept, nothing is found, and what is
left is the official's own word (`recuse`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hub.access.people import Person
from hub.access.rights import Right, rights_of
from hub.documents.signing.signers import fin_of
from hub.programmes.case_store import CaseStore
from hub.register.entity import Entity
from hub.register.persons import code_of
from hub.register.reading import Reader, fins_of
from hub.register.store import RegisterStore
from hub.store.tx import Tx

_PARENTS: Final = ("mother_fin", "father_fin")


@dataclass(frozen=True, slots=True)
class _Kin:
    """A person's own FINs, those of the parents, and those of all who are close: parents, spouse, household, and
    whoever stands or stood in for the other by a mandate.
    """

    own: frozenset[str]
    parents: frozenset[str]
    close: frozenset[str]


async def is_related(tx: Tx, cases: CaseStore, login: str, subject: str) -> bool:
    """Whether the official is the subject, a parent, child, sibling or spouse, lives in the same household, or one of
    the two acts or acted for the other.
    """
    fin = await fin_of(tx, cases.sealer, login)
    if fin is None:
        return False
    reader = Reader(RegisterStore(cases.sealer, cases.hash))
    official, asked = await _kin(tx, reader, fin), await _kin(tx, reader, subject)
    return bool(
        official.own & (asked.own | asked.close) or asked.own & official.close or official.parents & asked.parents
    )


async def may_see_address(tx: Tx, cases: CaseStore, person: Person, *whose: Entity) -> bool:
    """Whether an official may see the protected addresses of these: with the right, and close to nobody there."""
    return Right.PROTECTED in rights_of(person.roles) and not await is_close(tx, cases, person.login, *whose)


async def is_close(tx: Tx, cases: CaseStore, login: str, *whose: Entity) -> bool:
    """Whether an official is close to one of these, or to anybody from whom their address is protected."""
    over = await Reader(RegisterStore(cases.sealer, cases.hash)).over(tx, *whose)
    fins = [*(code_of(each.attributes) for each in whose), *(each.attributes.get("against_fin") for each in over)]
    return any([await is_related(tx, cases, login, fin) for fin in fins if fin])


async def family_of(tx: Tx, cases: CaseStore, login: str) -> frozenset[str]:
    """The FINs of the official and of all who are close; none where the official's own is not known."""
    fin = await fin_of(tx, cases.sealer, login)
    if fin is None:
        return frozenset()
    kin = await _kin(tx, Reader(RegisterStore(cases.sealer, cases.hash)), fin)
    return kin.own | kin.close


async def _kin(tx: Tx, reader: Reader, fin: str) -> _Kin:
    person = await reader.by_key(tx, "fin", fin)
    own = frozenset((fin, *(await fins_of(tx, reader.store, person) if person is not None else ())))
    said: dict[str, Any] = dict(person.attributes) if person is not None else {}
    parents = frozenset(said[name] for name in _PARENTS if said.get(name))
    households = await reader.households(tx, sorted(own))
    members = (each.get("fin") for home in households for each in home.attributes.get("members", ()))
    mandates = await reader.things_of(tx, "mandate", fin, others=True)
    acting = (each.attributes.get(name) for each in mandates for name in ("fin", "representative_fin"))
    heads = (home.attributes.get("head_fin") for home in households)
    found = (*parents, said.get("spouse_fin"), *members, *heads, *acting)
    return _Kin(own, parents, frozenset(each for each in found if each) - own)
