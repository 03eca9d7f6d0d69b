"""The kinds of change requests that go with an erased person are all that there are."""

from __future__ import annotations

from hub.register.requesting import WISHES
from hub.register.store import REQUEST_KINDS


def test_what_is_wanted_of_an_erased_person_goes_whatever_kind_of_request_it_is() -> None:
    schema = WISHES.json_schema()
    kinds = {schema["$defs"][name]["properties"]["kind"]["const"] for name in schema["$defs"] if name.endswith("Wish")}

    assert kinds == {*REQUEST_KINDS}
