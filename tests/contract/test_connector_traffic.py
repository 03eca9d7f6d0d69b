"""What the sandbox's agencies send is what the hub's formats read: no refusal, and no issue but the ones on purpose."""

from __future__ import annotations

from connectors.sandbox.traffic.parcel import LeftFile, Parcel
from connectors.sandbox.traffic.story import STEPS_A_FAMILY, Story
from hub.exchange.bodies import read_body
from hub.register.formats import RecordsFormat
from mappings.format import BUNDLED, load_formats
from mappings.rows import read_rows, scan

FORMATS = load_formats(BUNDLED)
RECORDS = RecordsFormat()
TOLD = [Story(instance="ab" * 16, seed=1).parcel(step) for step in range(4 * STEPS_A_FAMILY)]
PARCELS = [each for each in TOLD if isinstance(each, Parcel)]


def format_name(path: str) -> str:
    return path.partition("?")[0].rpartition("/")[2]


def test_every_message_is_mapped() -> None:
    messages = [parcel for parcel in PARCELS if parcel.path.startswith("/v1/messages/")]

    for parcel in messages:
        name = format_name(parcel.path)
        reading, _ = read_body(RECORDS if name == RECORDS.name else FORMATS[name], parcel.body)
        assert reading.mapped
        assert reading.business_id in (parcel.key, None), "a workbook carries no id"

    assert len(messages) == 78


def test_each_file_is_whole_and_has_at_most_one_bad_row() -> None:
    posted = [(format_name(each.path), each.body) for each in PARCELS if each.path.startswith("/v1/files/")]
    left = [("azerishiq.meter-file.v1", each.body) for each in TOLD if isinstance(each, LeftFile)]

    for name, body in (*posted, *left):
        format_ = FORMATS[name]
        lines = body.splitlines(keepends=True)
        bad = [error for row in read_rows(format_, lines[1:]) for error in row.errors]
        assert scan(format_, lines).sound
        assert len({error.line for error in bad}) == ((name, body) in left)
        assert not bad or {error.column for error in bad} == {"SON_GOST"}

    assert len(left) == 4
