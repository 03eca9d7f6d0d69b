"""What changed between two versions of a document."""

from __future__ import annotations

import json

from document_flow.documents.differences import differences
from document_flow.documents.facts import FileRef, Version, content_hash
from tests.unit.document_flow.documents.office import FRIDAY, file


def version(*files: FileRef) -> Version:
    return Version(1, files, content_hash("Məktub", files), "rauf", FRIDAY)


def test_files_are_added_removed_and_changed_by_name() -> None:
    before = version(file(), file("a.txt", "1", main=False), file("b.txt", "2", main=False))
    after = version(file(), file("b.txt", "3", main=False), file("c.txt", "4", main=False))

    found = differences(before, after, None, None)

    assert found.files == (
        {"name": "a.txt", "change": "removed"},
        {"name": "b.txt", "change": "changed"},
        {"name": "c.txt", "change": "added"},
    )
    assert found.text == ()


def test_a_text_is_compared_line_by_line() -> None:
    found = differences(version(), version(), "bir\niki\nüç", "bir\n2\nüç")

    assert found.text[1:] == (" bir", "-iki", "+2", " üç")
    assert differences(version(), version(), "eyni", "eyni").text == ()
    assert differences(version(), version(), "bir", None).text == ()


def test_a_letter_kept_as_data_is_compared_by_its_values() -> None:
    old, new = ({"subject": "Salam", "paragraphs": ["bir", each]} for each in ("iki", "üç"))

    found = differences(version(), version(), json.dumps(old), json.dumps(new))

    assert [line for line in found.text if line[0] in "+-"][-2:] == ['-  "iki"', '+  "üç"']


def test_the_hash_of_the_content_covers_title_names_bytes_and_which_is_the_main_file() -> None:
    files = (file(), file("b.txt", main=False))
    same = content_hash("Məktub", reversed(files))  # type: ignore[arg-type]

    assert content_hash("Məktub", files) == same
    others = [
        content_hash("Başqa", files),
        content_hash("Məktub", files[:1]),
        content_hash("Məktub", (file(text="x"),)),
        content_hash("Məktub", (file(main=False), file("b.txt"))),
    ]
    assert len({same, *others}) == 5
    assert version().main is None
