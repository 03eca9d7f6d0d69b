# mypy: disable-error-code="no-untyped-call,no-untyped-def,misc"
"""A client that nobody here wrote (zeep with xmlsec): it asks, verifies the answer, and does not believe a changed one.

Arguments: the hub's address, PEM files of the hub's key (which zeep wants and does not use) and certificate, a FIN.
"""

from __future__ import annotations

import sys

import zeep
from requests import Session
from zeep.exceptions import SignatureVerificationFailed
from zeep.transports import Transport
from zeep.wsse.signature import Signature


class Verifying(Signature):
    """Signs nothing; what comes must be signed."""

    def apply(self, envelope, headers):
        return envelope, headers


class Changing(Transport):
    """Somebody on the way."""

    def post_xml(self, address, envelope, headers):
        answer = super().post_xml(address, envelope, headers)
        answer._content = answer.content.replace(b">yes<", b">no<")
        return answer


def asked(transport: type[Transport], url: str, key: str, certificate: str, fin: str) -> str:
    session = Session()
    session.headers["Authorization"] = "Bearer sandbox-committee"
    client = zeep.Client(
        f"{url}/soap/idp-status?wsdl", wsse=Verifying(key, certificate), transport=transport(session=session)
    )
    service = client.create_service("{urn:qayidis-hub:soap:idp-status:v1}IdpStatusSoap11", f"{url}/soap/idp-status")
    header = client.get_element("{urn:qayidis-hub:soap:v1}asking")
    asking = header(purpose="benefit", legalBasis="668-IQ", person="f.mammadov")
    return str(service.getStatus(fin=fin, _soapheaders=[asking]))


if __name__ == "__main__":
    given = sys.argv[1:]
    print("yes" if "'answer': 'yes'" in asked(Transport, *given) else "no")
    try:
        asked(Changing, *given)
    except SignatureVerificationFailed as refused:
        print(type(refused).__name__)
