"""What a question that got no answer is told: a stable code, the agency by name, and when to come back.

HubError
├── NoAnswer    an agency gave no usable answer (404, 409, 502, 503 or 504; the agency's side)
├── Overloaded  `ask.busy`: the hub's own share of the agency is used up (503)
└── Refused     `ask.fin_shape`: nobody can have this FIN (422)
"""

from __future__ import annotations

from connectors.agencies import AGENCIES
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unavailable, Unknown
from hub.errors import HubError, Overloaded, Refused, Words
from mappings.identity import FinRefused

_COME_BACK_S = 5.0
_ANSWERS: dict[str, tuple[str, int, Words]] = {
    cause: (code, status, Words(*words))
    for agency in AGENCIES
    for answers in agency.answers
    for cause, (code, status, words) in answers.refusals.items()
}
"""What an agency answers for good, and what that means for the one who asked."""


class NoAnswer(HubError):
    """The agency's side; `extra` names the agency and the agency-side code."""

    def __init__(self, code: str, status: int, words: Words, agency: str, cause: str) -> None:
        super().__init__(code, words, status=status, side="agency", retryable=status >= 500)
        self.extra = {"agency": agency, "cause": cause}


def no_answer(outcome: Outcome, agency: str) -> NoAnswer:
    """The error for an outcome that is no answer."""
    match outcome:
        case Rejected(code=cause) if cause in _ANSWERS:
            code, status, words = _ANSWERS[cause]
            return NoAnswer(code, status, words, agency, cause)
        case Rejected(code=cause):
            return NoAnswer("ask.refused_by_agency", 502, _refused(agency), agency, cause)
        case Busy(code=cause, retry_after=after) | Unavailable(code=cause, retry_after=after):
            found = NoAnswer("ask.agency_unavailable", 503, _unavailable(agency), agency, cause)
            found.retry_after = after if after is not None else _COME_BACK_S
            return found
        case Unknown(code=cause, exchanged=exchanged) if exchanged.received:
            # Something came, and it was no answer: a page of a proxy, or half of one.
            return NoAnswer("ask.agency_breach", 502, _breach(agency), agency, cause)
        case Unknown(code=cause):
            return NoAnswer("ask.agency_silent", 504, _silent(agency), agency, cause)
        case Breach(code=cause):
            return NoAnswer("ask.agency_breach", 502, _breach(agency), agency, cause)
        case Delivered():
            return NoAnswer("ask.agency_breach", 502, _breach(agency), agency, "agency.empty")


def unreadable(agency: str, cause: str) -> NoAnswer:
    """An answer that our mapping cannot read whole; half of it is not shown as if it were all."""
    words = Words(
        f"{agency} cavabı oxunmadı ({cause}); yarımçıq göstərilmir. Operatora bildirin.",
        f"The answer of {agency} could not be read ({cause}); no half of it is shown. Tell an operator.",
    )
    return NoAnswer("ask.unreadable", 502, words, agency, cause)


def of_another(agency: str) -> NoAnswer:
    """An answer about somebody else; nothing of it is shown."""
    return NoAnswer("ask.agency_breach", 502, _breach(agency), agency, "agency.other_person")


def breaker_open(agency: str, wait_s: float) -> NoAnswer:
    """Nothing was sent, since the agency has been failing."""
    found = NoAnswer("ask.agency_unavailable", 503, _unavailable(agency), agency, "breaker.open")
    found.retry_after = max(1.0, wait_s)
    return found


def agency_in_maintenance(agency: str, wait_s: float) -> NoAnswer:
    """Nothing was sent, since a maintenance window was agreed with the agency; `wait_s` is until its end."""
    words = Words(
        f"{agency} ilə razılaşdırılmış texniki fasilədir; sorğu göndərilmir. "
        "Retry-After qədər gözləyib yenidən soruşun.",
        f"{agency} is in an agreed maintenance window; nothing is asked. Ask again after Retry-After.",
    )
    found = NoAnswer("ask.agency_in_maintenance", 503, words, agency, "operation.maintenance")
    found.retry_after = max(1.0, wait_s)
    return found


def agency_paused(agency: str, wait_s: float) -> NoAnswer:
    """Nothing was sent, since a person has paused calls to the agency."""
    words = Words(
        f"{agency} üçün sorğular əməkdaş tərəfindən dayandırılıb. Bir azdan yenidən soruşun.",
        f"Calls to {agency} are paused by a person. Ask again later.",
    )
    found = NoAnswer("ask.agency_paused", 503, words, agency, "operation.paused")
    found.retry_after = max(1.0, wait_s)
    return found


def busy(agency: str, wait_s: float) -> Overloaded:
    """Nothing was sent: every call that the agency bears was given to others until the deadline."""
    words = Words(
        f"{agency} üçün sorğu növbəsi doludur. Retry-After qədər gözləyib yenidən soruşun.",
        f"Too many ask {agency} at the moment. Ask again after Retry-After.",
    )
    return Overloaded("ask.busy", words, max(1.0, wait_s))


def not_connected(agency: str) -> HubError:
    """This installation has no connection to the agency."""
    words = Words(f"{agency} bu qurğuda qoşulmayıb.", f"{agency} is not connected to this installation.")
    return HubError("ask.not_connected", words, status=503)


def not_told(agency: str) -> HubError:
    """It cannot be asked, and the register holds nothing that it told of the person's accounts."""
    words = Words(
        f"{agency} sorğuya cavab vermir; reyestrə göndərdiyi fayllarda bu şəxs yoxdur.",
        f"{agency} answers no questions, and its files have told the register nothing of this person.",
    )
    return HubError("ask.not_told_by_files", words, status=404, side="agency")


def fin_refused(refused: FinRefused, place: str = "/fin") -> Refused:
    """A FIN that nobody can have; a likely one is suggested."""
    words = Words(
        "FİN 7 simvoldan ibarət olmalıdır: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
        "A FIN has 7 characters: digits and English letters except I and O.",
    )
    found = Refused("ask.fin_shape", words, status=422, place=place)
    if refused.suggestion is not None:
        found.extra = {"suggestion": refused.suggestion}
    return found


def sure_fin(read: str | FinRefused, place: str = "/fin") -> str:
    """The FIN that was read; Refused where it can be none."""
    if isinstance(read, FinRefused):
        raise fin_refused(read, place)
    return read


def _refused(agency: str) -> Words:
    return Words(f"{agency} sorğunu rədd etdi.", f"{agency} refused the question.")


def _unavailable(agency: str) -> Words:
    return Words(
        f"{agency} hazırda cavab vermir. Bir azdan yenidən soruşun.",
        f"{agency} is not available at the moment. Ask again shortly.",
    )


def _silent(agency: str) -> Words:
    return Words(
        f"Sorğu {agency} xidmətinə göndərildi, cavab vaxtında gəlmədi. Yenidən soruşmaq olar.",
        f"{agency} was asked and did not answer in time. It may be asked again.",
    )


def _breach(agency: str) -> Words:
    return Words(
        f"{agency} razılaşdırılmış formada cavab vermədi. Operatora bildirin.",
        f"{agency} did not answer as agreed. Tell an operator.",
    )
