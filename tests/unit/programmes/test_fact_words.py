"""Facts as people read them, in their own language."""

from __future__ import annotations

from document_flow.programmes import programmes
from hub.programmes.fact_words import fact_text


def test_what_facts_and_tables_say_is_said_in_the_readers_language() -> None:
    card = programmes()["card"]
    row = {"qərar": "imtina", "səbəb": "statusunuz bitib"}

    assert [fact_text(each, "en", card.english) for each in ("sağdır", "1988-03-07", True)] == [
        "alive",
        "07.03.1988",
        fact_text(True, "en"),
    ]
    assert fact_text("sağdır", "az", card.english) == "sağdır"
    assert [value.en for _, _, value in card.said(row)] == ["refused", "your status has ended"]
    assert [value.en for _, _, value in card.said({"səbəb": "əl ilə yazılıb"})] == ["əl ilə yazılıb"], "as it was typed"
