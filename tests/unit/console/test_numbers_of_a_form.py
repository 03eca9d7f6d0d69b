"""A number that a form brings is one that people can type, whatever else was sent."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from hub.console.viewer import Form
from hub.errors import Refused


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "²", "٣", "9" * 10, "9" * 5000])
def test_what_is_no_number_or_too_large_for_one_is_none_and_no_version(typed: str) -> None:
    form = Form(FormData({"version": typed}))

    with pytest.raises(Refused) as refused:
        _ = form.version

    assert form.whole("version") is None
    assert (refused.value.status, refused.value.place) == (422, "version")


def test_a_number_of_up_to_nine_digits_is_read() -> None:
    form = Form(FormData({"version": " 12 ", "seen": "999999999"}))

    assert (form.version, form.whole("seen")) == (12, 999_999_999)
