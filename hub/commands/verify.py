"""`hub verify receipt`, `draw`, `log` and `state`: holding the hub to what it promised, without trusting it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import BaseModel, ValidationError
from rich.markup import escape

from connectors.parsing.json import parse_json
from connectors.parsing.refusal import ParsingRefused
from document_flow.draws.order import canonical
from document_flow.draws.published import PUBLISHED
from document_flow.draws.verifying import verify
from hub.access.held_accounts import altered_accounts
from hub.access.held_party_rights import altered_party_rights
from hub.access.history import altered_accesses
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.aggregates import altered
from hub.clock import SystemClock
from hub.commands.programmes.offline import certificate
from hub.commands.servers.running import run_or_exit
from hub.commands.servers.starting import console, settings_or_exit
from hub.documents.acting.held_contents import lost_contents
from hub.documents.acting.reading import altered_documents
from hub.errors import Words
from hub.evidence.aside import AsideLeaf, foreign_leaves
from hub.evidence.audit import Audit, Fault, audit_log
from hub.evidence.checking import Trust, check_receipt
from hub.evidence.note import Keys, PublicKey, trusted
from hub.evidence.receipt import Receipt, log_key
from hub.exchange.state_audit import StateAudit
from hub.kinds import KINDS
from hub.money.ledger import altered as altered_money
from hub.programmes.case_reading import altered_cases
from hub.programmes.case_store import CaseStore
from hub.returns.draw_proofs import unproven
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.data_keys import open_sealer
from hub.store.key_file import kept_beside
from hub.store.open import installation_id, known_hash, open_store
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.surveys.answer_store import altered_answers
from hub.visits.visits import altered_visits

app = typer.Typer(no_args_is_help=True, help="Check a receipt or the whole log.")

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]
HeadsOption = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Tree heads you kept: an answer of GET /v1/evidence/heads."),
]
KeyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--key", metavar="NAME+ID+KEY", help="A public key of the log that you trust: GET /v1/evidence/key gives it."
    ),
]
BodyOption = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="The bytes that you sent.")]
BAD_FILE = 2
NOT_COVERED = 3
"""Nothing is false, and nothing is proven: no head that is trusted covers the receipt."""
app.command()(certificate)


class _Head(BaseModel):
    size: int
    root: str


class _Heads(BaseModel):
    heads: list[_Head]


@app.command()
def receipt(file: FileArgument, body: BodyOption = None, heads: HeadsOption = None, key: KeyOption = None) -> None:
    """Check a receipt offline; exit status 1 if a claim is false, 3 if no head that you trust covers it."""
    lang = settings_or_exit().lang
    try:
        claimed = Receipt.model_validate(parse_json(file.read_bytes()))
    except (ParsingRefused, ValidationError):
        _refuse(
            file,
            Words(
                "bu, qəbul bildirişi deyil. Onu GET /v1/messages/{id}/receipt verir.",
                "this is no receipt. GET /v1/messages/{id}/receipt gives one.",
            ),
            lang,
        )
    checked = check_receipt(claimed, body.read_bytes() if body else None, Trust(_keys(key, lang), _heads(heads, lang)))
    for finding in checked.findings:
        mark = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "–"}[finding.holds]
        console.print(mark, finding.words.say(lang))
    if claimed.inclusion is None:
        console.print(_NOT_MERGED.say(lang))
    if checked.is_false:
        raise typer.Exit(1)
    if not checked.is_covered:
        console.print(_UNCOVERED.say(lang))
        raise typer.Exit(NOT_COVERED)


@app.command()
def draw(file: FileArgument, key: KeyOption = None) -> None:
    """Recompute a published draw offline; exit status 1 if anything is not as it says, 3 if the log lacks it yet."""
    lang = settings_or_exit().lang
    try:
        said = parse_json(file.read_bytes())
    except ParsingRefused:
        _refuse(
            file,
            Words(
                "bu, JSON faylı deyil. Püşkatmanın dərc olunmuş faylını verin.",
                "this is no JSON file. Give the file that the draw published.",
            ),
            lang,
        )
    keys, found = _keys(key, lang), [*verify(said)]
    log = None if found else PUBLISHED.validate_json(canonical(said)).log
    found += unproven(log, said["after_root"], keys) if log is not None else ()
    for words in found:
        console.print(f"[red]✗[/red] {escape(words.say(lang))}", highlight=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)
    if log is None:
        console.print(_NOT_IN_LOG.say(lang))
        raise typer.Exit(NOT_COVERED)
    console.print(
        "OK:",
        Words(
            "kök, siyahı və sıra fayldan hesablananla uyğundur.", "root, list and order are what the file comes to."
        ).say(lang),
        highlight=False,
    )
    if not keys:
        console.print(_COMPARE.say(lang), log.key, highlight=False, markup=False, soft_wrap=True)


@app.command()
def log(heads: HeadsOption = None, key: KeyOption = None) -> None:
    """Check every leaf of the log, reading the database only; exit status 1 and the first bad index if not whole."""
    settings = kept_beside(settings_or_exit())
    found, foreign = run_or_exit(_audit(settings, _keys(key, settings.lang), _heads(heads, settings.lang)))
    for each in foreign:
        console.print("[red]✗[/red]", escape(each.words.say(settings.lang)), highlight=False, soft_wrap=True)
    if found.fault is None and foreign:
        raise typer.Exit(1)
    if found.fault is None:
        text = Words(
            f"Jurnal bütövdür: {found.size} yarpaq, kök {found.root}.",
            f"The log is whole: {found.size} leaves, root {found.root}.",
        )
        console.print(text.say(settings.lang), highlight=False, soft_wrap=True)
        return
    console.print(f"[red]✗[/red] {found.index}: {_FAULTS[found.fault].say(settings.lang)}", highlight=False)
    raise typer.Exit(1)


@app.command()
def state() -> None:
    """Check messages, documents, cases, lists, payments, files and looks against the log; status 1 if not alike."""
    settings = kept_beside(settings_or_exit())
    found = run_or_exit(_differences(settings))
    for place, words in found:
        console.print("[red]✗[/red]", escape(f"{place}: {words.say(settings.lang)}"), highlight=False)
    if found:
        raise typer.Exit(1)
    console.print(
        Words(
            "Mesajlar, göndərişlər, sənədlər, icraatlar, siyahılar, ödənişlər və baxış tarixçəsi jurnalla uyğundur.",
            "Messages, deliveries, documents, cases, lists, payments and the access history agree with the log.",
        ).say(settings.lang)
    )


async def _differences(settings: Settings) -> list[tuple[str, Words]]:
    clock = SystemClock()
    async with aclosing(await open_store(settings, clock)) as store:
        sealer = await open_sealer(settings, store, clock)
        return await differences(store, sealer, await known_hash(settings, store), settings.data)


async def differences(store: Store, sealer: Sealer, keyed: KeyedHash, data: Path) -> list[tuple[str, Words]]:
    """Ids of all that is not what the evidence says, each with what is wrong; nothing is changed."""
    messages, contents = (ContentStore(data / "content" / of, sealer, keyed) for of in ("messages", "documents"))
    exchange = StateAudit(store, sealer, keyed, messages)
    return [
        *[(each.id, each.words) for each in await foreign_leaves(store)],
        *[(each.subject, each.words) async for each in exchange.discrepancies()],
        *[(each, _OTHER_DOCUMENT) async for each in altered_documents(store, sealer)],
        *[(each, _OTHER_CASE) async for each in altered_cases(store, CaseStore(sealer, keyed))],
        *[(each, _OTHER_AGGREGATE) async for each in altered(store, AggregateStore(sealer, keyed), KINDS)],
        *[(each, _OTHER_MONEY) async for each in altered_money(store, sealer)],
        *[(each, _NO_CONTENT) async for each in lost_contents(store, contents)],
        *[(each, _OTHER_VISIT) async for each in altered_visits(store, sealer, keyed)],
        *[(each, _OTHER_ANSWER) async for each in altered_answers(store, sealer)],
        *[(each, _OTHER_ACCOUNT) for each in await altered_accounts(store, sealer, keyed)],
        *[(each, _OTHER_RIGHT) for each in await altered_party_rights(store)],
        *[(each, _OTHER_ACCESS) async for each in altered_accesses(store)],
    ]


async def _audit(settings: Settings, keys: Keys, heads: dict[int, str]) -> tuple[Audit, Sequence[AsideLeaf]]:
    """By the keys that were given, else by the one that this installation signs with."""
    async with aclosing(await open_store(settings, SystemClock())) as store:
        await open_sealer(settings, store, SystemClock())
        own = log_key(await known_hash(settings, store), await installation_id(store)).public
        return await audit_log(store, keys or trusted([own]), heads), await foreign_leaves(store)


def _keys(texts: list[str] | None, lang: str) -> Keys:
    try:
        return trusted(PublicKey.read(text) for text in texts or ())
    except ValueError:
        console.print(_NO_KEY.say(lang))
        raise typer.Exit(BAD_FILE) from None


def _heads(file: Path | None, lang: str) -> dict[int, str]:
    if file is None:
        return {}
    try:
        read = parse_json(file.read_bytes())
        several = read if isinstance(read, dict) and "heads" in read else {"heads": [read]}
        return {head.size: head.root for head in _Heads.model_validate(several).heads}
    except (ParsingRefused, ValidationError):
        _refuse(file, Words("burada ağac başlıqları yoxdur.", "there are no tree heads in it."), lang)


def _refuse(file: Path, words: Words, lang: str) -> NoReturn:
    console.print(f"{file.name}: {words.say(lang)}", markup=False)
    raise typer.Exit(BAD_FILE)


_OTHER_DOCUMENT = Words(
    "sənədin tarixçəsi, sətri və sübutu uyğun gəlmir",
    "the history of a document, its row and its evidence do not agree",
)
_OTHER_VISIT = Words("baxış aktı imzalanan akt deyil", "the act of a visit is not what was signed")
_OTHER_ANSWER = Words(
    "sorğuya cavab verilən cavab deyil və ya izsiz silinib",
    "an answer to a survey is not what was given, or was taken out without a trace",
)
_OTHER_ACCOUNT = Words(
    "hesabın rolları, rayonu, adları və ya bağlılığı jurnaldakı deyil",
    "the account's roles, district, names or being shut are not what the log says",
)
_OTHER_RIGHT = Words(
    "tərəfin hüququ, sertifikatı və ya açarı jurnaldakı deyil",
    "the party has a right, a certificate or a key that the log does not give it",
)
_NO_CONTENT = Words("onun faylı yoxdur və ya başqadır", "a file of it is gone, or is another one")
_OTHER_CASE = Words(
    "icraatın tarixçəsi, sətri və sübutu uyğun gəlmir", "the history of a case, its row and its evidence do not agree"
)
_OTHER_AGGREGATE = Words(
    "siyahının, hesabın, püşkatmanın və ya köçün tarixçəsi, sətirləri və sübutu uyğun gəlmir",
    "the history of a list, an account, a draw or a move, its rows and its evidence do not agree",
)
_OTHER_MONEY = Words(
    "öhdəliyin tarixçəsi, sətirləri və sübutu uyğun gəlmir",
    "the history of an obligation, its rows and its evidence do not agree",
)
_OTHER_ACCESS = Words("baxış qeydi dəyişdirilib və ya silinib", "the record of a look was changed or taken out")
_NO_KEY = Words(
    "--key açıq açar deyil: GET /v1/evidence/key cavabındakı “ad+nömrə+açar” mətnini verin.",
    "--key is no public key: give the text name+id+key that GET /v1/evidence/key answers.",
)
_UNCOVERED = Words(
    "Etibar etdiyiniz heç bir başlıq bu bildirişi təsdiq etmir: jurnalın açıq açarını (--key) və ya saxladığınız "
    "başlıqları (--heads) verin.",
    "No head that you trust covers this receipt: give the log's public key (--key) or heads that you kept (--heads).",
)
_NOT_MERGED = Words(
    "Yarpaq bu qəbul bildirişi veriləndə hələ jurnala qoşulmamışdı; vəd olunan müddətdən sonra onu yenidən alın.",
    "The leaf was not merged when this receipt was given; fetch the receipt again after the merge delay.",
)
_NOT_IN_LOG = Words(
    "Fayl özü ilə uyğundur, amma jurnalda hələ yoxdur: bir azdan yenidən götürün.",
    "The file agrees with itself, and is not in the log yet: fetch it again shortly.",
)
_COMPARE = Words(
    "Jurnalın bu açarı ilə imzalanıb; sizdə olanla tutuşdurun və ya --key verin:",
    "Signed by this key of the log; compare it with the one that you have, or give --key:",
)
_FAULTS = {
    Fault.GONE: Words("bu nömrəli yarpaq yoxdur: silinib, ya da jurnal burada kəsilib.",
                      "there is no leaf of this number: it was deleted, or the log was cut off here."),
    Fault.ALTERED: Words("yarpağın məzmunu dəyişdirilib.", "the leaf's content was altered."),
    Fault.REPLACED: Words("ağacda bu yerdə başqa yarpaq var: yarpaq dəyişdirilib və ya yeri dəyişib.",
                          "the tree holds another leaf here: it was swapped, or rewritten with its hash."),
    Fault.REWRITTEN: Words("bu yerdən sonra jurnal əvvəl verilmiş ağac başlığına uyğun deyil.",
                           "from here on the log is not what a head given out before says."),
    Fault.FORGED: Words("bu qeydə qədər olan ağac başlığını jurnalın açarı imzalamayıb.",
                        "the head that ends with this leaf is not signed by the log's key."),
    Fault.SURPLUS: Words("jurnalın sonundan sonra nömrələnmiş yarpaq var.",
                         "there is a numbered leaf beyond the log's end."),
}  # fmt: skip
