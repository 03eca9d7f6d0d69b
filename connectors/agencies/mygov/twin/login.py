"""The sandbox's login by MyGov (OpenID Connect: code flow, PKCE): whoever sits before it chooses an invented person.

The page looks like nobody's real one and says what it is. A code is good once, for a minute, for the client and the
address that it was made for. As the real one, `sub` is never the FIN, and a login by e-signature tells no FIN.
"""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.people import SyntheticPerson, number_of, person

ROOT: Final = "/mygov"
BACK: Final = "/me/login/back"
"""Where a citizen is sent back to; no other path is taken."""
CLIENT: Final = "qayidis-hub"
_SHOWN: Final = 8
_CODE_LASTS_S: Final = 60
_TOKEN_LASTS_S: Final = 300
_MOST: Final = 1000
_METHODS: Final = ("fin", "asan_imza", "e_signature")
_ASKED: Final = ("redirect_uri", "state", "nonce", "code_challenge", "client_id")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
Method = Literal["fin", "asan_imza", "e_signature"]


@dataclass(frozen=True, slots=True)
class _Granted:
    """What a code is good for, and until when (seconds)."""

    who: SyntheticPerson
    method: Method
    acting_for: str
    asked: Mapping[str, str]
    until: float


@dataclass(slots=True)
class CitizenLogin:
    """Below ROOT: discovery, `login`, `oidc/token`, `oidc/keys`. `hub` is where the hub is; its host may come back."""

    hub: str
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"}))
    codes: OrderedDict[str, _Granted] = field(default_factory=OrderedDict)

    def answer(self, request: Request) -> Reply | None:
        """None where the request is for something else."""
        if (request.method, request.path) == ("GET", f"{ROOT}/.well-known/openid-configuration"):
            return json_reply(200, _discovery(_issuer(request)))
        if (request.method, request.path) == ("GET", f"{ROOT}/oidc/keys"):
            return json_reply(200, {"keys": [self.key.as_dict(private=False)]})
        if request.path == f"{ROOT}/login":
            return self._page(request) if request.method == "GET" else self._chosen(request)
        return self._token(request) if request.path == f"{ROOT}/oidc/token" else None

    def _page(self, request: Request) -> Reply:
        asked = {name: request.query.get(name, "") for name in _ASKED}
        if self._refuses(asked) or request.query.get("code_challenge_method") != "S256":
            return problem(400, "mygov.login_request")
        return Reply(200, _choice(asked).encode(), "text/html; charset=utf-8", {"cache-control": "no-store"})

    def _chosen(self, request: Request) -> Reply:
        said = _form(request)
        asked = {name: said.get(name, "") for name in _ASKED}
        number, method = number_of(said.get("fin", "").strip().upper()), said.get("method", "fin")
        if self._refuses(asked) or number is None or method not in _METHODS:
            return problem(400, "mygov.login_choice")
        code, who = secrets.token_urlsafe(24), person(number)
        until = time.time() + _CODE_LASTS_S
        self.codes[code] = _Granted(who, cast("Method", method), said.get("acting_for", ""), asked, until)
        if len(self.codes) > _MOST:
            self.codes.popitem(last=False)
        back = urlencode({"code": code, "state": asked["state"], "iss": _issuer(request)})
        return Reply(302, headers={"location": f"{asked['redirect_uri']}?{back}"})

    def _token(self, request: Request) -> Reply:
        said = _form(request)
        granted = self.codes.pop(said.get("code", ""), None)
        if granted is None or granted.until < time.time() or not _is_the_one(granted, said):
            return json_reply(400, {"error": "invalid_grant"})
        now = int(time.time())
        told = {
            "iss": _issuer(request),
            "aud": CLIENT,
            "sub": subject(granted.who),
            "nonce": granted.asked["nonce"],
            "iat": now,
            "exp": now + _TOKEN_LASTS_S,
            "auth_time": now,
            "authMethod": granted.method,
        }
        if granted.method != "e_signature":
            told["fin"] = granted.who.fin
        if granted.acting_for:
            told["actingFor"] = granted.acting_for
        token = jwt.encode({"alg": "ES256", "kid": self.key.kid}, told, self.key)
        answer = {"token_type": "Bearer", "access_token": secrets.token_urlsafe(16), "id_token": token}
        return json_reply(200, {**answer, "expires_in": _TOKEN_LASTS_S})

    def _refuses(self, asked: Mapping[str, str]) -> bool:
        """Another client, another way back than the citizen's page of our hub, or no PKCE, state or nonce."""
        back = urlsplit(asked["redirect_uri"])
        is_ours = back.netloc == urlsplit(self.hub).netloc or back.netloc.rpartition(":")[0] in _LOOPBACK
        is_exact = back.path == BACK and not back.query and not back.fragment and back.scheme in ("http", "https")
        return asked["client_id"] != CLIENT or not (is_ours and is_exact) or not all(asked.values())


def subject(who: SyntheticPerson) -> str:
    """Who it is here: an id of this provider's own, which tells nothing of the FIN."""
    return hashlib.sha256(f"mygov {who.number}".encode()).hexdigest()[:24]


def _is_the_one(granted: _Granted, said: Mapping[str, str]) -> bool:
    digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
    proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    asked = granted.asked
    return said.get("redirect_uri") == asked["redirect_uri"] and proof == asked["code_challenge"]


def _issuer(request: Request) -> str:
    return f"http://{request.headers.get('host', '')}{ROOT}"


def _discovery(issuer: str) -> dict[str, object]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/login",
        "token_endpoint": f"{issuer}/oidc/token",
        "jwks_uri": f"{issuer}/oidc/keys",
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }


def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def _choice(asked: Mapping[str, str]) -> str:
    """The page, plain on purpose."""
    kept = "".join(f'<input type="hidden" name="{n}" value="{html.escape(v)}">' for n, v in asked.items())
    return (
        '<!doctype html><html lang="az"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>Sınaq girişi / Test login</title></head><body>"
        "<h1>Sınaq girişi (real MyGov deyil) / Test login (not the real MyGov)</h1>"
        "<p>Hamısı uydurma şəxslərdir. / All of these people are invented.</p>"
        f'<form method="post" action="{ROOT}/login">{kept}'
        '<p><label for="method">Giriş üsulu / Way of logging in</label> <select id="method" name="method">'
        f"{''.join(f'<option>{each}</option>' for each in _METHODS)}</select></p>"
        f"{''.join(_buttons())}</form>"
        f'<form method="post" action="{ROOT}/login">{kept}<p><label for="fin">Başqa uydurma FİN / Another invented FIN'
        '</label> <input id="fin" name="fin" required maxlength="7" autocomplete="off"> <button>→</button></p></form>'
        "</body></html>"
    )


def _buttons() -> Iterator[str]:
    for number in range(_SHOWN):
        who = person(number)
        name = html.escape(f"{who.given_name} {who.surname}")
        yield f'<p><button name="fin" value="{who.fin}">{name}, {who.born:%d.%m.%Y}</button></p>'
