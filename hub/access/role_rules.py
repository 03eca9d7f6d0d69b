"""Which roles exclude each other, and by what a district is judged: a sheet that a body may replace by its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from document_flow.sheet import read_sheet
from hub.access.people import PersonRole
from hub.errors import Refused, Words

RESIDENCES = ("temporary_settlement", "origin_residence", "actual_residence")
"""Those of a person that name a place of the list."""
OURS = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class RoleRules:
    """Pairs of sets: nobody holds a role of the first beside one of the second.

    `district_by` are the residences of a person by one of which a district's representative may look at them.
    """

    apart: tuple[tuple[frozenset[str], frozenset[str]], ...]
    district_by: tuple[str, ...] = ()

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
    district_by = sheet.texts("district_by") if sheet.has("district_by") else ()
    for name in sorted({*district_by}.difference(RESIDENCES)):
        known = ", ".join(RESIDENCES)
        sheet.problem("district_by", f"«{name}» yoxdur; var: {known}", f"{name!r} is none of {known}")
    sheet.done()
    sheet.findings.refuse_if_any()
    return RoleRules(tuple(pairs), district_by)


def _apart(one: str, other: str) -> Words:
    return Words(
        f"Bir şəxsdə “{one}” və “{other}” rolları birlikdə ola bilməz.",
        f"One person cannot have the roles {one} and {other} together.",
    )
