"""The sheet of recipients names questions and purposes that there are: a misspelt one would silently give nothing."""

from __future__ import annotations

import pytest

from hub.access.purposes import OF_REGISTER, OWN_DATA, USAGE
from hub.api.exchange.usage import UsageView
from hub.exchange.ask.questions import QUESTIONS
from hub.soap.services import RIGHTS, SERVICES
from mappings.answers import FamilyTies, RealEstate, SocialSituation, Taxpayer, Utilities
from mappings.records import Person
from routes.recipients import NO_PURPOSE, PERSON_CHANGE, SERVICE_NOTICE, Recipient, given

RECORDS = {
    "ask.identity": (Person, FamilyTies), "ask.family": (Person, FamilyTies), "ask.social": (SocialSituation,),
    "ask.property": (RealEstate,), "ask.utilities": (Utilities,), "ask.employment": (Taxpayer,),
    PERSON_CHANGE: (Person,), SERVICE_NOTICE: (Person,), USAGE: (UsageView,),
}  # fmt: skip
BESIDE = {"ask.property": {"file"}, PERSON_CHANGE: {"idp_status"}, SERVICE_NOTICE: {"idp_status"}}
OPENED_BY = {USAGE: {OWN_DATA}}


@pytest.mark.parametrize("who", sorted(given()), ids=" ".join)
def test_a_recipient_is_given_fields_of_the_answer_for_a_purpose_that_opens_it(who: Recipient) -> None:
    fields = given()[who].fields
    question = next((each for each in QUESTIONS.values() if each.service == who.service), None)
    if who.service in RECORDS:
        known = {name for record in RECORDS[who.service] for name in record.model_fields} | BESIDE.get(
            who.service, set()
        )
        assert fields <= known
    else:
        assert who.service in RIGHTS
        texts = "".join(each.schema.read_text("utf-8") for each in SERVICES.values())
        assert [name for name in fields if f'name="{name}"' not in texts] == []
    opened = OPENED_BY.get(who.service, {*OF_REGISTER, NO_PURPOSE})
    assert who.purpose in (question.purposes if question else opened)
