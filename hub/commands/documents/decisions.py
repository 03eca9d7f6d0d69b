"""`hub decisions check|explain|replay|pack`: for those who change a decision table; nothing is stored.

A FOLDER is a table's folder (`table.yaml`, a DMN file for each version, `cases.yaml`); `check` also takes one of many.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from document_flow.decisions.case_file import write_cases
from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.explain import Explanation
from document_flow.decisions.explain import explain as explain_table
from document_flow.decisions.folder import cases_of, check_versions, load, tables_in
from document_flow.decisions.outcome import Decided, NotDecided, Outcome
from document_flow.decisions.refusal import Problem, TableRefused
from document_flow.decisions.replay import Difference, Replay, StoredCase
from document_flow.decisions.sfeel import write_literal
from document_flow.decisions.versions import STATUS_WORDS, TableVersion, TableVersions
from document_flow.words import Lang, Words
from hub.commands.servers.starting import console, settings_or_exit

app = typer.Typer(
    no_args_is_help=True,
    help="Check, explain and replay decision tables.",
)

BAD_INPUT = 2
_MARKS = {"error": "✗", "warning": "!", "note": "–"}
_WRONG_FILE = Words("oxunmur", "cannot be read")

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False)]
FactsArgument = Annotated[
    Path, typer.Argument(metavar="FACTS", exists=True, dir_okay=False, help="JSON: {fact: value}.")
]
CasesArgument = Annotated[
    Path, typer.Argument(metavar="CASES", exists=True, dir_okay=False, help='JSON lines: {"id": …, "facts": {…}}.')
]
SandboxOption = Annotated[bool, typer.Option("--sandbox", help="Let rules that no act stands behind decide.")]


@app.command()
def check(folder: FolderArgument) -> None:
    """Report everything wrong with tables; exit status 1 if any is an error."""
    told = settings_or_exit().lang
    folders = tables_in(folder)
    if not folders:
        _stop(f"✗ {folder}: {Words('burada table.yaml yoxdur', 'there is no table.yaml here').say(told)}")
    sound = [_check_one(each, told) for each in folders]
    raise typer.Exit(int(not all(sound)))


@app.command()
def explain(
    folder: FolderArgument,
    facts: FactsArgument,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The legal day.")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="A version by number, such as a draft.")] = None,
    *,
    sandbox: SandboxOption = False,
    record: Annotated[bool, typer.Option("--record", help="Print the record as JSON.")] = False,
) -> None:
    """Decide one case and say why; exit status 1 if it is not decided."""
    told = settings_or_exit().lang
    made, given = _load(folder, told), _facts(facts, told)
    explained = _explained(made, given, _legal_day(as_of, told), version, sandbox=sandbox, lang=told)
    if record:
        typer.echo(explained.record().decode())
    else:
        for sentence in explained.sentences:
            _print(sentence.say(told))
    raise typer.Exit(int(not isinstance(explained.outcome, Decided)))


@app.command()
def replay(
    folder: FolderArgument,
    cases: CasesArgument,
    before: Annotated[int, typer.Argument(min=1, metavar="BEFORE", help="The number of the old version.")],
    after: Annotated[int, typer.Argument(min=1, metavar="AFTER", help="The number of the new one.")],
    *,
    most: Annotated[int, typer.Option(min=0, help="How many differences to show.")] = 50,
    sandbox: SandboxOption = False,
) -> None:
    """Decide stored cases by two versions and show whose outcome changes."""
    told = settings_or_exit().lang
    made = _load(folder, told)
    old, new = (_version(made, number, told) for number in (before, after))
    found = Replay(old.table, new.table, allow_assumed=sandbox)
    differences = found.differences(_stored(cases, told))
    for difference in islice(differences, most):
        _print(_line(difference, told))
    hidden = sum(1 for _ in differences)
    _print(_counts(found, hidden).say(told))


@app.command()
def pack(
    folder: FolderArgument,
    number: Annotated[int | None, typer.Argument(min=1, metavar="VERSION", help="By default the newest.")] = None,
) -> None:
    """Print a version as the JSON by which it is proposed to a hub."""
    told = settings_or_exit().lang
    made = _load(folder, told)
    version = _version(made, number or max((each.number for each in made.versions), default=0), told)
    act = version.act
    proposal = {
        "act": {"id": act.id, "title": asdict(act.title), "day": act.day.isoformat() if act.day else None},
        "dmn": write_dmn(version.table).decode(),
        "cases": write_cases(cases_of(made, version.number)),
        "title": asdict(made.title),
        "labels": {name: asdict(label) for name, label in version.table.labels.items()},
    }
    typer.echo(json.dumps(proposal, ensure_ascii=False))


def _check_one(folder: Path, lang: Lang) -> bool:
    try:
        made = load(folder)
        problems = check_versions(made)
    except TableRefused as refused:
        made, problems = None, refused.problems
    wrong = any(problem.severity == "error" for problem in problems)
    _print(f"{'✗' if wrong else '✓'} {folder}{_versions(made, lang) if made else ''}")
    for problem in problems:
        _print(f"   {_MARKS[problem.severity]} {_problem(problem, lang)}")
    return not wrong


def _versions(made: TableVersions, lang: Lang) -> str:
    shown = ", ".join(
        f"{each.number} {STATUS_WORDS[each.status].say(lang)} {each.sha256[:16]}…" for each in made.versions
    )
    return f": {made.title.say(lang)} ({shown})"


def _problem(problem: Problem, lang: Lang) -> str:
    return f"{problem.place}: {problem.words.say(lang)} [{problem.code}]"


def _explained(
    made: TableVersions, facts: dict[str, object], day: date | None, number: int | None, *, sandbox: bool, lang: Lang
) -> Explanation:
    """By the version that is named, else by the one in force on the day."""
    if number is not None:
        return explain_table(_version(made, number, lang).table, facts, allow_assumed=sandbox)
    if day is None:
        _stop(Words("--as-of və ya --version göstərin", "give --as-of or --version").say(lang))
    return made.explain(facts, as_of=day, allow_assumed=sandbox)


def _load(folder: Path, lang: Lang) -> TableVersions:
    try:
        return load(folder)
    except TableRefused as refused:
        for problem in refused.problems:
            _print(f"✗ {_problem(problem, lang)}")
        raise typer.Exit(1) from refused


def _version(made: TableVersions, number: int, lang: Lang) -> TableVersion:
    found = made.version(number)
    if found is None:
        words = Words(f"{made.id}: {number} nömrəli versiya yoxdur", f"{made.id}: there is no version {number}")
        _stop(f"✗ {words.say(lang)}")
    return found


def _facts(file: Path, lang: Lang) -> dict[str, object]:
    found = _object(file.read_bytes())
    if found is None:
        _stop(f"✗ {file}: {_WRONG_FILE.say(lang)}")
    return found


def _stored(file: Path, lang: Lang) -> Iterator[StoredCase]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            found = _object(line) or {}
            facts, id_ = found.get("facts"), found.get("id")
            if not isinstance(facts, dict) or not isinstance(id_, str):
                _stop(f"✗ {file}:{number}: {_WRONG_FILE.say(lang)}")
            yield StoredCase(id_, facts)


def _object(raw: bytes) -> dict[str, object] | None:
    """Numbers keep every digit: 0.1 is no float here."""
    try:
        found = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _legal_day(text: str | None, lang: Lang) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a legal day has no zone
    except ValueError:
        _stop(Words(f"{text}: tarix 2026-03-13 şəklində yazılır", f"{text}: a day is written 2026-03-13").say(lang))


def _line(difference: Difference, lang: Lang) -> str:
    mark = "≈" if difference.only_basis else "≠"
    return f"{mark} {difference.case}: {_outcome(difference.before, lang)} → {_outcome(difference.after, lang)}"


def _outcome(outcome: Outcome, lang: Lang) -> str:
    if isinstance(outcome, Decided):
        rows = (", ".join(f"{name} = {write_literal(value)}" for name, value in row.items()) for row in outcome.rows)
        bases = ", ".join(dict.fromkeys(rule.basis for rule in outcome.rules))
        return f"{' | '.join(rows)} ({bases})"
    if isinstance(outcome, NotDecided):
        why = "; ".join(reason.words.say(lang) for reason in outcome.reasons)
        return f"{Words('qərar yoxdur', 'not decided').say(lang)} ({why})"
    numbers = ", ".join(str(rule.number) for rule in outcome.rules)
    return f"{Words('ziddiyyət', 'conflict').say(lang)} ({numbers})"


def _counts(found: Replay, hidden: int) -> Words:
    return Words(
        f"hal: {found.cases}, dəyişən: {found.changed}, yalnız əsası dəyişən: {found.only_basis}, "
        f"göstərilməyən: {hidden}; sha256 {found.sha256()}",
        f"cases: {found.cases}, changed: {found.changed}, only the basis changed: {found.only_basis}, "
        f"not shown: {hidden}; sha256 {found.sha256()}",
    )


def _stop(text: str) -> NoReturn:
    _print(text)
    raise typer.Exit(BAD_INPUT)


def _print(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
