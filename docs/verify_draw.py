"""Checks a published draw (püşkatma) without the hub: python3 verify_draw.py FILE, on Python 3.9 or newer alone."""

import hashlib
import json
import pathlib
import sys


def _sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def _root(*leaves):  # RFC 9162, 2.1.1, over canonical JSON
    canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    row = [_sha(b"\0", canonical(each).encode()) for each in leaves]
    while len(row) > 1:
        row = [_sha(b"\1", *row[i : i + 2]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
    return row[0]


def _by_value(doc, root, rooms, wrong):  # entry, class and place of each in the order that the values come to
    sealed, slips, public, plan = doc["fixed"]["commitments"], [], doc["public_value"], doc["fixed"]["plan"]
    raw = {name: [bytes.fromhex(each[part]) for part in ("value", "salt")] for name, each in doc["values"].items()}
    wrong += [f"qiymət / value of {p}" for p in raw if len(raw[p][0]) != 32 or _sha(*raw[p]).hex() != sealed.get(p)]
    seed = _sha(*(raw[p][0] if p in raw else _sha(root, p.encode()) for p in plan["parties"]), public.encode())
    wrong += [f"toxum / seed: {seed.hex()}"] * (doc["seed"] != seed.hex() or not (public if plan["source"] else raw))
    for number in sorted(rooms, key=lambda number: _sha(seed, number.encode())):
        slips.append((number, rooms[number], 1 + sum(each[1] == rooms[number] for each in slips)))
    return slips


def _check(doc):
    rooms, homes, root = {e["number"]: e["rooms"] for e in doc["entries"]}, {}, _root(doc["fixed"], *doc["entries"])
    wrong = [] if doc["root"] == root.hex() else [f"kök / root: {doc['root']}, by the list {root.hex()}"]
    slips = [(each["entry"], each["rooms"], each["slip"]) for each in doc["pulls"] if doc["outcome"] == "drawn"]
    slips = slips or (_by_value(doc, root, rooms, wrong) if doc["outcome"] == "drawn" else [])
    if len({each[1:] for each in slips}) < len(slips) or any(rooms.get(each[0]) != each[1] for each in slips):
        wrong.append("püşk / slip: one twice, or of another class")
    if slips and (sorted(each[0] for each in slips) != list(rooms) or len(rooms) < len(doc["entries"])):
        wrong.append("siyahı / list: a number missing, twice or out of order")
    for each in doc["fixed"]["plan"]["homes"]:
        homes[each["rooms"], 1 + sum(size == each["rooms"] for size, _ in homes)] = each["number"]
    due = [{"number": n, "rooms": size, "place": at, "home": homes.get((size, at), "")} for n, size, at in slips]
    odd = [each for each in due if each not in doc["order"]] or "düzülüş / sequence, or somebody added"
    return wrong + [f"sıra / order: {odd}"] * (doc["order"] != due)


problems = "\n".join(_check(json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))))
sys.exit(problems or print("OK: kök, siyahı və sıra uyğundur / root, list and order agree"))
