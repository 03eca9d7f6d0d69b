"""A file's name means one file in one folder, wherever the document is unpacked."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from document_flow.documents.facts import LONGEST_NAME, file_name
from hub.api.documents.documents import FileBody

_BAD = ["../../etc/passwd", "a\\b", "a/b", "/", "a\nb", "a\tb", "x\x7f", ".", "..", ""]


@pytest.mark.parametrize("name", _BAD)
def test_a_program_that_names_a_path_or_two_lines_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        FileBody(name=name, mime="text/plain", sha256="0" * 64)


@pytest.mark.parametrize("name", ["məktub.pdf", "a b;c=“d”.txt", ".gitignore", "v1..2", "<b>"])
def test_what_is_a_name_stays_as_it_is(name: str) -> None:
    assert FileBody(name=name, mime="text/plain", sha256="0" * 64).name == name
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("C:\\Users\\a\\məktub.pdf", "məktub.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.txt", "a b.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("..", "fayl"),
        ("a/", "fayl"),
        ("", "fayl"),
    ],
)
def test_what_a_browser_or_another_body_says_becomes_a_name(said: str, name: str) -> None:
    assert file_name(said) == name
    assert len(file_name("ə" * 999 + ".pdf")) == LONGEST_NAME
    assert file_name(file_name(said)) == file_name(said)
