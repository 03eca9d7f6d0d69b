"""Every kind of record and of key that a format may bring has its words: no page can be without them."""

from __future__ import annotations

from typing import get_args

from hub.console.messages.naming import KEY_KINDS, KINDS
from hub.rules import FORMATS
from mappings.format import load_formats
from mappings.records import CivilAct, Record


def test_every_kind_of_record_is_named() -> None:
    records = get_args(get_args(Record)[0])
    kinds = {each.model_fields["kind"].default for each in records if each is not CivilAct}

    assert kinds - KINDS.keys() == set()


def test_every_kind_of_key_is_named() -> None:
    kinds = {rule.kind for each in load_formats(FORMATS).values() for rule in each.mapping.keys if rule.kind}

    assert kinds - KEY_KINDS.keys() == set()
