"""The names of roles as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from hub.access.people import PersonRole
from hub.errors import Words

ROLE_NAMES: Mapping[PersonRole, Words] = {
    PersonRole.VIEWER: Words("müşahidəçi", "viewer"),
    PersonRole.OPERATOR: Words("operator", "operator"),
    PersonRole.EDITOR: Words("redaktə edən", "editor"),
    PersonRole.APPROVER: Words("təsdiqləyən", "approver"),
    PersonRole.AUDITOR: Words("auditor", "auditor"),
    PersonRole.ADMINISTRATOR: Words("inzibatçı", "administrator"),
    PersonRole.CLERK: Words("dəftərxana işçisi", "clerk"),
    PersonRole.EXECUTOR: Words("icraçı", "executor"),
    PersonRole.HEAD: Words("rəhbər", "head"),
    PersonRole.DEPUTY: Words("rəhbərin müavini", "deputy"),
    PersonRole.COMMISSION_MEMBER: Words("komissiya üzvü", "commission member"),
    PersonRole.COMMISSION_SECRETARY: Words("komissiya katibi", "commission secretary"),
    PersonRole.LAWYER: Words("hüquqşünas", "lawyer"),
    PersonRole.DISTRICT_REPRESENTATIVE: Words("rayon nümayəndəsi", "district representative"),
    PersonRole.PROGRAMME_OFFICER: Words("proqram əməkdaşı", "programme officer"),
    PersonRole.HOTLINE_OPERATOR: Words("qaynar xəttin operatoru", "hotline operator"),
    PersonRole.RECEPTIONIST: Words("qəbula yazan işçi", "receptionist"),
}
