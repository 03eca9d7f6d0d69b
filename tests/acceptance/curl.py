"""What the pages need of curl, for machines that have none: what they type is run either way.

It takes the words that the pages use and no other: a page that needs more of curl fails here instead of passing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

SHELL = '#!/bin/sh\nexec "{python}" "{script}" "$@"\n'
NO_CONNECTION, FAILED_STATUS = 7, 22
"""curl's own exit statuses."""


def put_beside(folder: Path) -> Path:
    """A folder for PATH in which `curl` is this file."""
    folder.mkdir()
    command = folder / "curl"
    command.write_text(SHELL.format(python=sys.executable, script=Path(__file__).resolve()))
    command.chmod(0o755)
    return folder


def main(words: list[str]) -> int:
    """One request; the exit status is curl's."""
    asked = _parser().parse_args(words)
    address = urlsplit(asked.url)
    connection = HTTPConnection(address.hostname or "", address.port or 80, timeout=60)
    body = None if asked.data is None else _body(*asked.data)
    try:
        connection.request(
            asked.request or ("GET" if body is None else "POST"),
            address.path + (f"?{address.query}" if address.query else ""),
            body,
            dict(_headers(asked.header, has_body=body is not None)),
        )
        answer = connection.getresponse()
        content = answer.read()
        if asked.include:
            content = b"".join(f"{name}: {value}\r\n".encode() for name, value in answer.getheaders()) + content
    except OSError as trouble:
        print(f"curl: ({NO_CONNECTION}) {asked.url}: {trouble}", file=sys.stderr)
        return NO_CONNECTION
    finally:
        connection.close()
    if asked.output:
        Path(asked.output).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    if asked.fail_with_body and answer.status >= 400:
        print(f"curl: ({FAILED_STATUS}) The requested URL returned error: {answer.status}", file=sys.stderr)
        return FAILED_STATUS
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("curl", allow_abbrev=False)
    parser.add_argument("url")
    parser.add_argument("-s", "--silent", action="store_true")
    parser.add_argument("-S", "--show-error", action="store_true")
    parser.add_argument("--fail-with-body", action="store_true")
    parser.add_argument("-i", "--include", action="store_true")
    parser.add_argument("-X", "--request")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("-o", "--output")
    parser.add_argument("-d", "--data", type=lambda said: (said, True), dest="data")
    parser.add_argument("--data-binary", type=lambda said: (said, False), dest="data")
    return parser


def _body(said: str, is_text: bool) -> bytes:
    """What is sent; of a file named as text curl leaves the ends of lines out."""
    if not said.startswith("@"):
        return said.encode()
    content = Path(said[1:]).read_bytes()
    return content.translate(None, b"\r\n\0") if is_text else content


def _headers(lines: list[str], *, has_body: bool) -> Iterator[tuple[str, str]]:
    if has_body:
        yield "Content-Type", "application/x-www-form-urlencoded"
    for line in lines:
        name, _, value = line.partition(":")
        yield name.strip().title(), value.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
