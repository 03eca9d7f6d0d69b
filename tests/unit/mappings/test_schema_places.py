"""Where a breach of a schema stood, also when libxml2's path leads nowhere."""

from __future__ import annotations

from lxml import etree

from mappings.schemas import _walk


def test_a_path_that_leads_nowhere_ends_at_the_last_element_that_is_there() -> None:
    root = etree.Element("a")
    child = etree.SubElement(root, "b")

    assert _walk(root, "/a/b[9]/c") is root
    assert _walk(root, "/a/b") is child
