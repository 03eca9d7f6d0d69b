"""Why a form of the office stays closed: the roles are those that the API asks for."""

from __future__ import annotations

from hub.access.people import PersonRole
from hub.access.rights import RoleMissing
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import Viewer
from hub.errors import Words

ADMINISTERS = (PersonRole.CLERK, PersonRole.HEAD, PersonRole.ADMINISTRATOR)
SETTLES_UNITS = (PersonRole.HEAD, PersonRole.ADMINISTRATOR)
HANDS_OVER = (PersonRole.CLERK, PersonRole.HEAD)
KEEPS_FILES = (PersonRole.CLERK,)
PROPOSES_DESTRUCTION = (PersonRole.CLERK, PersonRole.HEAD, PersonRole.LAWYER)
READS_REPORTS = (PersonRole.HEAD, PersonRole.DEPUTY, PersonRole.CLERK, PersonRole.AUDITOR)


def closed_to(who: Viewer, roles: tuple[PersonRole, ...]) -> Words | None:
    """Which role is lacking; None where one is there."""
    if who.person.roles & {role.value for role in roles}:
        return None
    return RoleMissing(ROLE_NAMES[role] for role in roles).words
