"""What a person may do in the console, by role. Document acts are decided by the documents' kernel, not here.

No committee role sees raw messages, no exchange role signs documents, administrators see no personal data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from hub.access.people import PersonRole
from hub.errors import Forbidden, Words


class Right(StrEnum):
    """One thing that a role may allow."""

    STATE = "state"
    """See how the hub and the agencies are: numbers, no messages."""
    SEE = "see"
    """See messages, failures and repairs, personal values masked."""
    UNMASK = "unmask"
    """See personal values for a stated purpose, which is written down."""
    REPAIR = "repair"
    """Retry and start other repairs."""
    PROPOSE = "propose"
    """Propose an edit of what was sent."""
    APPROVE = "approve"
    """Be the second of four eyes."""
    STEER = "steer"
    """Pause and resume agencies, agree maintenance windows, own failures, inform agencies."""
    EXPORT = "export"
    """Take lists out as files."""
    AUDIT = "audit"
    """Read who has seen and decided what."""
    CONFIGURE = "configure"
    """Contacts, alert rules, accounts."""
    DOCUMENTS = "documents"
    """Work in the document flow."""
    REGISTER = "register"
    """Look persons and households up."""
    PROTECTED = "protected"
    """See a protected address for that purpose, and enter, change or end its protection."""
    CASES = "cases"
    """Open cases of programmes, see them, and act on them."""
    LISTS = "lists"
    """See a programme's lists, and approve them for a party."""
    COUNT = "count"
    """Have the register counted, and see what was counted: figures, nobody."""
    VISIT = "visit"
    """Draw up acts of visits to families of one's own district."""
    SURVEYS = "surveys"
    """Open surveys, take answers, see what was counted; no answer of anybody."""
    RULES = "rules"
    """Propose and sign decision tables."""
    PATHS = "paths"
    """Author approval paths."""
    HOTLINE = "hotline"
    """Tell a proven caller where they stand, and call back; nothing else."""
    SIGN_UP = "sign_up"
    """Sign citizens up for a reception."""
    RECEIVE = "receive"
    """Receive citizens: one's own days, the briefs of those who come, what was promised."""


_R, _P = Right, PersonRole
RIGHTS: Mapping[PersonRole, frozenset[Right]] = {
    _P.VIEWER: frozenset((_R.STATE, _R.SEE)),
    _P.OPERATOR: frozenset((_R.STATE, _R.SEE, _R.UNMASK, _R.REPAIR, _R.STEER, _R.EXPORT)),
    _P.EDITOR: frozenset((_R.STATE, _R.SEE, _R.UNMASK, _R.PROPOSE)),
    _P.APPROVER: frozenset((_R.STATE, _R.SEE, _R.UNMASK, _R.APPROVE)),
    _P.AUDITOR: frozenset((_R.STATE, _R.SEE, _R.AUDIT, _R.EXPORT)),
    _P.ADMINISTRATOR: frozenset((_R.STATE, _R.CONFIGURE)),
    _P.CLERK: frozenset((_R.DOCUMENTS, _R.PATHS, _R.CASES)),
    _P.EXECUTOR: frozenset((_R.DOCUMENTS,)),
    _P.HEAD: frozenset((_R.DOCUMENTS, _R.CASES, _R.SURVEYS, _R.COUNT, _R.RECEIVE)),
    _P.DEPUTY: frozenset((_R.DOCUMENTS, _R.COUNT, _R.RECEIVE)),
    _P.COMMISSION_MEMBER: frozenset((_R.DOCUMENTS, _R.LISTS)),
    _P.COMMISSION_SECRETARY: frozenset((_R.DOCUMENTS,)),
    _P.LAWYER: frozenset((_R.DOCUMENTS, _R.RULES)),
    _P.DISTRICT_REPRESENTATIVE: frozenset((_R.DOCUMENTS, _R.REGISTER, _R.VISIT, _R.LISTS, _R.SURVEYS)),
    _P.PROGRAMME_OFFICER: frozenset((_R.DOCUMENTS, _R.REGISTER, _R.PROTECTED, _R.CASES, _R.SURVEYS)),
    _P.HOTLINE_OPERATOR: frozenset((_R.HOTLINE,)),
    _P.RECEPTIONIST: frozenset((_R.SIGN_UP,)),
}


class RoleMissing(Forbidden):
    """None of the roles that a thing needs; they are named as people or as programs know them."""

    def __init__(self, roles: Iterable[Words | str]) -> None:
        names = [Words(each, each) if isinstance(each, str) else each for each in roles]
        self.names = sorted(name.en for name in names)
        az, en = _either([name.az for name in names], "və ya"), _either([name.en for name in names], "or")
        article = "an" if en[:1] in "aeiou" else "a"
        words = Words(f"Bunu yalnız {az} edə bilər.", f"Only {article} {en} can do this.")
        super().__init__("access.role_missing", words)


def _either(names: Sequence[str], word: str) -> str:
    return f" {word} ".join(each for each in (", ".join(names[:-1]), *names[-1:]) if each)


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """All that these roles allow; a role of a newer hub allows nothing here."""
    known = {role.value for role in PersonRole}
    return frozenset().union(*(RIGHTS[PersonRole(role)] for role in roles if role in known))


def roles_with(right: Right) -> tuple[PersonRole, ...]:
    """The roles that allow it, to tell somebody who lacks it."""
    return tuple(role for role, rights in RIGHTS.items() if right in rights)
