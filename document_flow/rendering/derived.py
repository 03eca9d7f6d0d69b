"""What a form shows that stands in no field of its data: the long date, the totals of an act in figures and words."""

from __future__ import annotations

from document_flow.azerbaijani import ordinal, spoken
from document_flow.dates_az import long_date
from document_flow.rendering.forms import Printable
from document_flow.rendering.models import DestructionAct, HandoverAct, Minutes
from document_flow.words import Lang


def derived(data: Printable, lang: Lang) -> dict[str, str]:
    """`long_day` for every form; for acts `total` and, of files destroyed, `volumes`; of minutes `item_2`: `2-ci`."""
    known = {"long_day": long_date(data.day, lang)}
    match data:
        case HandoverAct(items=items):
            return known | {"total": counted(len(items), lang)}
        case DestructionAct(items=files):
            volumes = sum(each.volumes for each in files)
            return known | {"total": counted(len(files), lang), "volumes": counted(volumes, lang)}
        case Minutes(dissents=dissents):
            return known | {f"item_{each.item}": numbered(each.item, lang) for each in dissents}
        case _:
            return known


def counted(number: int, lang: Lang) -> str:
    """`12 (on iki)`; in English the figures alone."""
    return f"{number} ({spoken(number)})" if lang == "az" else str(number)


def numbered(number: int, lang: Lang) -> str:
    """`2-ci`; in English the figures alone."""
    return ordinal(number) if lang == "az" else str(number)
