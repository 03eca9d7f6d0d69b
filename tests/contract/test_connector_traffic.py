"""What the sandbox's agencies send is what the hub's formats read: no refusal, and no issue but the ones on purpose."""

from __future__ import annotations

from connectors.parsing import parse_json, parse_xml, to_document
from connectors.sandbox.traffic.story import STEPS_A_FAMILY, Story
from mappings.csv_rows import read_rows, scan
from mappings.format import BUNDLED, load_formats

FORMATS = load_formats(BUNDLED)
PARCELS = [Story(instance="ab" * 16, seed=1).parcel(step) for step in range(4 * STEPS_A_FAMILY)]


def format_name(path: str) -> str:
    return path.partition("?")[0].rpartition("/")[2]


def test_every_message_is_mapped() -> None:
    messages = [parcel for parcel in PARCELS if parcel.path.startswith("/v1/messages/")]

    for parcel in messages:
        format_ = FORMATS[format_name(parcel.path)]
        element = parse_xml(parcel.body) if format_.syntax == "xml" else None
        document = parse_json(parcel.body) if element is None else to_document(element)
        assert format_.refuse(document, element) is None
        reading = format_.read(document)
        assert reading.mapped
        assert reading.business_id == parcel.key

    assert len(messages) == 28


def test_each_file_is_whole_and_has_at_most_one_bad_row() -> None:
    files = [parcel for parcel in PARCELS if parcel.path.startswith("/v1/files/")]
    one_bad_each = [parcel for parcel in files if "azerishiq" in parcel.path]

    for parcel in files:
        format_ = FORMATS[format_name(parcel.path)]
        lines = parcel.body.splitlines(keepends=True)
        bad = [error for row in read_rows(format_, lines[1:]) for error in row.errors]
        assert scan(format_, lines).sound
        assert len({error.line for error in bad}) == (parcel in one_bad_each)
        assert not bad or {error.column for error in bad} == {"SON_GOST"}

    assert len(one_bad_each) == 4
