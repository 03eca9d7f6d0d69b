"""What agencies answer when they are asked about a person: one record a kind of question, as one source tells it.

Names that a Person has mean the same here, so that what several sources say of one field can be compared. A list that
is empty is the source's word that there is none.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mappings.dates import PartialDate
from mappings.identity import Fin
from mappings.value import Value

Voen = Annotated[str, Field(pattern=r"^[0-9]{10}$")]


class Answered(Value):
    """What only an ask brings, about the person of this FIN; shown to who asked, never written to the register."""

    fin: Fin


class Employment(Value):
    """Work under a contract; the position's code is of the source's own list."""

    voen: Voen | None = None
    employer: str | None = None
    position: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


class Disability(Value):
    """Degree 1 to 3 and per cent, until the day of the next examination where one is set."""

    degree: int | None = None
    percent: int | None = None
    until: PartialDate | None = None


class Pension(Value):
    """A pension of the month; its kind is a code of the source's own list."""

    pension_kind: int
    amount_qepik: int
    since: PartialDate | None = None


class SocialSituation(Answered):
    """What the social register knows of somebody: a special category of data, for purposes of its own."""

    kind: Literal["social_situation"] = "social_situation"
    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    sex: Literal["male", "female"] | None = None
    birth_date: PartialDate | None = None
    disability: Disability | None = None
    martyr_family: bool | None = None
    pensions: tuple[Pension, ...] = ()
    employments: tuple[Employment, ...] = ()
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


class Relative(Value):
    """Somebody to whom acts of civil status tie the person: since the act, until the act that ended it."""

    relation: Literal["spouse", "child", "mother", "father"]
    fin: Fin | None = None
    surname: str | None = None
    given_name: str | None = None
    birth_date: PartialDate | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


class FamilyTies(Answered):
    """A person's family by acts of civil status, not by who lives with whom."""

    kind: Literal["family_ties"] = "family_ties"
    surname: str | None = None
    given_name: str | None = None
    birth_date: PartialDate | None = None
    marital_status: Literal["single", "married", "divorced", "widowed"] | None = None
    relatives: tuple[Relative, ...] = ()


class PropertyRight(Value):
    """A registered right to real estate, ended ones too. `area_m2` is decimal text, `share` a fraction such as 1/2."""

    register_no: str
    cadastral_no: str | None = None
    address: str | None = None
    property_type: str | None = None
    area_m2: str | None = None
    right: Literal["ownership", "lease", "use"]
    share: str | None = None
    owner_voen: Voen | None = None
    registered_on: PartialDate | None = None
    ended_on: PartialDate | None = None


class RealEstate(Answered):
    """What the real-estate register extracts of somebody: evidence for a person's decision, never an exclusion.

    `extract_sha256` is of the sealed paper that came along, where one came.
    """

    kind: Literal["real_estate"] = "real_estate"
    extract_no: str
    extract_sha256: str | None = None
    property_rights: tuple[PropertyRight, ...] = ()


class Subscription(Value):
    """Somebody's contract with a utility; a negative debt is a credit."""

    subscriber_code: str
    address: str | None = None
    persons_registered: int | None = None
    debt_qepik: int | None = None


class Utilities(Answered):
    """Contracts with utilities by what they supply; None where the source does not supply it."""

    kind: Literal["utilities"] = "utilities"
    electricity: tuple[Subscription, ...] | None = None
    gas: tuple[Subscription, ...] | None = None
    water: tuple[Subscription, ...] | None = None


class Income(Value):
    """Taxed income of a calendar year."""

    year: int
    amount_qepik: int


class Taxpayer(Answered):
    """What the tax service knows of somebody: own registration, work under contract, income by year."""

    kind: Literal["taxpayer"] = "taxpayer"
    voen: Voen | None = None
    employments: tuple[Employment, ...] = ()
    incomes: tuple[Income, ...] = ()
