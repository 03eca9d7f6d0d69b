"""`hub register …` for the committee's officials: what waits, what would come of it, the decision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting
from hub.errors import Lang, Refused, Words
from mappings.money import text_from_qepik as manat

AT = "/v1/register"
WishArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="The wish as JSON, as POST /v1/register/preview takes it.")
]


def add_to(app: typer.Typer) -> None:
    """The commands, beside those of the first load."""
    for command in (requests, request, preview, propose, decide, doubles):
        app.command(command.__name__)(acting(command))


def requests(client: HubClient) -> None:
    """What waits for a second official."""
    client.show(client.get(f"{AT}/requests"), _listed)


def request(
    client: HubClient, request: Annotated[str, typer.Argument(help="Its id, as `hub register requests` shows it.")]
) -> None:
    """A request, and what would come of it now."""
    client.show(client.get(f"{AT}/requests/{request}"), _one)


def preview(client: HubClient, wish: WishArgument) -> None:
    """What would come of a wish; nothing is written down."""
    client.show(client.post(f"{AT}/preview", _read(wish)), _would)


def propose(
    client: HubClient,
    wish: WishArgument,
    seen: Annotated[str, typer.Option(help="The mark of the preview that you saw.")],
) -> None:
    """Write a wish down for a second official."""
    made = client.post(f"{AT}/requests", {"wish": _read(wish), "seen": seen})
    client.show(made, lambda answer, _lang: [answer["id"]])


def decide(
    client: HubClient,
    request: Annotated[str, typer.Argument(help="Its id.")],
    seen: Annotated[str, typer.Option(help="Apply it: the mark of the preview that you saw.")] = "",
    refuse: Annotated[str, typer.Option(metavar="REASON", help="Refuse it, or take one's own back.")] = "",
) -> None:
    """Apply a request, or refuse it with a reason."""
    if bool(seen) == bool(refuse):
        raise Refused(
            "register.how_decided",
            Words(
                "Ya --seen ilə tətbiq edin, ya da --refuse ilə səbəbini yazıb imtina edin.",
                "Either apply it with --seen, or refuse it with --refuse and the reason.",
            ),
        )
    body = {"outcome": "refused", "reason": refuse} if refuse else {"outcome": "agreed", "seen": seen}
    client.command(f"{AT}/requests/{request}/decide", body)


def doubles(
    client: HubClient, cursor: Annotated[str, typer.Option(help="The last line of the page before.")] = ""
) -> None:
    """Pairs of records that may be one person, the most money first."""
    client.show(client.get(f"{AT}/doubles", {"cursor": cursor}), _pairs)


def _pairs(answer: Any, lang: Lang) -> Drawn:
    lines = [
        f"{each['one']}  {each['other']}  {' '.join(each['signs'])}  {manat(each['stake_qepik'])} AZN"
        for each in answer["items"]
    ]
    return [*lines, f"{_TOTAL.say(lang)}: {answer['total']}", *([answer["next"]] if answer["next"] else ())]


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise Refused(
            "register.no_json",
            Words("Fayl oxunan JSON deyil.", "The file is no JSON that can be read."),
            place=file.name,
        ) from None


def _listed(answer: Any, _lang: Lang) -> Drawn:
    return [
        f"{each['id']}  {each['kind']}  {' '.join(each['entities'])}  {each['made_by']}" for each in answer["items"]
    ]


def _one(answer: Any, lang: Lang) -> Drawn:
    head = f"{answer['kind']}  {answer['state']}  {answer['made_by']}  {answer['ground']}"
    said = [each for each in (answer["objection"], answer["reason"], answer["number"]) if each]
    return [head, *said, *(_would(answer["preview"], lang) if answer["preview"] else ())]


def _would(found: Any, lang: Lang) -> Drawn:
    heads = (Words("məlumat", "field"), Words("reyestrdədir", "is held"), Words("istənilir", "is wanted"),
             Words("belə olacaq", "will be held"), Words("üstün tutulur", "counts more"))  # fmt: skip
    table = Table(*(Column(words.say(lang), overflow="fold") for words in heads), box=None, pad_edge=False)
    for line in found["lines"]:
        cells = ("–" if line[name] is None else str(line[name]) for name in ("before", "wanted", "after", "stays_by"))
        table.add_row(line["name"], *cells)
    others = [f"! {each['id']} {each['kind']} {' '.join(each['same'])}" for each in found["others"]]
    asked = [f"? {each['id']} {each['party']} {' '.join(each['values'])}" for each in found["asked"]]
    return [
        *(f"! {each}" for each in found["warnings"]),
        *(f"~ {each}" for each in found["alike"]),
        *others,
        table,
        *map(_resting, found["rests"]),
        *asked,
        f"seen {found['seen']}",
    ]


def _resting(each: Any) -> str:
    """What rests on one record, in a line."""
    rights = "; ".join(f"{right['title']}: {right['state']}" for right in each["rights"])
    paid, billed, still_open = (manat(each[name]) for name in ("allowance_qepik", "utilities_qepik", "open_qepik"))
    return f"= {each['entity']}  {paid} + {billed} AZN  {rights}  {each['obligations']}: {still_open} AZN"


_TOTAL = Words("Cəmi", "In all")
