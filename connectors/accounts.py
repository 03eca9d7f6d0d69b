"""The question about a person's contracts, declared once for every utility that is asked by SOAP (`AbonentHesab`)."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.connector import Limits
from connectors.manifest import Answers
from connectors.operations import Echo, Pair, Says, SoapOperation


def account_of(agency: str, path: str, says: Mapping[str, Says]) -> SoapOperation:
    """The operation of one utility; `says` is its error table."""
    return SoapOperation(
        name=f"{agency}.account.query",
        title=("hesab barədə sorğu", "question about an account"),
        path=path,
        request="AbonentHesab",
        answer="AbonentHesabCavab",
        header={
            "musteri": "qayidis-hub",
            "xidmet": f"{agency}.AbonentHesab.v1",
            "istifadeci": "{person}",
            "esas": "{legal_basis}",
            "meqsed": "{purpose}",
            "sorguId": "{key}",
        },
        echo=Echo("FIN", f"{agency}.other_person"),
        says=says,
        other=f"{agency}.error",
        limits=Limits(parallel=4, first_byte_s=10, total_s=15),
    )


def answers_accounts(agency: str, nobody: Pair) -> Answers:
    """What it answers to the question; `nobody` says that it has no contract with the person."""
    refusals = {f"{agency}.no_such_subscriber": ("ask.not_found", 404, nobody)}
    return Answers("utilities", f"{agency}.account.query", f"{agency}.account.v1", refusals)
