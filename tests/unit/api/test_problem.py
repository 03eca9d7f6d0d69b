"""Problems: their language, their shape, and what never stands in them."""

from __future__ import annotations

import json

import pytest
from structlog.testing import capture_logs

from hub.errors import HubError, Lang, Overloaded, Words
from hub.web.problem import INTERNAL, MEDIA_TYPE, language, problem

_WORDS = Words("Belə olmaz.", "Not like this.")


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "az"),
        ("", "az"),
        ("en", "en"),
        ("EN-GB", "en"),
        ("az-Latn-AZ, en;q=0.9", "az"),
        ("en;q=0.3, az;q=0.4", "az"),
        ("ru, en;q=0.5", "en"),
        ("en;q=0", "az"),
        ("*", "az"),
        ("en;q=high", "az"),
        ("," * 500 + "en", "az"),
    ],
)
def test_the_language_is_the_better_liked_of_two(accept: str | None, wanted: Lang) -> None:
    assert language(accept) == wanted


def test_a_problem_has_its_parts_and_its_reference_is_logged() -> None:
    error = HubError("test.code", _WORDS, status=409, place="/a", extra={"group": "g", "status": 200})

    with capture_logs() as lines:
        answer = problem(error, "en")

    body = json.loads(bytes(answer.body))
    assert answer.media_type == MEDIA_TYPE
    assert body == {
        "type": "urn:qayidis-hub:problem:test.code",
        "title": "Conflict",
        "status": 409,
        "code": "test.code",
        "detail": "Not like this.",
        "place": "/a",
        "reference": body["reference"],
        "group": "g",
    }
    assert [line["reference"] for line in lines] == [body["reference"]]


def test_the_whole_document_has_a_name() -> None:
    body = json.loads(bytes(problem(HubError("a.b", _WORDS, status=422, place=""), "az").body))

    assert (body["place"], body["detail"]) == ("document", "Belə olmaz.")


@pytest.mark.parametrize(("seconds", "header"), [(0.1, "1"), (2.5, "3"), (60.0, "60")])
def test_who_must_wait_is_told_whole_seconds(seconds: float, header: str) -> None:
    assert problem(Overloaded("a.b", _WORDS, seconds), "az").headers["retry-after"] == header


def test_an_internal_problem_says_nothing_but_its_reference() -> None:
    body = json.loads(bytes(problem(HubError("hub.internal", INTERNAL), "en", "f" * 32).body))

    assert (body["status"], body["code"], body["reference"]) == (500, "hub.internal", "f" * 32)


def test_an_answer_can_always_be_encoded() -> None:
    odd = Words("\ud800", "\ud800")

    assert json.loads(bytes(problem(HubError("a.b", odd, status=400), "en").body))["detail"] == "?"
