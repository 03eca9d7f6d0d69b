"""Writes a path as the sheet that `authoring` reads: what a form holds, and what is kept as the path's source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

import yaml

from document_flow.paths.authoring.who import LATE
from document_flow.paths.path import AUTHOR, MeetingRules, Path, Stage, Who
from document_flow.words import Words

Sheet = dict[str, Any]
_COUNTED = frozenset(("at_least", "per_group"))


class _Plain(yaml.SafeDumper):
    """Writes no anchors, which a sheet refuses."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the port's word
        return True


def as_sheet(path: Path) -> Sheet:
    """The sheet of a path: plain lists, texts, numbers and truths; `load_path` makes the same path of its text."""
    sheet: Sheet = {"path": path.id, "version": path.version, "title": _words(path.title), "kinds": list(path.kinds)}
    if path.facts:
        sheet["facts"] = [{"name": each.name, "type": each.type, "title": _words(each.title)} for each in path.facts]
    return sheet | {"stages": [_stage(each) for each in path.stages]}


def sheet_text(sheet: Mapping[str, Any]) -> str:
    """The text of a sheet, as YAML."""
    return yaml.dump(dict(sheet), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def _stage(stage: Stage) -> Sheet:
    sheet: Sheet = {
        "id": stage.id,
        "title": _words(stage.title),
        "act": stage.act,
        "who": [_who(each) for each in stage.who],
        "rule": stage.rule.kind,
    }
    if stage.rule.kind in _COUNTED:
        sheet["count"] = stage.rule.count
    sheet["order"] = stage.order
    if stage.when:
        sheet["when"] = {each.fact: each.test for each in stage.when}
    if stage.due is not None:
        sheet["due"] = stage.due
    if stage.reminders:
        sheet["reminders"] = [{"before": each} for each in stage.reminders]
    if stage.escalation:
        sheet["escalation"] = [{"after": each.after} | _who(each.to) for each in stage.escalation]
    sheet |= {
        "on_return": stage.on_return,
        "on_change": stage.on_change,
        "abstain": stage.abstain,
        "bulk": stage.bulk,
    }
    return sheet | ({"meeting": _meeting(stage.meeting)} if stage.meeting else {})


def _who(who: Who) -> Sheet:
    match who.kind:
        case "author_head":
            return {"head_of": AUTHOR}
        case "head_of":
            return {"head_of": who.name or LATE}
        case "role":
            return {"role": who.name} | ({"unit": who.unit} if who.unit else {})
        case "body":
            return {"body": who.name, "title": _words(who.title or Words("", ""))}
        case "person" | "group":
            return {who.kind: who.name}
        case never:
            assert_never(never)


def _meeting(rules: MeetingRules) -> Sheet:
    quorum: Sheet = {"share": rules.quorum.share, "least": rules.quorum.least}
    if rules.quorum.act:
        quorum["act"] = rules.quorum.act
    sheet: Sheet = {"chair": _who(rules.chair), "secretary": _who(rules.secretary), "quorum": quorum}
    if rules.deputy is not None:
        sheet["deputy"] = _who(rules.deputy)
    return sheet | ({"casting_vote": {"act": rules.casting_vote}} if rules.casting_vote is not None else {})


def _words(words: Words) -> Sheet:
    return {"az": words.az, "en": words.en}
