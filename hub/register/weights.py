"""Whose word counts more for the same attribute, by the groups of attributes that manifests of agencies name."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.agencies import BY_NAME
from connectors.manifest import Group

_GROUPS: Mapping[Group, frozenset[str]] = {
    "identity": frozenset(
        ("fin", "surname", "given_name", "patronymic", "patronymic_suffix", "sex", "birth_date", "birth_place",
         "citizenship", "previous_names", "document", "person_numbers")
    ),
    "civil": frozenset(
        ("vital_status", "death_date", "marital_status", "spouse_fin", "mother_fin", "father_fin", "act_type",
         "act_number", "act_date", "state")
    ),
    "residence": frozenset(("address", "place_text", "place_code", "registered_residence", "origin_residence",
         "actual_residence", "temporary_settlement")),
    "utility": frozenset(
        ("provider", "subscriber_code", "meter_no", "holder_name", "holder", "idp_group", "persons_registered",
         "limit_kwh", "period", "initial_reading", "final_reading", "consumption_kwh", "amount_qepik", "debt_qepik")
    ),
}  # fmt: skip
_GROUP_OF: Mapping[str, Group] = {name: group for group, names in _GROUPS.items() for name in names}
_OWN = {"committee": 2, "hub": 2, "committee.cards": 2, "committee.allowance": 1, "committee.visit": -1}
"""Our own word counts alike for everything: between the state registers and the social system, which writes ASCII.

Of the committee's old bases (`mappings.records.Base`) the card file speaks as the committee does. What a
representative has seen on a visit stands only where nobody else has said anything.
"""


_WEIGHED = frozenset(("person", "household", "idp_status", "utility_account", "civil_act"))
"""Kinds of which several parties speak; of other things the last word of whoever keeps their number counts."""


def group_of(kind: str, attribute: str) -> str:
    """The group of attributes in which a fact states it: those of a person by what they tell, else the kind's own."""
    return _GROUP_OF.get(attribute, "social") if kind == "person" else kind


def weight(party: str, attribute: str, kind: str = "person") -> int:
    """How much a party's word on an attribute counts; more outweighs less, and whoever declares nothing counts least.

    What no other group has is social: households, statuses, entitlements.
    """
    if kind not in _WEIGHED:
        return 0
    if party in _OWN:
        return _OWN[party]
    agency = BY_NAME.get(party)
    return agency.weight.get(_GROUP_OF.get(attribute, "social"), 0) if agency else 0
