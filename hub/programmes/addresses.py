"""Where somebody lives, in a case and on its papers: which facts say it, what a paper prints in their stead, and who
opens one that was printed with it.

No paper prints an address that is protected, nor one that whoever applied wants left out (`PaperRule.address`), which
everybody may: what stands in its stead tells of no protection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from document_flow.cases.state import Case, Paper
from document_flow.programmes.programme import FactRule, Origin, Programme
from document_flow.rendering.models.parts import Body
from hub.errors import Words
from hub.register.protecting import ADDRESSES

KEPT_BACK: Final = Words(
    "Bu kağızı başqa əməkdaş açır: müraciəti proqram əməkdaşına yönəldin.",
    "Another official opens this paper: send whoever asks for it to a programme officer.",
)
ELSEWHERE: Final = Words(
    "Bu kağız buradan verilmir. Onu öz səhifənizdə açın və ya yenisi üçün müraciət edin.",
    "This paper is not given out here. Open it at your own page, or apply for a new one.",
)
_INSTEAD: Final = "nümayəndəlik vasitəsilə: {}"
_PLACES: Final = frozenset(("utility_account", "property_rights")).union(*ADDRESSES.values())
"""Entities and fields that say where somebody lives, or has a home."""


def address_facts(programme: Programme) -> frozenset[str]:
    """The facts that come from where an address stands."""
    return frozenset(each.name for each in programme.facts if any(map(_is_address, each.origins)))


def telling(programme: Programme, values: Mapping[str, Any]) -> frozenset[str]:
    """Which of these values say it: of such facts those that are neither in the programme's own words nor numbers, nor
    yes or no.
    """
    rules = {each.name: each for each in programme.facts}
    from_there = address_facts(programme).intersection(values)
    return frozenset(name for name in from_there if _tells(rules[name], values[name]))


def unaddressed(programme: Programme, case: Case, body: Body) -> Case:
    """The case as a paper without an address prints it: by whom its holder is reached stands where one was."""
    instead = _INSTEAD.format(", ".join(each for each in (body.name.az, body.address.az) if each))
    away = telling(programme, case.values)
    facts = {name: replace(each, value=instead) if name in away else each for name, each in case.facts.items()}
    ruling = case.ruling
    if ruling is not None:
        pinned = telling(programme, ruling.facts)
        ruling = replace(ruling, facts={n: instead if n in pinned else each for n, each in ruling.facts.items()})
    return replace(case, facts=facts, ruling=ruling)


def veiled(programme: Programme, case: Case) -> Case:
    """The case for eyes that may not see where somebody lives: without such facts, and without what a code on a paper
    that was printed with them says.
    """
    facts = {name: each for name, each in case.facts.items() if name not in address_facts(programme)}
    aside = case.set_aside
    if aside is not None:
        aside = replace(aside, paper=_uncoded(aside.paper))
    paper = _uncoded(case.paper) if case.paper is not None else None
    return replace(case, facts=facts, paper=paper, set_aside=aside)


def _uncoded(paper: Paper) -> Paper:
    return paper if paper.unaddressed else replace(paper, signed="")


def _tells(rule: FactRule, value: Any) -> bool:
    is_coded = rule.values or rule.presence or rule.any or rule.settlement
    return not is_coded and not isinstance(value, int)


def _is_address(origin: Origin) -> bool:
    """Whether it leads to a residence, a home or an account, in the register or at an agency."""
    return origin.at != "" or not _PLACES.isdisjoint((origin.of, *origin.field.split(".")))
