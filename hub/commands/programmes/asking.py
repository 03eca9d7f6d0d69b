"""The supplier's question in a scenario, as the e-government system has utilities ask it: is the subscriber an IDP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

import httpx
from lxml import etree

from connectors.parsing import parse_xml
from hub.access.keys import issue_key
from hub.access.party_changes import decide_change
from hub.commands.programmes.metering import SUPPLIER, PlayedHousehold
from hub.commands.programmes.story import Story
from hub.demo.registers import SyntheticPerson
from hub.errors import HubError
from hub.serving import make_api
from hub.web.parties import PartyForm, RightForm, Wish, propose
from mappings.records import Provider

_SERVICE: Final = "utility-entitlement"
_PROPOSES, _AGREES = "samir", "nermin"
_TOLD: Final = {
    "getEntitlementResponse", "answer", "account", "subscriberCode", "idpGroup", "personsRegistered", "limitKwh",
    "service", "entitledPersons",
}  # fmt: skip
"""What a utility may be told: its own code, yes or no, persons, service."""


async def asked_by_the_supplier(
    story: Story, homes: Sequence[PlayedHousehold], without_right: PlayedHousehold, nobody: SyntheticPerson
) -> None:
    """Two administrators let it ask; of each subscriber it learns yes or no, and for how many."""
    story.tell("tədarükçü soruşur: abonent məcburi köçkündürmü", "the supplier asks: is the subscriber an IDP")
    alone = await _granted(story, PartyForm(name=SUPPLIER, over=["agency"]), _PROPOSES)
    alone += await _granted(story, RightForm(service=f"ask.{_SERVICE}", purpose="benefit"), _PROPOSES)
    story.count("təkbaşına verilən hüquq", "rights given by one administrator", alone, 0)
    async with story.hub.store.write() as tx:
        key = (await issue_key(tx, SUPPLIER)).text
    transport = httpx.ASGITransport(app=make_api(story.hub))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        answers = [await _answer(client, key, each.who.fin) for each in homes]
        others = [await _answer(client, key, each.fin) for each in (without_right.who, nobody)]
        another = next(each for each in get_args(Provider) if each != SUPPLIER)
        refused = await _answer(client, key, homes[0].who.fin, another)
    story.count("“məcburi köçkündür” cavabı", "answers that say yes", _said(answers, "answer").count("yes"), len(homes))
    persons = sum(map(int, _said(answers, "entitledPersons")))
    story.count("hüququ olan nəfər", "persons entitled", persons, sum(each.persons for each in homes))
    of_now = sum(_entitled_at(answer) == [home.codes[-1]] for answer, home in zip(answers, homes, strict=True))
    story.count("güzəşt indiki abonentdədir", "entitled at the account of now", of_now, len(homes))
    said = ", ".join([*_said(others, "answer"), *_said(others, "entitledPersons")])
    story.count("güzəştsiz və tanınmayan", "without a right, and unknown", said, "yes, not_held")
    names = {etree.QName(each).localname for answer in answers for each in answer.iter()}
    story.count("artıq deyilən sahə", "fields told beyond that", len(names - _TOLD), 0)
    code = refused.findtext(".//{*}code")
    story.count("başqa qurumun abonenti", "another utility's subscriber", code, "ask.other_provider")


async def _granted(story: Story, wish: Wish, alone: str) -> int:
    """Proposed by one, agreed to by another; how often who proposed it could agree."""
    hub = story.hub
    async with hub.store.write() as tx:
        proposal = await propose(tx, hub.sealer, hub.settings, wish, party=SUPPLIER, by=alone)
    by_one = 0
    try:
        async with hub.store.write() as tx:
            await decide_change(tx, hub.sealer, proposal, alone, "agreed")
        by_one = 1
    except HubError:
        async with hub.store.write() as tx:
            await decide_change(tx, hub.sealer, proposal, _AGREES, "agreed")
    return by_one


async def _answer(client: httpx.AsyncClient, key: str, fin: str, provider: str = SUPPLIER) -> etree._Element:
    """The only element of the answer's Body."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "text/xml; charset=utf-8"}
    sent = _ENVELOPE.format(fin=fin, provider=provider).encode()
    told = await client.post(f"/soap/{_SERVICE}", content=sent, headers=headers)
    return parse_xml(told.content)[-1][0]


def _entitled_at(answer: etree._Element) -> list[str | None]:
    """The accounts at which there is a right."""
    return [
        account.findtext("{*}subscriberCode")
        for account in answer.iterfind("{*}account")
        if account.find("{*}entitledPersons") is not None
    ]


def _said(answers: Sequence[etree._Element], name: str) -> list[str]:
    """The texts of an element, over all answers."""
    return [each.text or "" for answer in answers for each in answer.iterfind(f".//{{*}}{name}")]


_ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>'
    '<h:asking xmlns:h="urn:qayidis-hub:soap:v1"><h:purpose>benefit</h:purpose><h:legalBasis>668-IQ</h:legalBasis>'
    "</h:asking></s:Header><s:Body>"
    '<t:getEntitlement xmlns:t="urn:qayidis-hub:soap:utility-entitlement:v1"><t:fin>{fin}</t:fin>'
    "<t:provider>{provider}</t:provider></t:getEntitlement></s:Body></s:Envelope>"
)
