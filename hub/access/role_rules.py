"""Which roles exclude each other: a sheet that a body may replace by its own (separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from document_flow.sheet import read_sheet
from hub.access.people import PersonRole
from hub.errors import Refused, Words

OURS = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class RoleRules:
    """Pairs of sets: nobody holds a role of the first beside one of the second."""

    apart: tuple[tuple[frozenset[str], frozenset[str]], ...]

    def refuse_together(self, roles: Iterable[str]) -> None:
        """Refused, naming two roles that exclude each other."""
        held = frozenset(roles)
        for these, those in self.apart:
            if held & these and held & those:
                raise Refused(
                    "access.roles_apart", _apart(min(held & these), min(held & those)), status=422, place="roles"
                )


@cache
def load_role_rules(file: Path | None) -> RoleRules:
    """Our sheet, or the body's own; raises SheetRefused with every problem, OSError where it cannot be read."""
    sheet = read_sheet((file or OURS).read_text(encoding="utf-8"), "roles.refused")
    pairs, known = [], ", ".join(PersonRole)
    for entry in sheet.entries("apart"):
        these, those = entry.texts("these"), entry.texts("those")
        for name in {*these, *those}.difference(PersonRole):
            entry.problem("those", f"«{name}» rolu yoxdur; var: {known}", f"{name!r} is none of the roles {known}")
        entry.done()
        pairs.append((frozenset(these), frozenset(those)))
    sheet.done()
    sheet.findings.refuse_if_any()
    return RoleRules(tuple(pairs))


def _apart(one: str, other: str) -> Words:
    return Words(
        f"Bir şəxsdə “{one}” və “{other}” rolları birlikdə ola bilməz.",
        f"One person cannot have the roles {one} and {other} together.",
    )
