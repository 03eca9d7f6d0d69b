"""The stand-in for curl sends what curl sends, and ends as curl ends."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.acceptance.curl import put_beside
from tests.sandbox import free_port

SHOWN = ("Authorization", "Content-Type", "Idempotency-Key")


class _Mirror(BaseHTTPRequestHandler):
    """Answers with what came in; under /refused with 409."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        seen = {"method": self.command, "path": self.path, "body": body}
        answer = json.dumps(seen | {name: self.headers.get(name) for name in SHOWN}).encode()
        self.send_response(409 if self.path.startswith("/refused") else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names are the library's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Says nothing."""


@pytest.fixture
def mirror() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Mirror) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "words",
    [
        ["-sS", "{url}/seen?name=a%20b"],
        ["-sS", "-X", "PUT", "{url}/knob", "-d", "[true]"],
        ["-sS", "{url}/text", "-H", "content-type: application/json", "-d", "@two-lines.json"],
        ["-sS", "{url}/bytes", "-H", "Idempotency-Key: 1", "--data-binary", "@two-lines.json"],
        ["-sS", "--fail-with-body", "{url}/refused", "-H", "Authorization: Bearer sandbox-sevinc"],
        ["-sS", "{url}/refused", "-o", "answer.json"],
        ["-sS", "{gone}/"],
    ],
    ids=lambda words: words[-1],
)
def test_the_stand_in_does_what_curl_does(words: list[str], mirror: str, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("this machine has no curl to compare with")
    (tmp_path / "two-lines.json").write_text('{"ad":\n "Nümunə"}\n', encoding="utf-8")
    stand_in = put_beside(tmp_path / "bin") / "curl"
    typed = [word.format(url=mirror, gone=f"http://127.0.0.1:{free_port()}") for word in words]

    came_to = []
    for program in (curl, str(stand_in)):
        done = subprocess.run([program, *typed], cwd=tmp_path, capture_output=True, text=True, check=False)
        kept = tmp_path / "answer.json"
        came_to.append((done.returncode, done.stdout, bool(done.stderr), kept.read_text() if kept.exists() else ""))
        kept.unlink(missing_ok=True)

    assert came_to[0] == came_to[1]


def test_a_word_that_no_page_uses_is_refused(tmp_path: Path) -> None:
    stand_in = put_beside(tmp_path / "bin") / "curl"

    done = subprocess.run([stand_in, "--compressed", "http://127.0.0.1/"], capture_output=True, text=True, check=False)

    assert (done.returncode, "--compressed" in done.stderr) == (2, True)
