"""The hardened XML parser refuses hostile documents, with the place, and reads honest ones."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

from connectors import parsing
from connectors.parsing import XmlRefused, parse_xml, to_document


def refusal(raw: bytes, **limits: int) -> XmlRefused:
    with pytest.raises(XmlRefused) as caught:
        parse_xml(raw, **limits)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"<!DOCTYPE a><a/>", "door.xml_dtd", "line 1, column 1"),
        (b"<!-- x -->\n <!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "door.xml_dtd", "line 2, column 2"),
        (b"<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><a/>", "door.xml_dtd", "line 1, column 1"),
        (b"<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>", "door.xml_dtd", "line 1, column 1"),
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"), "door.xml_dtd", None),
        (b"<a>\n  <b></a>", "door.xml_syntax", "line 2, column 10"),
        (b"<a>&undeclared;</a>", "door.xml_syntax", None),
        (b"<a b='1' b='2'/>", "door.xml_syntax", None),
        (b"<a>\x00</a>", "door.xml_syntax", None),
        (b"<x:a/>", "door.xml_syntax", None),
        (b"<a/><b/>", "door.xml_syntax", "line 1, column 5"),
        (b"<a>\xff</a>", "door.xml_encoding", "line 1, column 4"),
        (b"<?xml version='1.0' encoding='UTF-7'?><a/>", "door.xml_encoding", "line 1, column 1"),
        (b"<?xml version='1.0' encoding='windows-1254'?><a/>", "door.xml_encoding", "line 1, column 1"),
        (b"<?xml version='1.0' encoding='utf-16'?><a/>", "door.xml_encoding", "line 1, column 1"),
        ("<?xml version='1.0' encoding='utf-8'?><a/>".encode("utf-16"), "door.xml_encoding", "line 1, column 1"),
        ("<a/>".encode("utf-32"), "door.xml_syntax", None),
        ("<a/>".encode("utf-16-le"), "door.xml_syntax", None),
        (b"", "door.xml_empty", "document"),
        (b" \n", "door.xml_empty", "document"),
        (b"<a>" * 300 + b"</a>" * 300, "door.xml_limit", None),
        (b"<n" + b"x" * 60_000 + b"/>", "door.xml_limit", None),
    ],
)
def test_a_hostile_or_broken_document_is_refused_with_its_place(raw: bytes, code: str, place: str | None) -> None:
    found = refusal(raw)

    assert found.code == code
    assert place in (None, found.place)


def test_a_body_above_the_cap_is_refused_unread() -> None:
    with pytest.raises(XmlRefused) as caught:
        parse_xml(b"<a>" + b"x" * 100 + b"</a>", max_bytes=100)

    assert caught.value.code == "door.too_large"


def test_nodes_are_elements_and_attributes_and_the_cap_is_exact() -> None:
    raw = b"<r>" + b"<a b='1'/>" * 10 + b"</r>"

    parse_xml(raw, max_nodes=21)
    with pytest.raises(XmlRefused) as caught:
        parse_xml(raw, max_nodes=20)

    assert caught.value.code == "door.xml_too_many_nodes"


def test_signs_of_equality_inside_text_are_not_nodes() -> None:
    root = parse_xml(b"<r><![CDATA[" + b"=" * 50 + b"]]></r>", max_nodes=1)

    assert root.text == "=" * 50


def test_brackets_inside_text_count_as_elements() -> None:
    raw = b"<r><![CDATA[" + b"<a>" * 50 + b"]]></r>"

    assert parse_xml(raw, max_nodes=51).text == "<a>" * 50
    assert refusal(raw, max_nodes=50).code == "door.xml_too_many_nodes"


@pytest.mark.parametrize(("count", "accepted"), [(256, True), (257, False)])
def test_an_element_bears_256_attributes(count: int, accepted: bool) -> None:
    raw = b"<r>\n<a " + b" ".join(b'n%d = "a>b=c"' % i for i in range(count)) + b"/></r>"

    if accepted:
        assert len(parse_xml(raw)[0].attrib) == count
    else:
        assert (refusal(raw).code, refusal(raw).place) == ("door.xml_too_many_attributes", "line 2, column 1")


def test_many_equals_signs_in_text_are_no_attributes() -> None:
    assert parse_xml(b"<a>" + b"x=y " * 1000 + b"</a>").text == "x=y " * 1000


def test_comments_and_processing_instructions_split_no_value() -> None:
    root = parse_xml(b"<p><?pi x?><pin>5AB<!-- -->C1<?pi?>23</pin><!-- x --></p>")

    assert root.findtext("pin") == "5ABC123"
    assert len(root) == 1


@pytest.mark.parametrize(
    "raw",
    [
        "<a>Ələsgər ı</a>".encode(),
        codecs.BOM_UTF8 + "<?xml version='1.0' encoding='UTF-8'?><a>Ələsgər ı</a>".encode(),
        "<?xml version='1.0' encoding='UTF-16'?><a>Ələsgər ı</a>".encode("utf-16"),
        codecs.BOM_UTF16_BE + "<a>Ələsgər ı</a>".encode("utf-16-be"),
    ],
)
def test_utf8_and_utf16_mean_the_same(raw: bytes) -> None:
    assert parse_xml(raw).text == "Ələsgər ı"


def test_xinclude_stays_an_element() -> None:
    root = parse_xml(b"<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd'/></a>")

    assert root[0].tag == "{http://www.w3.org/2001/XInclude}include"
    assert root[0].text is None


def test_a_large_document_is_read_like_a_small_one() -> None:
    raw = b"<r>" + b"<a>\xc9\x99</a>" * 20_000 + b"</r>"

    assert len(parse_xml(raw)) == 20_000
    assert refusal(raw[:-1]).code == "door.xml_syntax"


def test_the_texts_name_the_place_in_both_languages_and_no_content() -> None:
    found = refusal(b"<a>\n<b>94FMDDD</c></a>")

    assert found.text[1].startswith("The XML is not well-formed. (line 2")
    assert found.text[0].startswith("XML düzgün qurulmayıb. (sətir 2, sütun")
    assert "94FMDDD" not in str(found) + found.text[0]


def test_a_document_has_local_names_lists_attributes_and_untouched_text() -> None:
    root = parse_xml(
        b"<s:r xmlns:s='urn:s' id='7'>\n"
        b"  <s:name> Ay </s:name><kid>1</kid><kid n='2'>b</kid><kid/><empty/><part><x>1</x>tail</part>\n"
        b"</s:r>"
    )

    assert to_document(root) == {
        "@id": "7",
        "name": " Ay ",
        "kid": ["1", {"@n": "2", "#text": "b"}, ""],
        "empty": "",
        "part": {"x": "1", "#text": "tail"},
    }


@pytest.mark.parametrize(
    ("raw", "document"), [(b"<a>x</a>", {"#text": "x"}), (b"<a/>", {}), (b"<a b=''/>", {"@b": ""})]
)
def test_a_document_of_a_root_without_children(raw: bytes, document: dict[str, str]) -> None:
    assert to_document(parse_xml(raw)) == document


def test_attributes_that_differ_by_namespace_alone_hide_none() -> None:
    root = parse_xml(b"<a xmlns:n='urn:n'><b id='1' n:id='2'/><c n:nil='true'/></a>")

    assert to_document(root) == {"b": {"@id": "1", "@{urn:n}id": "2"}, "c": {"@nil": "true"}}


def test_every_code_has_a_sentence_in_both_languages() -> None:
    sources = Path(parsing.__file__).parent.glob("*.py")
    codes = {code for source in sources for code in re.findall(r'"(door\.[a-z_]+)"', source.read_text())}
    assert len(codes) >= 15

    for code in codes:
        refused = parsing.ParsingRefused(code, "line 2, column 5")
        assert refused.text[1].endswith(". (line 2, column 5)")
        assert refused.text[0].endswith(". (sətir 2, sütun 5)")
