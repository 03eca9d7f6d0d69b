"""What the register keeps as it was told, each found by a number of its own: dwellings, work, services, permissions.

A kind of these is a class and nothing else: the register applies all of them alike. `own_number` is how the thing is
found, `about` whom it concerns, `order` what makes a word about it newer than another, in whatever order they come;
None where what comes last counts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mappings.answers import Voen
from mappings.dates import PartialDate
from mappings.identity import Code, Fin
from mappings.text import match_key
from mappings.value import Value


def _to_the_day(found: PartialDate) -> PartialDate:
    if found.day is None:
        raise PydanticCustomError("day_wanted", "known to the day, as 2026-11-24")
    return found


WholeDay = Annotated[PartialDate, AfterValidator(_to_the_day)]
Capacity = Literal["guardian", "curator", "institution", "proxy", "parent", "deprived"]
"""By which right somebody acts for another: qəyyum, himayəçi, an institution, a proxy, a parent by a court's word.

`deprived`: the act takes it away. A parent has no rights over the child (Family Code, articles 64-67, assumed).
"""
_ProgrammeId = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,59}$")]
MandateEnd = Literal["of_age", "capable", "removed", "restored", "revoked", "deceased", "mistake"]
Area = Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$")]
"""Square metres as decimal text."""
Category = Literal["personal", "employment", "family", "education", "transport", "social", "communication"]
"""The seven categories of data that MyGov shows to a citizen (November 2025)."""


class Things(Value, ABC):
    """A record of one thing or of a list of them."""

    @property
    @abstractmethod
    def things(self) -> tuple[Registered, ...]:
        """What is kept one by one, each under another number."""


class Registered(Things):
    """A thing under its number."""

    @property
    def things(self) -> tuple[Registered, ...]:
        """Itself."""
        return (self,)

    @property
    @abstractmethod
    def own_number(self) -> str:
        """How its source calls it."""

    @property
    def about(self) -> tuple[str, ...]:
        """FINs of whom it is about."""
        return ()

    @property
    def account(self) -> str | None:
        """The account of a utility that it is about, as `provider:code`."""
        return None

    @property
    def order(self) -> str | None:
        """Compares with the order of other words about the same thing, as text."""
        return None

    @property
    def whole(self) -> str | None:
        """The list that it stands in, where a later word about the list says by silence what stands in it no longer."""
        return None


class HousingUnit(Registered):
    """A dwelling that is built or made ready for those who return; `unit_id` is of the list of its builder."""

    kind: Literal["housing_unit"] = "housing_unit"
    unit_id: str
    place_text: str | None = None
    place_code: str | None = None
    address: str | None = None
    rooms: int
    area_m2: Area | None = None
    dwelling: Literal["individual", "flat"] | None = None
    cadastral_no: str | None = None
    ready_on: PartialDate | None = None
    state: Literal["planned", "ready", "reserved", "allocated", "handed_over"]
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """The builder's own."""
        return self.unit_id


class HousingList(Things):
    """Dwellings of one list, as people wrote it."""

    kind: Literal["housing_list"] = "housing_list"
    title: str | None = None
    units: tuple[HousingUnit, ...]
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def things(self) -> tuple[Registered, ...]:
        """Its dwellings."""
        return self.units


class Vacancy(Registered):
    """Work that is offered where people return to; the position is a code of the employment agency's own list."""

    kind: Literal["vacancy"] = "vacancy"
    vacancy_id: str
    voen: str | None = None
    employer: str | None = None
    position: str
    place_text: str | None = None
    place_code: str | None = None
    openings: int
    salary_qepik: int | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    state: Literal["open", "filled", "withdrawn"]
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """The agency's own."""
        return self.vacancy_id


class JobMatch(Registered):
    """A person proposed for a vacancy before the move, and what came of it."""

    kind: Literal["job_match"] = "job_match"
    match_id: str
    vacancy_id: str
    fin: Fin
    state: Literal["proposed", "accepted", "refused", "hired"]
    matched_on: PartialDate | None = None

    @property
    def own_number(self) -> str:
        """The agency's own."""
        return self.match_id

    @property
    def about(self) -> tuple[str, ...]:
        """Who is proposed."""
        return (self.fin,)


class CertificateRequest(Registered):
    """A citizen's request for the certificate of status; the same `request_id` again is the same request.

    `acting_for` is whose certificate is asked for where it is not the one of who asks. One `without_address` names by
    whom its holder is reached.
    """

    kind: Literal["certificate_request"] = "certificate_request"
    request_id: str
    fin: Fin
    acting_for: Fin | None = None
    certificate_purpose: str
    with_family: bool
    without_address: bool | None = None

    @property
    def own_number(self) -> str:
        """That of the citizen's service."""
        return self.request_id

    @property
    def about(self) -> tuple[str, ...]:
        """Who asks, and for whom."""
        return (self.fin, self.acting_for) if self.acting_for else (self.fin,)


class RightRest(Value):
    """Days on which nothing is given by a right: both of them too, without an end while it lasts; by which decision."""

    first: PartialDate
    last: PartialDate | None = None
    decision_no: str


class Right(Registered):
    """What a decision gave to a person (təyinat): from when, until when, how much in qəpik; `right_id` is its paper.

    Of a sum that was too little and was raised by an act, `amount_since` is the day from which the rest is owed.
    Of a home `settlement` is where, `rooms` its class, `persons` for how many.

    `state_*` say why it was suspended or ended: since which day, the reason in words, act and article, the decision;
    `rests` are its suspensions. In kind it is a service at an account of a utility: for how many persons, `limit_kwh`
    each a month. A household that moved has its balance `carried_from` the account before; below zero it is a credit.
    """

    kind: Literal["right"] = "right"
    right_id: str
    fin: Code
    programme: str
    benefit: str
    amount_qepik: Annotated[int, Field(ge=0)] | None = None
    amount_since: PartialDate | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    decision_no: str | None = None
    settlement: str | None = None
    rooms: Annotated[int, Field(ge=1)] | None = None
    service: Literal["electricity", "gas", "water"] | None = None
    provider: str | None = None
    subscriber_code: str | None = None
    persons: Annotated[int, Field(ge=1, le=99)] | None = None
    limit_kwh: Annotated[int, Field(ge=0)] | None = None
    carried_from: str | None = None
    carried_qepik: int | None = None
    state: Literal["in_force", "suspended", "ended"] = "in_force"
    ended_on: PartialDate | None = None
    state_since: PartialDate | None = None
    state_reason: str | None = None
    state_basis: str | None = None
    state_decision_no: str | None = None
    rests: tuple[RightRest, ...] | None = None

    @property
    def own_number(self) -> str:
        """That of the paper that gave it."""
        return self.right_id

    @property
    def about(self) -> tuple[str, ...]:
        """Whose it is."""
        return (self.fin,)

    @property
    def account(self) -> str | None:
        """Where the service is given."""
        return f"{self.provider}:{self.subscriber_code}" if self.provider and self.subscriber_code else None


class IdpCard(Registered):
    """The card (vəsiqə) of a displaced person: the paper that shows the status; `card_no` is printed on it."""

    kind: Literal["idp_card"] = "idp_card"
    card_no: str
    fin: Code
    issued_on: PartialDate | None = None
    valid_until: PartialDate | None = None
    state: Literal["active", "lost", "replaced", "cancelled"] = "active"

    @property
    def own_number(self) -> str:
        """The card's."""
        return self.card_no

    @property
    def about(self) -> tuple[str, ...]:
        """Whose it is."""
        return (self.fin,)


class MandateTerms(Value):
    """By which act and in which capacity somebody acts for a person: a person (`representative_fin`) or an institution.

    `valid_until` is its last day, `ended_on` the first on which it holds no more. Without `programmes` it is for all.
    Or by which act a parent (`representative_fin`) does not: nobody is `deprived` for some programmes only.
    """

    capacity: Capacity
    representative_fin: Fin | None = None
    institution: Annotated[str, Field(min_length=3, max_length=200)] | None = None
    voen: Voen | None = None
    act_authority: Annotated[str, Field(min_length=3, max_length=200)]
    act_number: Annotated[str, Field(min_length=1, max_length=60)]
    act_date: WholeDay
    valid_from: WholeDay
    valid_until: WholeDay | None = None
    ended_on: WholeDay | None = None
    end_reason: MandateEnd | None = None
    programmes: Annotated[tuple[_ProgrammeId, ...], Field(max_length=40)] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        is_body = self.capacity == "institution"
        if is_body != bool(self.voen and self.institution) or is_body == bool(self.representative_fin):
            raise PydanticCustomError("who_acts", "an institution by name and VÖEN, everybody else by FIN")
        if self.capacity == "deprived" and self.programmes:
            raise PydanticCustomError("deprived_of_all", "who is deprived of parental rights is so in all programmes")
        if (self.ended_on is None) != (self.end_reason is None):
            raise PydanticCustomError("end_and_reason", "an end has its day and its reason")
        ends = (str(each) for each in (self.valid_until, self.ended_on) if each is not None)
        if any(end < str(self.valid_from) for end in ends):
            raise PydanticCustomError("ends_before", "it cannot end before it begins")
        return self


class Mandate(MandateTerms, Registered):
    """That somebody acts for the person of `fin` (nümayəndəlik), or may not. Nobody is their own representative.

    The same act for the same two is the same mandate, whoever tells of it.
    """

    kind: Literal["mandate"] = "mandate"
    fin: Code

    @model_validator(mode="after")
    def _of_two_people(self) -> Self:
        if self.fin == self.representative_fin:
            raise PydanticCustomError("own_mandate", "nobody is their own representative")
        return self

    @property
    def own_number(self) -> str:
        """The act, and between whom."""
        act = f"{match_key(self.act_authority)}:{''.join(self.act_number.split())}:{self.act_date}"
        return f"{act}:{self.fin}:{self.representative_fin or self.voen}"

    @property
    def about(self) -> tuple[str, ...]:
        """Who is represented, and who acts."""
        return (self.fin, self.representative_fin) if self.representative_fin else (self.fin,)


class Permission(Registered):
    """A citizen's word on whether a private body may have data of a category, from a day on and until one; a higher
    `version` counts.
    """

    kind: Literal["permission"] = "permission"
    permission_id: str
    fin: Fin | None = None
    receiver: str | None = None
    data_category: Category | None = None
    valid_from: WholeDay | None = None
    valid_until: WholeDay | None = None
    state: Literal["granted", "closed"]
    version: Annotated[int, Field(ge=1, le=999_999_999)]

    @property
    def own_number(self) -> str:
        """MyGov's own."""
        return self.permission_id

    @property
    def about(self) -> tuple[str, ...]:
        """Whose data it is."""
        return (self.fin,) if self.fin else ()

    @property
    def order(self) -> str:
        """A closing counts also where it comes before the grant."""
        return f"{self.version:09d}"


class Acknowledgement(Registered):
    """What a service made of the notice that somebody comes to it; `notice_no` is the one that we gave the notice."""

    kind: Literal["acknowledgement"] = "acknowledgement"
    notice_no: str
    state: Literal["taken_in", "arranged", "refused"]
    reference: str | None = None
    acknowledged_on: PartialDate | None = None

    @property
    def own_number(self) -> str:
        """That of the notice."""
        return self.notice_no


class AllowanceEntitlement(Registered):
    """That a person gets the unified monthly allowance, as the committee's own base has it; manat a person a month."""

    kind: Literal["allowance_entitlement"] = "allowance_entitlement"
    entitlement_no: str
    fin: Code | None = None
    rate: Literal[33, 60] | None = None
    amount_qepik: int | None = None
    since: PartialDate | None = None

    @property
    def own_number(self) -> str:
        """The recipient's in the base."""
        return self.entitlement_no

    @property
    def about(self) -> tuple[str, ...]:
        """Who gets it."""
        return (self.fin,) if self.fin else ()


class SurveyResponse(Registered):
    """What somebody answered in a survey; it stays beside the registers' facts and replaces none."""

    kind: Literal["survey_response"] = "survey_response"
    survey_id: str
    fin: Fin | None = None
    asked_on: PartialDate | None = None
    intention: Literal["yes", "no", "undecided", "conditional"] | None = None
    profession: str | None = None
    lossy: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """The form's."""
        return self.survey_id

    @property
    def about(self) -> tuple[str, ...]:
        """Who answered."""
        return (self.fin,) if self.fin else ()
