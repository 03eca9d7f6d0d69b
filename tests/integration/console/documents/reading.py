"""A page as a person reads it: its text, and its forms with what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset(("script", "style", "svg"))


@dataclass(slots=True)
class ReadForm:
    """A form: under which id it stands, where it goes, what it carries; it is open if it, or a note in it, is."""

    id: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    is_open: bool = False


class PageReader(HTMLParser):
    """Reads a page once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[ReadForm] = []
        self.links: list[str] = []
        self._words: list[str] = []
        self._details: list[dict[str, str | None]] = []
        self._form: ReadForm | None = None
        self._select = ""
        self._area = ""
        self._silent = 0
        self.feed(text)

    @property
    def text(self) -> str:
        """All words of the page, spaces as one."""
        return " ".join(" ".join(self._words).split())

    def form(self, name: str) -> ReadForm:
        """The form of that id."""
        found = [each for each in self.forms if each.id == name]
        assert found, f"{name} is not among {[each.id for each in self.forms]}"
        return found[0]

    @property
    def acts(self) -> list[str]:
        """The ids of the forms of acts."""
        return [each.id for each in self.forms if each.id.startswith("act-")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "details":
            self._details.append(given)
            if self._form is not None and "open" in given:
                self._form.is_open = True
        elif tag == "form" and given.get("method") != "dialog":
            above = self._details[-1] if self._details else {}
            self._form = ReadForm(given.get("id") or above.get("id") or "", given.get("action") or "")
            self._form.is_open = "open" in above
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "option", "button"):
            self._field(self._form, tag, name, value, given)

    def _field(self, form: ReadForm, tag: str, name: str, value: str, given: dict[str, str | None]) -> None:
        if name and name not in form.names:
            form.names.append(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            form.fields[name] = ""
        elif tag == "option":
            _choice(form, self._select, value, chosen="selected" in given)
        elif name and (tag == "button" or given.get("type") in ("radio", "checkbox")):
            _choice(form, name, value, chosen="checked" in given)
        elif name:
            form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif tag == "details":
            self._details.pop()
        elif tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] += data
        if not self._silent:
            self._words.append(data)


def _choice(form: ReadForm, name: str, value: str, *, chosen: bool) -> None:
    form.options.setdefault(name, []).append(value)
    if chosen:
        form.fields[name] = value
