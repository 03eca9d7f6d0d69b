"""What no page may do: throw, complain on the console, break its Content-Security-Policy, or miss one of its parts."""

from __future__ import annotations

from playwright.async_api import ConsoleMessage, Dialog, Error, Page, Request, Response

_LEFT = "net::ERR_ABORTED"
"""How a request ends whose page was left, such as the stream of live figures."""
_LOADING = "Failed to load resource"
"""The console repeats the status of every response; `_answered` judges them."""


class Watch:
    """Gathers what went wrong on the pages of one test. `expect` names what a test provokes on purpose."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._expected: list[str] = []

    def expect(self, part: str) -> None:
        """Trouble whose text holds this is no trouble."""
        self._expected.append(part)

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("console", self._said)
        page.on("pageerror", self._raised)
        page.on("dialog", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    @property
    def trouble(self) -> list[str]:
        """What was not expected."""
        return [found for found in self._found if not any(part in found for part in self._expected)]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_LOADING):
            self._found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _raised(self, error: Error) -> None:
        self._found.append(f"script: {error.message}")

    async def _asked(self, dialog: Dialog) -> None:
        self._found.append(f"dialog: {dialog.type} {dialog.message}")
        await dialog.dismiss()

    def _failed(self, request: Request) -> None:
        if request.failure != _LEFT:
            self._found.append(f"request: {request.failure} {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        """A page may refuse (it says so in words); its parts may not be missing, and nothing may break."""
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self._found.append(f"response: {response.status} {response.request.method} {response.url}")
