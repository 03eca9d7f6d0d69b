"""A piece of work like that of the tests (compiling, JSON, dicts); prints the seconds of the processor that it took."""

from __future__ import annotations

import json
import time

_SOURCE = "\n".join(
    f"def f{n}(a, b=({n}, 'x')):\n    return [a + i for i in range(b[0]) if i % 3] or {{'k': (b, a.c)}}"
    for n in range(300)
)
_ROWS = [{"number": n, "text": str(n), "list": [n, n + 1]} for n in range(20_000)]


def main() -> None:
    """Always the same work, whatever the project looks like."""
    began = time.process_time()
    for _ in range(6):
        compile(_SOURCE, "piece", "exec")
        json.loads(json.dumps(_ROWS))
    print(time.process_time() - began)


if __name__ == "__main__":
    main()
