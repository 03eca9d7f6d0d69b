"""Checks a published draw (püşkatma) without the hub: one file, on Python 3.9 or newer alone.

    python3 verify_draw.py FILE [--key NAME+ID+KEY]

Everything that can be computed is computed anew: root, values, seed, order, and who got each home that became free.
What the draw was made of lies under `root`; the whole file lies under `after_root`, which is a leaf of the hub's log of
evidence (RFC 9162) under a head that the log has signed (Ed25519, RFC 8032; the key is that of GET /v1/evidence/key).
Give the log's key as you had it by another way: whoever makes a file of their own signs it with a key of their own.

The exit status is 0 if all agrees, 1 if something does not, 2 if it cannot be read, 3 if it is not in the log yet.
"""

import base64
import collections
import datetime
import hashlib
import json
import pathlib
import sys

HOME, ENTRY = {"number": str, "rooms": int}, {"number": str, "rooms": int}
PLAN = {
    "place": str, "wave": int, "protocol": str, "draw_at": str, "parties": [str], "source": str,
    "homes": [HOME], "placed": [{**HOME, "rule": str}],
}  # fmt: skip
ACT = {"id": str, "title": {"az": str, "en": str}, "article": str, "assumed": bool}
TERM = {"days": int, "working": bool, "act": ACT}
FIXED = {
    "plan": PLAN, "terms": {"notice": TERM, "answer": TERM, "move_in": TERM}, "announced_at": str,
    "frozen_at": (str, type(None)), "commitments": dict, "document": str,
    "left_out": [{"number": str, "reason": str}],
}  # fmt: skip
LOG = {"key": str, "leaf": str, "leaf_index": int, "tree_size": int, "path": [str], "checkpoint": str}
FILE = {
    "version": str, "fixed": FIXED, "entries": [ENTRY], "root": str, "outcome": str, "reason": str, "values": dict,
    "public_value": str, "pulls": [{"entry": str, "rooms": int, "slip": int, "witnesses": int}], "seed": str,
    "order": [{**ENTRY, "place": int, "home": str}], "withdrawn": [str],
    "struck": [{"number": str, "home": str, "to": str}], "after_root": str, "log": (LOG, type(None)),
}  # fmt: skip


def fits(said, shape):
    """Whether it has these parts, of these kinds, and no other."""
    if isinstance(shape, tuple):
        return any(fits(said, each) for each in shape)
    if isinstance(shape, dict):
        return isinstance(said, dict) and said.keys() == shape.keys() and all(fits(said[n], shape[n]) for n in shape)
    if isinstance(shape, list):
        return isinstance(said, list) and all(fits(each, shape[0]) for each in said)
    return type(said) is shape


def sha(*parts):
    """SHA-256 of the parts together."""
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(*leaves):
    """RFC 9162, 2.1.1, over canonical JSON, in hexadecimal."""
    canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    row = [sha(b"\0", canonical(each).encode()) for each in leaves]
    while len(row) > 1:
        row = [sha(b"\1", *row[i : i + 2]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
    return row[0].hex()


def twice(things):
    """What is there more than once."""
    return sorted(each for each, count in collections.Counter(things).items() if count > 1)


def is_hex(text, least, most):
    """Whether it is so many bytes, in small hexadecimal digits."""
    digits = set("0123456789abcdef")
    return isinstance(text, str) and set(text) <= digits and least <= len(text) / 2 <= most and not len(text) % 2


def moment(text):
    """RFC 3339; before Python 3.11 nothing of the library reads its Z."""
    if text != text.upper():
        raise ValueError("not as it is written")
    form = "%Y-%m-%dT%H:%M:%S" + ".%f" * ("." in text) + "%z"
    return datetime.datetime.strptime(text.replace("Z", "+0000"), form)  # noqa: DTZ007


def the_words(doc):
    """Of which kind of draw, of which kind of file."""
    fixed, outcome = doc["fixed"], doc["outcome"]
    if fixed["plan"]["protocol"] not in ("by_hand", "computed"):
        yield f"qayda / protocol: {fixed['plan']['protocol']}"
    if any(type(each) is not str for each in fixed["commitments"].values()):
        yield "möhür / commitment: no text"
    if outcome not in ("announced", "cancelled", "frozen", "drawn", "void") or doc["version"] != "draw/2":
        yield f"nəticə / outcome: {doc['version']}, {outcome}"


def the_list(doc, rooms, homes):
    """What was frozen, by itself."""
    fixed, plan = doc["fixed"], doc["fixed"]["plan"]
    if same := twice(each["number"] for each in (*plan["homes"], *plan["placed"])):
        yield f"ev / home: twice {same}"
    if same := twice(each["number"] for each in doc["entries"]):
        yield f"siyahı / list: twice {same}"
    if doc["entries"] != sorted(doc["entries"], key=lambda each: (each["number"], each["rooms"])):
        yield "siyahı / list: out of order"
    if without := [number for number in rooms if rooms[number] not in homes]:
        yield f"siyahı / list: no home of their class {without}"
    if [each for each in fixed["left_out"] if each["number"] in rooms or not each["reason"].strip()]:
        yield "siyahı / list: left out and on it, or without a reason"
    if (
        not moment(fixed["announced_at"])
        <= moment(fixed["frozen_at"] or fixed["announced_at"])
        < moment(plan["draw_at"])
    ):
        yield "vaxtlar / times: announcement, freeze and draw"


def the_outcome(doc, rooms):
    """What belongs to how it ended, and nothing else."""
    plan, outcome = doc["fixed"]["plan"], doc["outcome"]
    by_hand = plan["protocol"] == "by_hand"
    own = "pulls" if by_hand else "public_value" if plan["source"] else "values"
    allowed = {own, "values"} if plan["source"] and plan["parties"] else {own}
    frozen, ended = outcome in ("frozen", "drawn", "void"), outcome in ("cancelled", "void")
    foreign = any(doc[name] for name in ("pulls", "public_value", "values") if name not in allowed)
    foreign = foreign or (by_hand and doc["seed"]) or (doc["values"] and not frozen)
    early = outcome != "drawn" and (doc["seed"] or doc["order"] or doc["struck"])
    listed = bool(doc["entries"] and doc["fixed"]["frozen_at"])
    stuck = by_hand and outcome == "void"
    if foreign or early or frozen != listed or (doc[own] and not stuck and (ended or not frozen)):
        yield "nəticə / outcome: the file holds what does not belong to it"
    if ended and not doc["reason"].strip():
        yield "səbəb / reason: none"
    if outcome == "drawn" and not doc[own]:
        yield "qiymət / value: none that the seed and the order follow from"
    if strangers := {*doc["withdrawn"], *(each["number"] for each in doc["struck"])} - rooms.keys():
        yield f"yad / strangers: {sorted(strangers)}"
    if same := twice(doc["withdrawn"]):
        yield f"imtina / withdrawn: twice {same}"


def the_values(doc):
    """Each opens what its party has committed to."""
    sealed = doc["fixed"]["commitments"]
    for party, each in doc["values"].items():
        whole = (
            fits(each, {"value": str, "salt": str})
            and is_hex(each["value"], 32, 32)
            and is_hex(each["salt"], 16, 1 << 20)
        )
        parts = [bytes.fromhex(each[part]) for part in ("value", "salt")] if whole else []
        if not whole or party not in doc["fixed"]["plan"]["parties"] or sha(*parts).hex() != sealed.get(party):
            yield f"qiymət / value: {party}"


def the_pulls(doc, rooms, homes):
    """No family and no slip twice, none of another class; all families once it is done."""
    pulls, sizes = doc["pulls"], collections.Counter(rooms.values())
    for each in pulls:
        last = max(len(homes.get(each["rooms"], ())), sizes[each["rooms"]])
        if rooms.get(each["entry"]) != each["rooms"] or not 1 <= each["slip"] <= last or each["witnesses"] != 2:
            yield f"püşk / slip: {each}"
    if same := twice((each["rooms"], each["slip"]) for each in pulls):
        yield f"püşk / slip: twice {same}"
    if same := twice(each["entry"] for each in pulls):
        yield f"siyahı / list: pulled twice {same}"
    if doc["outcome"] == "drawn" and (missing := rooms.keys() - {each["entry"] for each in pulls}):
        yield f"siyahı / list: not pulled {sorted(missing)}"


def seed_of(doc):
    """Of the values in the announced order, a missing one replaced by its rule, and the public value."""
    plan, values, root = doc["fixed"]["plan"], doc["values"], bytes.fromhex(doc["root"])
    parts = (bytes.fromhex(values[p]["value"]) if p in values else sha(root, p.encode()) for p in plan["parties"])
    return sha(*parts, doc["public_value"].encode()).hex()


def the_order(doc, rooms, homes, sound):
    """Everybody once, with the place and the home that the values or the slips come to; by the seed as it is published
    where what it is made of is wrong already.
    """
    if doc["fixed"]["plan"]["protocol"] == "by_hand":
        slips = [(each["entry"], each["rooms"], each["slip"]) for each in doc["pulls"]]
    else:
        seed = seed_of(doc) if sound else doc["seed"]
        if doc["seed"] != seed or not is_hex(seed, 32, 32):
            yield f"toxum / seed: {seed}"
            return
        places, slips = collections.Counter(), []
        for number in sorted(rooms, key=lambda each: (sha(bytes.fromhex(seed), each.encode()), each)):
            places[rooms[number]] += 1
            slips.append((number, rooms[number], places[rooms[number]]))
    due = [
        {"number": n, "rooms": size, "place": at, "home": homes[size][at - 1] if at <= len(homes[size]) else ""}
        for n, size, at in slips
    ]
    if doc["order"] != due:
        odd = [each for each in due if each not in doc["order"]] or "düzülüş / sequence, or somebody added"
        yield f"sıra / order: {odd}"


def the_struck(doc, rooms):
    """Every home that became free went to the next of its class, and nobody who is out holds one."""
    holders, out = {each["number"]: each["home"] for each in doc["order"] if each["home"]}, {*doc["withdrawn"]}
    if same := twice(each["number"] for each in doc["struck"]):
        yield f"sıradan çıxan / struck: twice {same}"
    for each in doc["struck"]:
        home = holders.pop(each["number"], "")
        out.add(each["number"])
        waiting = [
            (one["place"], one["number"])
            for one in doc["order"]
            if one["rooms"] == rooms.get(each["number"]) and one["number"] not in {*holders, *out}
        ]
        to = min(waiting)[1] if home and waiting else ""
        if (each["home"], each["to"]) != (home, to):
            yield f"sıradan çıxan / struck: {each['number']}: {home or '-'} -> {to or '-'}"
        if to:
            holders[to] = home
    if holding := out & holders.keys():
        yield f"ev / home: out and still with one {sorted(holding)}"


def problems(doc):
    """All that is wrong with the file, as far as it goes by itself."""
    if not fits(doc, FILE):
        return ["fayl / file: this is no published draw, or something was added to it or taken out"]
    plan, root = doc["fixed"]["plan"], root_of(doc["fixed"], *doc["entries"])
    rooms, homes = {each["number"]: each["rooms"] for each in doc["entries"]}, collections.defaultdict(list)
    for each in plan["homes"]:
        homes[each["rooms"]].append(each["number"])
    wrong = [] if doc["root"] == root else [f"kök / root: {doc['root']}, by the list {root}"]
    wrong += [*the_words(doc), *the_list(doc, rooms, homes), *the_outcome(doc, rooms)]
    wrong += the_pulls(doc, rooms, homes) if plan["protocol"] == "by_hand" else the_values(doc)
    if doc["outcome"] == "drawn":
        wrong += the_order(doc, rooms, homes, not wrong) if not wrong or plan["protocol"] != "by_hand" else []
        wrong += the_struck(doc, rooms)
    after = root_of(*([name, doc[name]] for name in sorted(doc) if name not in ("after_root", "log")))
    return wrong + [f"ikinci kök / second root: {after}"] * (doc["after_root"] != after)


# The log of evidence -------------------------------------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    """Two points of the curve (RFC 8032, 5.1.4)."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    """A point so many times."""
    made = (0, 1, 1, 0)
    while number:
        made = add(made, point) if number & 1 else made
        point, number = add(point, point), number >> 1
    return made


def point_of(raw):
    """RFC 8032, 5.1.3."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if len(raw) != 32 or y >= P or (x * x - square) % P or (not x and sign):
        raise ValueError("no point of the curve")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = point_of(bytes.fromhex("58" + "66" * 31))


def is_signed(text, signature, key):
    """RFC 8032, 5.1.7."""
    if len(signature) != 64 or (s := int.from_bytes(signature[32:], "little")) >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % Q
    one, other = times(s, BASE), add(point_of(signature[:32]), times(h, point_of(key)))
    return not any((one[i] * other[2] - other[i] * one[2]) % P for i in (0, 1))


def is_in_tree(leaf, index, size, path, root):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = sha(b"\1", sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = sha(b"\1", found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def the_log(doc, trusted):
    """The second root is a leaf of the log, the leaf in its tree, the tree's head signed by its key."""
    log, facts = doc["log"], json.loads(doc["log"]["leaf"])
    if (facts.get("kind"), facts.get("root")) != ("draw.published", doc["after_root"]):
        yield "jurnal / log: the leaf states another second root"
    if trusted and trusted.strip() != log["key"]:
        yield f"açar / key: signed by another one, {log['key']}"
    name, key_id, coded = log["key"].split("+", 2)
    key, path = base64.b64decode(coded, validate=True), [bytes.fromhex(each) for each in log["path"]]
    text, _, signatures = log["checkpoint"].partition("\n\n")
    origin, size, root = text.split("\n")[:3]
    head = base64.b64decode(root, validate=True)
    is_there = is_in_tree(sha(b"\0", log["leaf"].encode()), log["leaf_index"], log["tree_size"], path, head)
    if not is_there or [each.hex() for each in path] != log["path"]:
        yield "jurnal / log: the leaf is not in the tree"
    signed = base64.b64decode(signatures.rstrip("\n").rpartition(" ")[2], validate=True)
    line = f"\u2014 {name} {base64.b64encode(signed).decode()}\n"
    stated = (origin, size, signatures) == (name, str(log["tree_size"]), line)
    known = key[:1] == b"\1" and sha(name.encode(), b"\n", key)[:4].hex() == signed[:4].hex() == key_id
    if not (known and stated and is_signed(f"{text}\n".encode(), signed[4:], key[1:])):
        yield "imza / signature: the log's key has not signed the tree's head"


def once(pairs):
    """An object of JSON in which no name stands twice: another program would read the other one."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def main(given):
    """Read the file, say what is wrong; the exit status."""
    trusted = given[2] if len(given) == 3 and given[1] == "--key" else ""
    try:
        doc = json.loads(pathlib.Path(given[0]).read_text("utf-8"), object_pairs_hook=once)
        wrong = problems(doc)
        if not wrong and doc["log"]:
            wrong = list(the_log(doc, trusted))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        print(f"oxunmur / cannot be read: {type(error).__name__}", file=sys.stderr)
        return 2
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    if not doc["log"]:
        print(
            "kök, siyahı və sıra uyğundur, jurnalda hələ yoxdur / all agrees, and is not in the log yet: fetch it again"
        )
        return 3
    print("OK: kök, siyahı və sıra uyğundur / root, list and order agree")
    if not trusted:
        print(f"Bu açarla imzalanıb, tutuşdurun / signed by this key, compare it: {doc['log']['key']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
