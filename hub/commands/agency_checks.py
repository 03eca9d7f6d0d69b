"""What `hub check` says about an agency's folder: everything at once, by what its manifest names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import connectors.agencies
from connectors.agencies import AGENCIES, NAMES
from connectors.manifest import Agency
from connectors.operations import Pair, SoapOperation
from connectors.soap.wsdl import pinned_wsdl
from hub.exchange.formats import MessageFormat
from hub.exchange.samples import samples
from mappings.answers import Utilities
from mappings.format import Format
from mappings.mapping import FILES
from routes.recipients import fields_for

FOLDER = Path(connectors.agencies.__file__).parent


def all_problems(formats: Mapping[str, MessageFormat]) -> Iterator[str]:
    """Of the list of agencies, and of each agency."""
    for folder in sorted(path.name for path in FOLDER.iterdir() if (path / "agency.py").is_file()):
        if folder not in NAMES:
            yield f"{folder}: has a manifest and is not in the list; add it to NAMES in connectors/agencies/__init__.py"
    for agency in AGENCIES:
        yield from (f"{agency.name}: {problem}" for problem in agency_problems(agency, formats))


def sample_problems(formats: Mapping[str, MessageFormat]) -> Iterator[str]:
    """Of every format that is loaded, whoever gives or takes it: its pairs of samples."""
    for name, known in formats.items():
        if isinstance(known, Format):
            pairs = list(samples(known))
            if not pairs:
                yield f"{name}: has no samples"
            wrong = (pair for pair in pairs if not pair.holds)
            yield from (f"sample {pair.name}: gives something else than {pair.expected.name}" for pair in wrong)


def agency_problems(agency: Agency, formats: Mapping[str, MessageFormat]) -> Iterator[str]:
    """Of one manifest and what stands beside it."""
    folder, own = FOLDER / agency.name, {operation.name for operation in agency.operations}
    if not (folder / "twin.py").is_file() and not (folder / "twin").is_dir():
        yield "has no twin; a sandbox cannot simulate it"
    for name in (*own, *(each.name for each in agency.settings)):
        if not name.startswith((f"{agency.name}.", f"{agency.name}_")):
            yield f"{name}: does not begin with its name"
    yield from _of_signing(agency, formats)
    told = {each.operation: each.writes for each in agency.takes}
    asked = {each.operation: each.format for each in agency.answers}
    yield from (f"{name}: is none of its operations" for name in {**told, **asked} if name not in own)
    yield from _of_recipients(agency)
    yield from _of_paying(agency, formats)
    yield from _of_operations(agency)
    yield from _of_files_that_answer(agency)
    named = (*(each.format for each in agency.gives), *told.values(), *asked.values())
    yield from (f"there is no format {name}" for name in dict.fromkeys(named) if name not in formats)
    for operation in agency.operations:
        if isinstance(operation, SoapOperation):
            yield from _contract_problems(agency.name, operation)
    yield from (f"{words!r}: lacks a language" for words in _sentences(agency) if not all(words))


def _of_files_that_answer(agency: Agency) -> Iterator[str]:
    gives = {each.format for each in agency.gives}
    for each in agency.answered_by_files:
        if each.format not in gives:
            yield f"{each.format}: answers {each.question}, and the agency does not give it"
        if each.field not in Utilities.model_fields:
            yield f"{each.field}: no answer has this field"


def _of_signing(agency: Agency, formats: Mapping[str, MessageFormat]) -> Iterator[str]:
    """A signature is of a message; a bulk file has none."""
    for each in agency.gives if agency.signs else ():
        if (made := formats.get(each.format)) is not None and made.syntax in FILES:
            yield f"{each.format}: is a format of files, which nobody signs, and its manifest says that it signs"


def _of_operations(agency: Agency) -> Iterator[str]:
    """People read of an operation by its title."""
    for each in agency.operations:
        if each.title is None:
            yield f"{each.name}: give it a `title`, by which people read of it, in both languages"


def _of_paying(agency: Agency, formats: Mapping[str, MessageFormat]) -> Iterator[str]:
    """Whoever does not say what it pays is never told to."""
    given = {each.format for each in agency.gives}
    for each in agency.takes:
        pays = each.pays
        if (each.flow == "payments") != (pays is not None):
            yield f"{each.operation}: whoever takes payments says which, by `pays`, and nobody else does"
        if pays is None:
            continue
        if pays.replies not in given:
            yield f"{each.operation}: {pays.replies} are its answers, and the agency does not give it"
        if len({said.result for said in pays.codes.values()}) < len(pays.codes):
            yield f"{each.operation}: two of its codes are read as the same result, so nobody could tell which it said"
        made = formats.get(pays.replies)
        tables = made.codes.values() if isinstance(made, Format) else ()
        for code, said in pays.codes.items():
            if tables and not any(table.meaning(code) == said.result for table in tables):
                yield f"{each.operation}: {pays.replies} does not read its code {code} as {said.result}"


def _of_recipients(agency: Agency) -> Iterator[str]:
    """Whoever the sheet does not name is told nothing, so nobody would ever call that operation."""
    for each in agency.takes:
        if each.flow == "person-change" and not fields_for(agency.name, each.told_as):
            yield (
                f"{each.operation}: is told of changes of people, and routes/recipients.yaml gives it nothing; add a"
                f" row for {each.told_as} with the act that allows it and the fields"
            )


def _contract_problems(agency: str, operation: SoapOperation) -> Iterator[str]:
    try:
        contract = pinned_wsdl(agency)
    except OSError as missing:
        yield f"{operation.name}: {Path(str(missing.filename)).name} is not in the folder"
        return
    status = operation.status
    requests = {operation.request, *([status.request] if status else [])}
    answers = {operation.answer, operation.error[0], *([status.answer] if status else [])}
    yield from (
        f"{operation.name}: the WSDL has no operation {each}" for each in sorted(requests - contract.operations)
    )
    yield from (f"{operation.name}: the schema has no element {each}" for each in sorted(answers - contract.elements))


def _sentences(agency: Agency) -> Iterator[Pair]:
    titles = (agency.title, agency.full_title, agency.account_title, agency.body_title)
    yield from (each for each in titles if each is not None)
    yield from (each.title for each in agency.gives)
    yield from (each.words for each in agency.causes if each.words is not None)
    yield from (said.words for each in agency.takes if each.pays for said in each.pays.codes.values())
