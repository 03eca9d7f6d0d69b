"""A group act before a command: its state and the moment, with the refusals of this room."""

from __future__ import annotations

from typing import Final

from document_flow.group_acts.state import PHASES, GroupAct, Phase
from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.standing import Before

_TABLE: Table = {
    "group_acts.phase": ("state", "İndi vaxtı deyil, vəziyyəti: {phase}.", "It is not the time, it is {phase}."),
    "group_acts.not_read": (
        "state",
        "Yoxlama hələ oxunub qurtarmayıb. Bitəndən sonra təkrar edin.",
        "The replay has not been read to its end. Try again once it has.",
    ),
    "group_acts.not_in_force": (
        "state",
        "{version} nömrəli versiya bu gün qüvvədə deyil: hələ heç nəyə xitam vermir.",
        "Version {version} is not in force today: it ends nothing yet.",
    ),
    "group_acts.nobody": (
        "state",
        "Yoxlamaya görə heç kim təyinatını itirmir: qrup aktına ehtiyac yoxdur.",
        "By the replay nobody loses a right: no group act is needed.",
    ),
    "group_acts.not_law": (
        "state",
        "{version} nömrəli versiya qanun deyil və ya yoxlamadan sonra dəyişib: onu yenidən yoxlayın.",
        "Version {version} is no law, or was changed since the replay: replay it anew.",
    ),
    "group_acts.none_too_little": (
        "state",
        "Yoxlamaya görə heç kimə öz gününün qanunundan az təyin edilməyib: artırmağa ehtiyac yoxdur.",
        "By the replay nobody was granted less than by the law of the day: there is nothing to raise.",
    ),
    "group_acts.empty": ("invalid", "Doldurulmalıdır: {field}.", "It must be filled in: {field}."),
    "group_acts.hearing_past": (
        "invalid",
        "Dinlənilmə günü gələcəkdə olmalıdır, verilən: {day}.",
        "The day of the hearing has to be still to come, it is {day}.",
    ),
    "group_acts.hearing_hour": ("invalid", "Saat belə yazılır: 10:00.", "The hour is written as 10:00."),
    "group_acts.hearing_place": (
        "invalid",
        "Yer ünvandır: ən çox 80 işarə, beş və daha çox rəqəmli nömrə olmadan.",
        "The place is an address: 80 characters at most, without a number of five digits or more.",
    ),
    "group_acts.own": (
        "forbidden",
        "Qrup aktını təklif edən ona özü razılıq vermir: ikinci şəxs lazımdır.",
        "Whoever proposed the group act does not agree to it: it needs a second official.",
    ),
    "group_acts.stale": ("stale", "Bu hissə artıq açılıb.", "This part was opened already."),
    "group_acts.pin": (
        "state",
        "İcraatların siyahısı razılıq verilən siyahı deyil. Auditora bildirin.",
        "The list of cases is not the one that was agreed to. Tell the auditor.",
    ),
}
refusal: Final = Refusals("group_acts", _TABLE)
"""The refusal of that code, its words filled in."""


Decision = tuple[EventOf[GroupAct], ...] | Refusal


class Standing(Before[GroupAct, Phase]):
    """The group act as it stands at a moment; of single cases each act asks for itself whose relative it is."""

    refusals = refusal
    phases = PHASES
