"""What a form shows that stands in no field of its data: the long date, the totals of an act in figures and words."""

from __future__ import annotations

from document_flow.azerbaijani import spoken
from document_flow.dates_az import long_date
from document_flow.rendering.forms import Printable
from document_flow.rendering.models import DestructionAct, HandoverAct
from document_flow.words import Lang


def derived(data: Printable, lang: Lang) -> dict[str, str]:
    """`long_day` for every form; for acts `total` and, of files destroyed, `volumes`."""
    known = {"long_day": long_date(data.day, lang)}
    match data:
        case HandoverAct(items=items):
            return known | {"total": counted(len(items), lang)}
        case DestructionAct(items=files):
            volumes = sum(each.volumes for each in files)
            return known | {"total": counted(len(files), lang), "volumes": counted(volumes, lang)}
        case _:
            return known


def counted(number: int, lang: Lang) -> str:
    """`12 (on iki)`; in English the figures alone."""
    return f"{number} ({spoken(number)})" if lang == "az" else str(number)
