"""The rules of PDF/A-3 (ISO 19005-3) that signing touches, looked up in a file by pyHanko's reader.

The whole of the standard is veraPDF's to judge; these are what an incremental update can break.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}")
_RELATIONSHIPS = ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified")
_ICC = b"acsp"
PRINT, UNSEEN = 4, 1 | 2 | 32
"""Flags of an annotation: print; invisible, hidden, no view (ISO 32000-1, table 165)."""


def flaws(pdf: bytes) -> list[str]:
    """What is against the rules, in a word or two each; empty where nothing is."""
    reader = PdfFileReader(io.BytesIO(pdf))
    rules = (_file(pdf, reader), _version(reader.root), _metadata(reader.root), _intent(reader.root))
    more = (_files_inside(reader.root), _form(reader.root), _annotations(reader.root), _fonts(reader.root))
    return [flaw for rule in (*rules, *more) for flaw in rule]


def claims(pdf: bytes) -> tuple[bytes, bytes, list[bytes]]:
    """What signing may not change: the XMP packet, the colour profile, the bytes of the files inside."""
    root: Any = PdfFileReader(io.BytesIO(pdf)).root
    files = [each.get_object()["/EF"]["/F"].data for each in at(root, "/AF", ())]
    return root["/Metadata"].data, root["/OutputIntents"][0]["/DestOutputProfile"].data, files


def _file(pdf: bytes, reader: PdfFileReader) -> Iterator[str]:
    """6.1.2 and 6.1.3."""
    if not _HEADER.match(pdf):
        yield "header"
    if pdf.rpartition(b"%%EOF")[2] not in (b"", b"\n", b"\r", b"\r\n"):
        yield "bytes behind the end"
    if "/ID" not in reader.trailer or "/Encrypt" in reader.trailer:
        yield "trailer"


def _version(root: Any) -> Iterator[str]:
    """6.1.2: what the catalog says outdoes the header (ISO 32000-1, 7.2.2), and no extension asks for more."""
    if str(at(root, "/Version", "/1.7")) > "/1.7":
        yield "catalog version"
    for named in at(root, "/Extensions", {}).values():
        for each in named if isinstance(named, list) else [named]:
            if str(each.get_object()["/BaseVersion"]) > "/1.7":
                yield "extension"


def _metadata(root: Any) -> Iterator[str]:
    """6.6.2.1 and 6.6.4: XMP, not filtered, that names part 3."""
    stream = root["/Metadata"]
    text = stream.data.decode()
    if "/Filter" in stream or "<pdfaid:part>3<" not in text or not re.search("<pdfaid:conformance>[ABU]<", text):
        yield "metadata"


def _intent(root: Any) -> Iterator[str]:
    """6.2.3: one colour profile for what has colours of the device."""
    intents = [each.get_object() for each in at(root, "/OutputIntents", ())]
    if [str(each["/S"]) for each in intents] != ["/GTS_PDFA1"]:
        yield "output intent"
    elif intents[0]["/DestOutputProfile"].data[36:40] != _ICC:
        yield "colour profile"


def _files_inside(root: Any) -> Iterator[str]:
    """6.8: each file inside is associated, says how, of which type it is, and bears its name twice."""
    for each in (one.get_object() for one in at(root, "/AF", ())):
        stream = each["/EF"]["/F"]
        named = "/F" in each and "/UF" in each
        if not named or str(at(each, "/AFRelationship", "")) not in _RELATIONSHIPS or "/Subtype" not in stream:
            yield "file inside"
    names = at(root, "/Names", {})
    if "/EmbeddedFiles" in names and not at(root, "/AF", ()):
        yield "file not associated"


def _form(root: Any) -> Iterator[str]:
    """6.4.1 and 6.5: nothing that a reader would draw or do by itself."""
    form = at(root, "/AcroForm", {})
    if "/XFA" in form or at(form, "/NeedAppearances", False):
        yield "form"
    if "/OpenAction" in root or "/AA" in root:
        yield "action"


def _annotations(root: Any) -> Iterator[str]:
    """6.3.2 and 6.3.3: annotations are printed and seen, and carry how they look unless they have no size."""
    for page in pages(root["/Pages"]):
        for each in (one.get_object() for one in at(page, "/Annots", ())):
            flags = int(at(each, "/F", 0))
            if not flags & PRINT or flags & UNSEEN:
                yield "annotation flags"
            left, bottom, right, top = (float(edge) for edge in each["/Rect"])
            has_size = left != right and bottom != top
            if has_size and each["/Subtype"] != "/Link" and list(at(each, "/AP", {})) != ["/N"]:
                yield "annotation appearance"


def _fonts(root: Any) -> Iterator[str]:
    """6.2.11.4: every font that is drawn with lies in the file, those of a visible seal too."""
    for page in pages(root["/Pages"]):
        drawn = [at(page, "/Resources", {})]
        drawn += [one.get_object()["/AP"]["/N"]["/Resources"] for one in at(page, "/Annots", ()) if _looks(one)]
        while drawn:
            resources = drawn.pop()
            drawn += [
                each.get_object()["/Resources"]
                for each in at(resources, "/XObject", {}).values()
                if "/Resources" in each.get_object()
            ]
            for font in at(resources, "/Font", {}).values():
                for each in at(font.get_object(), "/DescendantFonts", [font]):
                    descriptor = at(each.get_object(), "/FontDescriptor", {})
                    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                        yield "font"


def _looks(annotation: Any) -> bool:
    return "/AP" in annotation.get_object()


def at(place: Any, name: str, default: Any) -> Any:
    """What stands there under a name, references followed; `get` of pyHanko follows none."""
    try:
        return place[name]
    except KeyError:
        return default


def pages(node: Any) -> list[Any]:
    """The pages under a node of the page tree."""
    if node["/Type"] == "/Page":
        return [node]
    return [page for kid in node["/Kids"] for page in pages(kid.get_object())]
