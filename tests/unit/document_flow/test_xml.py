"""XML that is kept or handed in is read without entities, network or surprise, or refused before it costs anything."""

from __future__ import annotations

import time
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from document_flow.xml import XmlRefused, parse

BOMB = b'<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'


def test_texts_keep_their_letters_and_comments_split_none() -> None:
    raw = BOM_UTF8 + '<?xml version="1.0" encoding="UTF-8"?><a ç="İ">Ağ<!-- x -->dam<?y z?></a>'.encode()

    root = parse(raw, most_bytes=200)

    assert root.text == "Ağdam"
    assert root.get("ç") == "İ"
    assert len(root) == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "syntax"),
        (b"<a>", "syntax"),
        (b"<a>&b;</a>", "syntax"),
        (b"<a" + b" " * 2_000_000 + b"/>", "too_large"),
        ("<a>ə</a>".encode("utf-16"), "encoding"),
        (b'<?xml version="1.0" encoding="ISO-8859-9"?><a/>', "encoding"),
        (b"\x1f\x8b\x08\x00", "encoding"),
        (b"<!DOCTYPE a><a/>", "dtd"),
        (BOMB, "dtd"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "dtd"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "dtd"),
        (b"<!DOCTYPE a><a>" + b"<b/>" * 250_000 + b"</a>", "dtd"),
        (b"<a>" * 300 + b"</a>" * 300, "limit"),
        (b"<" + b"a" * 60_000 + b"/>", "limit"),
        (b"<a>" + b"<b/>" * 250_000 + b"</a>", "too_many_nodes"),
        (
            b"<a " + b" ".join(b'a%d="1"' % n for n in range(100_001)) + b">" + b"<b/>" * 100_000 + b"</a>",
            "too_many_nodes",
        ),
    ],
)
def test_what_could_harm_is_refused_at_once(raw: bytes, code: str) -> None:
    began = time.process_time()

    with pytest.raises(XmlRefused) as refused:
        parse(raw, most_bytes=2_000_000)

    assert refused.value.code == f"xml.{code}"
    assert refused.value.words.az != refused.value.words.en
    assert time.process_time() - began < 2.0


def test_a_file_with_many_marks_but_few_nodes_is_read() -> None:
    root = parse(b"<a>" + b"=" * 300_000 + b"</a>", most_bytes=1_000_000)

    assert root.text is not None
    assert len(root.text) == 300_000


def test_the_place_of_a_mistake_is_told() -> None:
    with pytest.raises(XmlRefused) as refused:
        parse(b"<a>\n  <b></c></a>", most_bytes=100)

    assert refused.value.place.startswith("line 2, column ")
    assert str(refused.value) == f"xml.syntax at {refused.value.place}"


def test_nothing_is_read_from_beside(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    raw = f'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="{tmp_path}/secret" parse="text"/></a>'

    root = parse(raw.encode(), most_bytes=1_000)

    assert "secret" not in "".join(str(text) for text in root.itertext())
