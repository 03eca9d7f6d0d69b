"""DVX: two of three persons work under contract, every tenth is an entrepreneur; every eleventh it does not know."""

from __future__ import annotations

from connectors.agencies.dvx.agency import AGENCY, QUERY
from connectors.sandbox.http import Reply
from connectors.sandbox.people import number_of
from connectors.sandbox.traffic.parcel import question
from connectors.sandbox.twins.soap import Content, SoapRequest, SoapTwin, asking, business_error, soap_reply
from connectors.sandbox.twins.twin import Dependencies, Simulation

NAME = AGENCY.name
_TEXTS = {"": "Xəta", "301": "Məlumat tapılmadı", "302": "Belə VÖEN yoxdur", "900": "Sistem məşğuldur"}
_EMPLOYERS = (("1400057421", "Bakı Metropoliteni QSC"), ("9900003611", "Azərsun Holdinq MMC"))


def _twin(sandbox: Dependencies) -> SoapTwin:
    handlers = asking(NAME, QUERY, sandbox.ledger, _answer)
    return SoapTwin(NAME, QUERY.path, handlers, _TEXTS, soap_reply(NAME, QUERY.answer, {"Ad": ""}))


def _answer(asked: SoapRequest, _query: int) -> Reply:
    number = number_of(asked.text("FIN"))
    if number is None or number % 11 == 10:
        return business_error(NAME, "302" if asked.text("VOEN") else "301", _TEXTS)
    content: dict[str, Content | list[Content]] = {"FIN": asked.text("FIN")}
    if number % 10 == 1:
        content["VOEN"] = f"{2_000_000_000 + number}"
    if number % 3 != 2:
        voen, employer = _EMPLOYERS[number % 2]
        work = {"VOEN": voen, "Ad": employer, "Vezife": "2411", "BasTarix": "01.01.2024", "SonTarix": ""}
        content["IsYeri"] = [work]
        content["Gelir"] = [{"Il": "2024", "Mebleg": "7 245,50"}, {"Il": "2025", "Mebleg": "8400,00"}]
    return soap_reply(NAME, QUERY.answer, content)


SIMULATION = Simulation(
    _twin, story={55: lambda now: question("dossier", now.wife.fin, "benefit", "669-IQ", f"question-{now.step}")}
)
