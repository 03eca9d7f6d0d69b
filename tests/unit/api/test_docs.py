"""The page at /docs: everything of the description, escaped, in the reader's language."""

from __future__ import annotations

from typing import Any

from hub.api.docs import render


def described(**operation: Any) -> dict[str, Any]:
    return {
        "info": {"title": "Hub", "description": "Azərbaycanca.\n\nEnglish."},
        "paths": {"/v1/x": {"get": operation}},
    }


def test_the_reader_gets_one_language_and_a_way_to_the_other() -> None:
    page = render(described(), "en")

    assert "English." in page
    assert "Azərbaycanca." not in page
    assert "/docs?lang=az" in page
    assert "Azərbaycanca." in render(described(), "az")


def test_nothing_of_the_description_becomes_markup() -> None:
    page = render(
        described(
            summary="<script>alert(1)</script>",
            operationId='"><script>',
            parameters=[{"name": "<b>", "in": "query", "required": True, "schema": {"enum": ["<i>"]}}],
        ),
        "en",
    )

    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "required" in page


def test_schemas_are_named_briefly() -> None:
    schema = {"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}, {"type": "null"}]}
    page = render(described(requestBody={"content": {"application/json": {"schema": schema}}}), "en")

    assert "[Thing] | null" in page
