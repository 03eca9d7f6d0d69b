"""`/docs`: the OpenAPI description as one plain page that needs nothing from outside, in both languages."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cached_property
from html import escape
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hub.errors import Lang, Words
from hub.web.problem import language

router = APIRouter()

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2430}"
    "code,pre{font:14px/1.4 ui-monospace,monospace;background:#f2f4f7;padding:.1rem .3rem}"
    "pre{padding:.7rem;overflow:auto}h2{border-top:1px solid #d5dbe3;padding-top:1.2rem}"
    "b.m{display:inline-block;min-width:4rem}table{border-collapse:collapse}"
    "td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_WORDS = {
    "docs": Words("API", "API"),
    "parameters": Words("Parametrlər", "Parameters"),
    "body": Words("Məzmun", "Body"),
    "answers": Words("Cavablar", "Answers"),
    "required": Words("məcburi", "required"),
    "machine": Words("Maşın oxuyan təsvir", "Machine-readable description"),
    "other": Words("English", "Azərbaycanca"),
}


@router.get("/", include_in_schema=False)
async def front() -> RedirectResponse:
    """People who type the hub's address want its pages."""
    return RedirectResponse("/console/")


class Written:
    """The description as it goes out, written once: it is large, and whoever has no key may ask for it."""

    def __init__(self, description: Callable[[], dict[str, Any]]) -> None:
        self._description = description
        self._pages: dict[Lang, bytes] = {}

    @cached_property
    def json(self) -> bytes:
        """For programs."""
        return json.dumps(self._description(), ensure_ascii=False, separators=(",", ":")).encode()

    def page(self, lang: Lang) -> bytes:
        """For people."""
        if lang not in self._pages:
            self._pages[lang] = render(self._description(), lang).encode()
        return self._pages[lang]


@router.get("/openapi.json", include_in_schema=False)
async def described(request: Request) -> Response:
    """Every operation, as OpenAPI 3.1."""
    return Response(cast("Written", request.app.state.written).json, media_type="application/json")


@router.get("/docs", include_in_schema=False)
async def docs_page(request: Request, lang: Lang | None = None) -> HTMLResponse:
    """Every operation with its parameters, body and answers."""
    chosen = lang or language(request.headers.get("accept-language"))
    page = cast("Written", request.app.state.written).page(chosen)
    return HTMLResponse(page, headers={"content-security-policy": _POLICY})


def render(description: dict[str, Any], lang: Lang) -> str:
    """The page. Everything from the description is escaped."""
    words = {name: each.say(lang) for name, each in _WORDS.items()}
    other = "en" if lang == "az" else "az"
    head = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(description["info"]["title"])}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(description['info']['title'])} · {words['docs']}</h1>"
    )
    machine = (
        f'<p>{words["machine"]}: <a href="/openapi.json">/openapi.json</a> · '
        f'<a href="/docs?lang={other}">{words["other"]}</a></p>'
    )
    parts = [head, _paragraphs(description["info"].get("description", ""), lang), machine]
    for path, operations in sorted(description["paths"].items()):
        for method, operation in operations.items():
            parts.append(_operation(path, method, operation, words, lang))
    parts.append("</body></html>")
    return "".join(parts)


def _operation(path: str, method: str, operation: dict[str, Any], words: dict[str, str], lang: Lang) -> str:
    anchor = escape(operation.get("operationId", f"{method}-{path}"), quote=True)
    parts = [
        f'<h2 id="{anchor}"><b class="m">{escape(method.upper())}</b> <code>{escape(path)}</code></h2>',
        _paragraphs(operation.get("description") or operation.get("summary", ""), lang),
    ]
    parameters = operation.get("parameters", [])
    if parameters:
        rows = "".join(
            f"<tr><td><code>{escape(each['name'])}</code></td><td>{escape(each['in'])}"
            f"{', ' + words['required'] if each.get('required') else ''}</td>"
            f"<td>{escape(_type(each.get('schema', {})))}</td><td>{escape(each.get('description', ''))}</td></tr>"
            for each in parameters
        )
        parts.append(f"<h3>{words['parameters']}</h3><table>{rows}</table>")
    if "requestBody" in operation:
        parts.append(f"<h3>{words['body']}</h3>{_contents(operation['requestBody'].get('content', {}))}")
    answers = "".join(
        f"<tr><td>{escape(status)}</td><td>{escape(answer.get('description', ''))}</td>"
        f"<td>{_contents(answer.get('content', {}))}</td></tr>"
        for status, answer in sorted(operation.get("responses", {}).items())
    )
    return "".join([*parts, f"<h3>{words['answers']}</h3><table>{answers}</table>"])


def _paragraphs(text: str, lang: Lang) -> str:
    """Where a text has two paragraphs, the first is Azerbaijani and the rest English."""
    first, _, rest = text.partition("\n\n")
    shown = first if lang == "az" or not rest else rest
    return f"<p>{escape(shown)}</p>" if shown else ""


def _contents(content: dict[str, Any]) -> str:
    return "<br>".join(
        f"<code>{escape(kind)}</code> {escape(_type(body.get('schema', {})))}" for kind, body in content.items()
    )


def _type(schema: dict[str, Any]) -> str:
    """A short word for a schema."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    options = schema.get("anyOf")
    if options:
        return " | ".join(_type(option) for option in options)
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "")
