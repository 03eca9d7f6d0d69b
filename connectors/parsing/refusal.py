"""Why a body was refused at the door.

    ParsingRefused      code, place, text (Azerbaijani, English); always the sender's side, never retryable
      XmlRefused
      JsonRefused
      WorkbookRefused

No text repeats what the body holds: a refused body may carry personal data.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "door.too_large": ("Məzmun icazə verilən ölçüdən böyükdür.", "The body is larger than allowed."),
    "door.xml_empty": ("Sənəd boşdur.", "The document is empty."),
    "door.xml_encoding": (
        "Yalnız UTF-8 və BOM işarəli UTF-16 kodlaşdırması qəbul edilir; elan baytlara uyğun olmalıdır.",
        "Only UTF-8, and UTF-16 with a byte order mark, are accepted; the declaration must agree with the bytes.",
    ),
    "door.xml_dtd": (
        "DTD (DOCTYPE) olan sənəd qəbul edilmir.",
        "A document with a DTD (DOCTYPE) is not accepted.",
    ),
    "door.xml_syntax": ("XML düzgün qurulmayıb.", "The XML is not well-formed."),
    "door.xml_limit": (
        "Sənəd çox dərindir və ya mətni, yaxud adı çox uzundur.",
        "The document is nested too deeply, or a text or name in it is too long.",
    ),
    "door.xml_too_many_nodes": (
        "Element və atributların sayı həddi aşır.",
        "There are more elements and attributes than allowed.",
    ),
    "door.xml_too_many_attributes": (
        "Bir elementin atributlarının sayı həddi aşır.",
        "One element has more attributes than allowed.",
    ),
    "door.workbook_unreadable": (
        "Fayl .xlsx deyil: köhnə .xls və ya parollu ola bilər. “.xlsx” kimi, parolsuz saxlayıb təkrar göndərin.",
        "This is no .xlsx: it may be an old .xls or be under a password. Save it as .xlsx without a password.",
    ),
    "door.workbook_broken": (
        "Cədvəl faylının hissələri bir-birinə uyğun deyil; faylı açıb yenidən saxlayın.",
        "The parts of the spreadsheet do not fit each other; open it and save it again.",
    ),
    "door.workbook_active": (
        "Cədvəldə makros, yaxud başqa fayla keçid var; yalnız dəyərləri saxlayıb təkrar göndərin.",
        "The spreadsheet has macros or links to other files; keep the values alone and send it again.",
    ),
    "door.workbook_too_large": (
        "Cədvəl faylı açılanda həddən böyük olur; siyahını bir neçə fayla bölün.",
        "The spreadsheet is larger than allowed when it is opened; part the list into several files.",
    ),
    "door.json_encoding": (
        "JSON yalnız BOM-suz UTF-8 kodlaşdırmasında qəbul edilir.",
        "JSON is accepted in UTF-8 without a byte order mark only.",
    ),
    "door.json_syntax": ("JSON düzgün qurulmayıb.", "The JSON is not well-formed."),
    "door.json_duplicate_key": ("Obyektdə açar təkrarlanır.", "An object has the same key twice."),
    "door.json_number": (
        "Ədəd JSON-da ifadə oluna bilmir (NaN, Infinity) və ya hədd xaricindədir.",
        "A number is not JSON (NaN, Infinity) or is out of range.",
    ),
    "door.json_surrogate": ("Mətndə cütsüz surroqat var.", "A text has an unpaired surrogate."),
    "door.json_depth": ("Sənəd icazə veriləndən dərindir.", "The document is nested deeper than allowed."),
    "door.json_too_many_values": ("Qiymətlərin sayı həddi aşır.", "There are more values than allowed."),
}


class ParsingRefused(Exception):
    """A body that is not read further. `place` is "line 3, column 7", a JSON pointer, or "document" for all of it.

    Columns count characters from 1. Keys in a pointer that do not look like names are masked with `*`.
    """

    def __init__(self, code: str, place: str) -> None:
        super().__init__(code, place)
        self.code = code
        self.place = place

    @property
    def text(self) -> tuple[str, str]:
        """What is wrong and where, for a person: in Azerbaijani and in English."""
        az, en = TEXTS[self.code]
        place = self.place.replace("line", "sətir").replace("column", "sütun") if "line " in self.place else self.place
        return f"{az} ({'bütün sənəd' if place == 'document' else place})", f"{en} ({self.place})"

    def __str__(self) -> str:
        return f"{self.code}: {self.text[1]}"


class XmlRefused(ParsingRefused):
    """Not XML that we read."""


class JsonRefused(ParsingRefused):
    """Not JSON that we read."""


class WorkbookRefused(ParsingRefused):
    """Not a spreadsheet that we read."""


def line_and_column(text: str, offset: int) -> str:
    """The place of a character, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}"
