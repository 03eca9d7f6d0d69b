"""The canonical values that every agency's format is translated to and from (Canonical Data Model).

All models are frozen and refuse unknown fields; a field that is not known is `None`, never a default.
Money is an integer of qəpik, a period is `yyyy-MM`, a date is a `PartialDate`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter, field_validator

from mappings.answers import FamilyTies, RealEstate, SocialSituation, Taxpayer, Utilities
from mappings.case_notices import CaseNotice, NoticeAnswer
from mappings.dates import PartialDate
from mappings.identity import Code, Fin
from mappings.official_documents import DocumentNotice, OfficialDocument
from mappings.places import PLACES
from mappings.registered import (
    Acknowledgement,
    AllowanceEntitlement,
    CertificateRequest,
    HousingList,
    HousingUnit,
    IdpCard,
    JobMatch,
    Mandate,
    Permission,
    Registered,
    Right,
    SurveyResponse,
    Things,
    Vacancy,
)
from mappings.rights_of_use import RightOfUse
from mappings.usage import UsageNotice
from mappings.value import Value

Period = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
FinState = Literal["verified", "unverified", "absent"]
Sex = Literal["male", "female"]
PatronymicSuffix = Literal["oglu", "qizi"]
VitalStatus = Literal["alive", "deceased"]
MaritalStatus = Literal["single", "married", "divorced", "widowed"]
Provider = Literal["azeriqaz", "azerishiq", "azersu"]
ActType = Literal["birth", "death", "marriage", "divorce", "name_change", "cancel"]
ActRole = Literal["child", "mother", "father", "spouse1", "spouse2", "deceased", "person"]
Relation = Literal[
    "head",
    "spouse",
    "son",
    "daughter",
    "father",
    "mother",
    "brother",
    "sister",
    "grandfather",
    "grandmother",
    "grandchild",
    "daughter_in_law",
    "other",
]


class Provenance(Value):
    """Where a field's value came from; `at` is µs UTC and filled by whoever knows the time, not by the mapping."""

    source: str
    at: int | None = None


class PersonName(Value):
    """A name somebody bears or bore, until the day `until`; `lossy` and `derived` are as in Person."""

    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    patronymic_suffix: PatronymicSuffix | None = None
    until: PartialDate | None = None
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


DocumentType = Literal["id_card_old", "id_card_new", "child_card", "passport", "birth_certificate", "military_ticket"]
"""What proves who somebody is; an old identity card bears AZE and eight digits, a new one two letters and seven."""


class IdentityDocument(Value):
    """An identity card or another such paper as its issuer describes it; `type` where a source says it."""

    type: DocumentType | None = None
    series: str | None = None
    number: str | None = None
    issued_on: PartialDate | None = None
    valid_until: PartialDate | None = None
    issuer: str | None = None


class Residence(Value):
    """A place somebody is registered at. The codes are the source's own table and opaque elsewhere."""

    district_code: str | None = None
    place_code: str | None = None
    street: str | None = None
    building: str | None = None
    flat: str | None = None
    registered_on: PartialDate | None = None


def _listed(text: str) -> str:
    if PLACES.at(text) is None:
        raise ValueError("no place of the list")
    return text


PlaceKey = Annotated[str, AfterValidator(_listed)]
"""A place of `places.yaml` as it was: `Tərtər`, `Tərtər/Talış`."""
ObjectType = Literal["yataqxana", "sanatoriya", "inzibati_bina", "yarimciq_tikili", "basqasinin_menzili", "yeni_qesebe"]


class PlacedResidence(Value):
    """Where somebody lived or lives: a place of the list, an origin as the place that it was (`mappings.lineage`).

    `gas_supplied` says whether each dwelling there has gas of its own: the rate of the allowance rests on it.
    """

    place: PlaceKey
    address: str | None = None
    object_type: ObjectType | None = None
    since: PartialDate | None = None
    gas_supplied: bool | None = None


class Person(Value):
    """A human as one source describes them.

    `fin_state` is `verified` only where DİN itself says so. `lossy` names the fields whose letters a character set
    destroyed or an alphabet could not hold, `derived` those transliterated by us: neither may replace a full value.
    """

    kind: Literal["person"] = "person"
    person_id: str | None = None
    fin: Fin | None = None
    fin_state: FinState | None = None
    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    patronymic_suffix: PatronymicSuffix | None = None
    sex: Sex | None = None
    birth_date: PartialDate | None = None
    birth_place: str | None = None
    citizenship: str | None = None
    vital_status: VitalStatus | None = None
    death_date: PartialDate | None = None
    marital_status: MaritalStatus | None = None
    document: IdentityDocument | None = None
    registered_residence: Residence | None = None
    origin_residence: PlacedResidence | None = None
    actual_residence: PlacedResidence | None = None
    temporary_settlement: PlacedResidence | None = None
    previous_names: tuple[PersonName, ...] = ()
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    provenance: dict[str, Provenance] = Field(default_factory=dict)


class ActSubject(Value):
    """A person in an act, by the part they have in it."""

    role: ActRole
    person: Person


class Office(Value):
    """The registration office that drew up the act."""

    code: str | None = None
    name: str | None = None


class CivilAct(Value):
    """A birth, death, marriage, divorce or change of name, or the cancellation of one.

    `act_number` names the act, also in a cancellation: it is the cancelled act's number. `supersedes` is the
    `event_id` of the event that this one replaces. `act_date` is the local day; `act_offset` keeps the offset written.
    """

    kind: Literal["civil_act"] = "civil_act"
    event_id: str
    act_type: ActType
    act_number: str
    act_date: PartialDate
    act_offset: str | None = None
    office: Office | None = None
    subjects: tuple[ActSubject, ...] = ()
    supersedes: str | None = None


class Member(Value):
    """A person's time in a household."""

    fin: Code | None = None
    person_id: str | None = None
    relation: Relation
    since: PartialDate | None = None
    until: PartialDate | None = None


class Household(Value):
    """A family as the committee counts it: who lives or lived in it, and since when."""

    kind: Literal["household"] = "household"
    household_id: str | None = None
    head_fin: Code | None = None
    members: tuple[Member, ...] = ()


class IdpStatus(Value):
    """Someone's status as a displaced person (law 668-IQ; equated persons by law 669-IQ, article 2).

    An end that is `undone` never was: the decision that ended it has fallen.
    """

    kind: Literal["idp_status"] = "idp_status"
    status_id: str | None = None
    fin: Code | None = None
    category: Literal["idp", "equated", "refugee"]
    card_no: str | None = None
    origin_place: str | None = None
    decision_no: str | None = None
    decision_date: PartialDate | None = None
    valid_from: PartialDate | None = None
    ended_on: PartialDate | None = None
    end_reason: Literal["returned", "refused_housing", "deceased", "revoked", "law", "undone"] | None = None


class UtilityAccount(Value):
    """A subscriber of a utility, with the month's reading and charge where the source gives them.

    Readings and consumption are kWh; a negative `debt_qepik` is a credit of the subscriber.
    """

    kind: Literal["utility_account"] = "utility_account"
    provider: Provider
    subscriber_code: str
    meter_no: str | None = None
    fin: Fin | None = None
    holder_name: str | None = None
    holder: PersonName | None = None
    idp_group: bool | None = None
    persons_registered: int | None = None
    limit_kwh: int | None = None
    place_text: str | None = None
    place_code: str | None = None
    address: str | None = None
    period: Period | None = None
    initial_reading: int | None = None
    final_reading: int | None = None
    consumption_kwh: int | None = None
    amount_qepik: int | None = None
    debt_qepik: int | None = None
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


class AccountRef(Value):
    """A subscriber at a utility, named as the utility names it."""

    provider: Provider
    subscriber_code: str


class PersonChange(Value):
    """What the register tells others after a person changed: the person now, and which fields are new.

    `has_idp_status` is None where the register does not know, `age` (completed years on the day of the change) where
    the birth date is not known to the day. `origin` names the party the change came from, so that it is not echoed back
    to it.
    """

    kind: Literal["person_change"] = "person_change"
    person: Person
    changed: tuple[str, ...] = ()
    has_idp_status: bool | None = None
    age: int | None = None
    accounts: tuple[AccountRef, ...] = ()
    origin: str

    @field_validator("changed")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(names) - Person.model_fields.keys() - {"idp_status"}
        if unknown:
            raise ValueError(f"not fields of a person: {', '.join(sorted(unknown))}")
        return names


class ListedFamily(Registered):
    """A family of an approved list, as people wrote it. `persons` is what the list says, not what was counted.

    `list_title` is the list's, by which families of two lists are told apart.
    """

    kind: Literal["listed_family"] = "listed_family"
    list_title: str | None = None
    number: str
    head: Person
    members: tuple[Person, ...] = ()
    persons: int | None = None
    origin_district: str | None = None
    origin_place_code: str | None = None
    origin_village: str | None = None
    address: str | None = None
    gas: bool | None = None
    electricity: bool | None = None
    water: bool | None = None
    note: str | None = None
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """A list numbers its families for itself."""
        return f"{self._list}:{self.number}"

    @property
    def whole(self) -> str | None:
        """One list a district (Cabinet decision 55 of 17 February 2017); one without a title is no list again."""
        return self._list if self.list_title else None

    @property
    def _list(self) -> str:
        return f"{self.list_title or ''}:{self.origin_place_code or self.origin_district}"

    @property
    def about(self) -> tuple[str, ...]:
        """Everybody in it whose FIN is known."""
        return tuple(each.fin for each in (self.head, *self.members) if each.fin)


class ApprovedList(Things):
    """A list of families that several bodies sign (Cabinet decision 55): recipients of an allowance, consumers."""

    kind: Literal["approved_list"] = "approved_list"
    title: str | None = None
    families: tuple[ListedFamily, ...]
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def things(self) -> tuple[Registered, ...]:
        """Its families, each under the list's title."""
        return tuple(each.model_copy(update={"list_title": self.title}) for each in self.families)


class AllowancePayment(Registered):
    """One payment of the unified monthly allowance: as the committee asks for it, or as who pays it answers.

    `batch_id` and `sequence` together are the payment, also when it is sent again; an answer tells no amount. `rate` is
    in manat a person a month. `duplicate` after a silence means that it was paid; `not_collected`, that nobody came for
    it.
    """

    kind: Literal["allowance_payment"] = "allowance_payment"
    batch_id: str
    sequence: int
    fin: Fin
    iban: str | None = None
    payee: str | None = None
    amount_qepik: int | None = None
    period: Period | None = None
    rate: Literal[33, 60] | None = None
    result: Literal["paid", "account_closed", "name_mismatch", "not_collected", "duplicate", "retry"] | None = None
    paid_on: PartialDate | None = None
    bank_reference: str | None = None
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """Batch and sequence."""
        return f"{self.batch_id}:{self.sequence}"

    @property
    def about(self) -> tuple[str, ...]:
        """Whom it is paid for."""
        return (self.fin,)


class PaymentList(Things):
    """Payments of one batch for one payer: that of accounts where nobody is named. `serial` numbers the files that it
    gets in a day, from 1 on.
    """

    kind: Literal["payment_list"] = "payment_list"
    batch_id: str
    file_date: PartialDate
    serial: int
    payer: str | None = None
    payments: tuple[AllowancePayment, ...]
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def things(self) -> tuple[Registered, ...]:
        """Payments, each of the list's batch."""
        return self.payments


Base = Literal["cards", "allowance", "utilities", "survey"]
"""The bases that the committee kept apart; of two that tell the same of a person the one named first counts more."""


class BaseRow(Value):
    """A row of one of the committee's old bases: who it is about, as the base writes it, and what it says of them.

    `number` is the row's own in its base. `person` is to be linked (`mappings.linking`); the rest has no FIN yet.
    """

    kind: Literal["base_row"] = "base_row"
    base: Base
    number: str
    person: Person
    household_no: str | None = None
    relation: Relation | None = None
    origin_district: str | None = None
    origin_place_code: str | None = None
    settlement_address: str | None = None
    status: IdpStatus | None = None
    entitlement: AllowanceEntitlement | None = None
    account: UtilityAccount | None = None
    response: SurveyResponse | None = None
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def settled_at(self) -> str | None:
        """The address at which somebody lives for the time being: of a subscriber that of the account."""
        return self.settlement_address or (self.account.address if self.account else None)

    @property
    def monthly_qepik(self) -> int:
        """What is paid a month by this row: the allowance, or the utility's charge."""
        paid = self.entitlement.amount_qepik if self.entitlement else None
        charged = self.account.amount_qepik if self.account else None
        return (paid or 0) + (charged or 0)


class FileReply(Value):
    """What the sender of a bulk file is told about it, as a file of its own: which rows were not taken and why; or of a
    month's readings, by the sender's own account codes, what does not agree with the entitlements.

    `content` is the file's text with places and reasons only, never a name or a FIN. `party` is the sender.
    """

    kind: Literal["file_reply"] = "file_reply"
    party: str
    file_name: str
    name: str
    encoding: str
    content: str


Record = Annotated[
    Person
    | CivilAct
    | Household
    | IdpStatus
    | UtilityAccount
    | PersonChange
    | FileReply
    | UsageNotice
    | AllowancePayment
    | ApprovedList
    | OfficialDocument
    | DocumentNotice
    | SocialSituation
    | FamilyTies
    | RealEstate
    | Taxpayer
    | Utilities
    | HousingUnit
    | HousingList
    | Vacancy
    | JobMatch
    | CertificateRequest
    | Mandate
    | Permission
    | Acknowledgement
    | Right
    | IdpCard
    | ListedFamily
    | PaymentList
    | AllowanceEntitlement
    | SurveyResponse
    | BaseRow
    | CaseNotice
    | RightOfUse
    | NoticeAnswer,
    Field(discriminator="kind"),
]
RECORD_KINDS: dict[str, type[Value]] = {
    "person": Person,
    "civil_act": CivilAct,
    "household": Household,
    "idp_status": IdpStatus,
    "utility_account": UtilityAccount,
    "person_change": PersonChange,
    "file_reply": FileReply,
    "usage_notice": UsageNotice,
    "allowance_payment": AllowancePayment,
    "approved_list": ApprovedList,
    "official_document": OfficialDocument,
    "document_notice": DocumentNotice,
    "social_situation": SocialSituation,
    "family_ties": FamilyTies,
    "real_estate": RealEstate,
    "taxpayer": Taxpayer,
    "utilities": Utilities,
    "housing_unit": HousingUnit,
    "housing_list": HousingList,
    "vacancy": Vacancy,
    "job_match": JobMatch,
    "certificate_request": CertificateRequest,
    "mandate": Mandate,
    "permission": Permission,
    "acknowledgement": Acknowledgement,
    "right": Right,
    "idp_card": IdpCard,
    "listed_family": ListedFamily,
    "payment_list": PaymentList,
    "allowance_entitlement": AllowanceEntitlement,
    "survey_response": SurveyResponse,
    "base_row": BaseRow,
    "case_notice": CaseNotice,
    "right_of_use": RightOfUse,
    "notice_answer": NoticeAnswer,
}

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def record_from_json(raw: bytes | str) -> Record:
    """Read one record; raises pydantic's ValidationError for anything but what `record_to_json` writes."""
    return _RECORD.validate_json(raw)


def record_to_json(record: Record) -> bytes:
    """Write one record; fields that are not known are left out, so equal records give equal bytes."""
    return record.model_dump_json(exclude_none=True).encode()


def fields_of_kind(kind: str) -> frozenset[str]:
    """The fields of records of a kind; none of a kind that there is not."""
    model = RECORD_KINDS.get(kind)
    return frozenset(model.model_fields) - {"kind"} if model is not None else frozenset()
