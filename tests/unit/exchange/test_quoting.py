"""What is quoted of an agency's answer: its own code and sentence, without what was sent to it."""

from __future__ import annotations

import pytest

from hub.exchange.explain.quoting import quoted

FAULT = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
    b"<faultstring>AbonentKodu yoxdur</faultstring></s:Fault></s:Body></s:Envelope>"
)


@pytest.mark.parametrize(
    ("received", "words"),
    [
        (FAULT, "s:Client: AbonentKodu yoxdur"),
        (b'{"status": 77, "sorgu_id": "k1"}', "77"),
        (b'{"status": 422, "code": "meis.person", "title": "Unprocessable", "detail": "ad is not text"}',
         "meis.person: ad is not text"),
        (b"<html><head><title>503 Service down</title></head></html>", "503 Service down"),
        (b'{"status": 5', ""),
        (b"", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_the_agency_s_own_code_and_sentence_are_quoted(received: bytes | None, words: str) -> None:
    assert str(quoted(received)) == words


def test_what_was_sent_is_covered_in_the_agency_s_words() -> None:
    found = quoted(b'{"mesaj": "Rzayeva Tural FIN 5ZK1LM2 not found"}', b'{"soyad": "Rzayeva", "ad": "Tural"}')

    assert "Rzayeva" not in str(found)
    assert "Tural" not in str(found)
    assert "5ZK1LM2" not in str(found)
    assert "not found" in str(found)
