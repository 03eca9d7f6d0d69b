"""WS-Security: a message as it was signed is read; every way to have another one read is refused, in bounded time."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner

from connectors.parsing import parse_xml
from connectors.soap.security.header import (
    SECURITY,
    WSSE,
    WSU,
    SecurityRefused,
    child,
    instant,
    refuse_stale,
    security_of,
)
from connectors.soap.security.signature import DS, Signer, add_signature, check_signature
from connectors.soap.security.user import User, add_user, check_user

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD, EVIL = "<t:ask xmlns:t='urn:t'><t:fin>GOOD</t:fin></t:ask>", "<t:ask xmlns:t='urn:t'><t:fin>EVIL</t:fin></t:ask>"
KEY = rsa.generate_private_key(65537, 2048)


def certified(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, days: int = 30) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "agency.test")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(NOW - timedelta(days=60)).not_valid_after(NOW + timedelta(days=days))
    return made.sign(key, hashes.SHA256())


CERTIFICATE = certified(KEY)


def envelope(body: str = GOOD, header: str = "<h:why xmlns:h='urn:h'>benefit</h:why>") -> etree._Element:
    security = f"<w:Security xmlns:w='{WSSE}'/>"
    inner = f"<s:Header>{security}{header}</s:Header><s:Body>{body}</s:Body>"
    return parse_xml(f"<s:Envelope xmlns:s='{SOAP}'>{inner}</s:Envelope>".encode())


def signed(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = KEY, now: datetime = NOW) -> etree._Element:
    root = envelope()
    add_signature(root, security_of(root[0]), Signer(key, certified(key)), now)
    return again(root)


def again(root: etree._Element) -> etree._Element:
    """As it is read at the other side."""
    return parse_xml(etree.tostring(root))


def fin(root: etree._Element, certificate: x509.Certificate = CERTIFICATE, now: datetime = NOW) -> str | None:
    return check_signature(root, certificate, now).body.findtext("{*}fin")


def refusal(root: etree._Element, certificate: x509.Certificate = CERTIFICATE, now: datetime = NOW) -> str:
    began, worked = time.monotonic(), time.process_time()
    with pytest.raises(SecurityRefused) as told:
        check_signature(again(root), certificate, now)
    assert time.process_time() - worked < 1
    assert time.monotonic() - began < 5, "nothing is waited for"
    return told.value.code


def out(element: etree._Element | None) -> None:
    assert element is not None
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def without_references(root: etree._Element) -> None:
    for each in signature(root).findall(f".//{{{DS}}}Reference"):
        out(each)


def test_what_is_signed_is_read_body_and_header_blocks() -> None:
    found = check_signature(signed(), CERTIFICATE, NOW)

    assert found.body.findtext("{*}fin") == "GOOD"
    assert [(each.tag, each.text) for each in found.blocks] == [("{urn:h}why", "benefit")]
    assert found.mark.startswith("signature ")


def test_an_elliptic_key_signs_as_well() -> None:
    key = ec.generate_private_key(ec.SECP256R1())

    assert fin(signed(key), certified(key)) == "GOOD"


def test_a_block_that_is_not_signed_is_not_read() -> None:
    root = signed()
    root[0].append(parse_xml(b"<h:why xmlns:h='urn:h'>another</h:why>"))

    assert [each.text for each in check_signature(again(root), CERTIFICATE, NOW).blocks] == ["benefit"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda root: root[-1][0].find("{*}fin").__setattr__("text", "EVIL"), "security.signature"),
        (lambda root: root[0].find("{*}why").__setattr__("text", "court"), "security.signature"),
        (lambda root: out(root[0].find(SECURITY)), "security.missing"),
        (lambda root: root[0].append(etree.Element(SECURITY)), "security.twice"),
        (lambda root: out(signature(root)), "security.signature_missing"),
        (lambda root: stamp(root).addnext(deepcopy(stamp(root))), "security.shape"),
        (lambda root: out(stamp(root)), "security.shape"),
        (lambda root: signature(root).append(etree.Element(f"{{{DS}}}Object")), "security.shape"),
        (without_references, "security.references"),
        (lambda root: reference(root)[0].append(etree.Element("{urn:x}more")), "security.transforms"),
        (lambda root: out(reference(root)[1]), "security.transforms"),
        (lambda root: reference(root).set("Type", "urn:x"), "security.references"),
        (lambda root: out(signature(root).find(f"{{{DS}}}SignatureValue")), "security.shape"),
    ],
)
def test_a_changed_message_is_refused(change: Callable[[etree._Element], object], code: str) -> None:
    root = signed()
    change(root)

    assert refusal(root) == code


def stamp(root: etree._Element) -> etree._Element:
    return next(root.iter(f"{{{WSU}}}Timestamp"))


def test_a_signed_body_of_two_elements_is_no_body() -> None:
    root = envelope()
    root[-1].append(deepcopy(root[-1][0]))
    add_signature(root, security_of(root[0]), Signer(KEY, CERTIFICATE), NOW)

    assert refusal(root) == "security.not_signed"


def test_a_message_without_a_header_is_not_secured() -> None:
    root = envelope()
    out(root[0])

    assert refusal(root) == "security.missing"


def test_a_signature_of_another_key_is_refused() -> None:
    assert refusal(signed(rsa.generate_private_key(65537, 2048))) == "security.signature"


def test_the_certificate_that_a_message_brings_is_not_looked_at() -> None:
    other = rsa.generate_private_key(65537, 2048)
    root = signed(other)
    info = signature(root).find(f"{{{DS}}}KeyInfo")
    assert info is not None
    info.clear()
    data = etree.SubElement(etree.SubElement(info, f"{{{DS}}}X509Data"), f"{{{DS}}}X509Certificate")
    data.text = base64.b64encode(certified(other).public_bytes(serialization.Encoding.DER)).decode()

    assert refusal(root) == "security.signature"


def test_a_certificate_that_has_ended_or_is_weak_verifies_nothing() -> None:
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505  # that is what is refused

    assert refusal(signed(), certified(KEY, days=-1)) == "security.signature"
    assert refusal(signed(weak), certified(weak)) == "security.key"


@pytest.mark.parametrize("minutes", [-11, -6, 6])
def test_a_signature_that_is_old_or_lies_ahead_is_refused(minutes: int) -> None:
    assert refusal(signed(now=NOW + timedelta(minutes=minutes))) == "security.stale"


def test_what_its_maker_has_let_end_is_refused_while_it_is_fresh() -> None:
    made, second = NOW - timedelta(minutes=1), timedelta(seconds=1)

    refuse_stale(made, NOW, NOW)
    with pytest.raises(SecurityRefused, match=r"security\.stale"):
        refuse_stale(made, NOW - second, NOW)


def signature(root: etree._Element) -> etree._Element:
    return next(root.iter(f"{{{DS}}}Signature"))


def reference(root: etree._Element, number: int = 0) -> etree._Element:
    return signature(root).findall(f".//{{{DS}}}Reference")[number]


def evil_body(root: etree._Element, identity: str | None = None) -> etree._Element:
    """The signed Body taken out, and a forged one in its place."""
    good = root[-1]
    root.remove(good)
    forged = etree.SubElement(root, good.tag)
    forged.append(parse_xml(EVIL.encode()))
    if identity is not None:
        forged.set(f"{{{WSU}}}Id", identity)
    return good


def wrapper(parent: etree._Element, good: etree._Element, name: str = "{urn:x}Wrapper") -> None:
    etree.SubElement(parent, name).append(good)


def xsw1(root: etree._Element) -> None:
    """The signed Body in a wrapper beside the forged one, at the envelope's end."""
    good = evil_body(root)
    wrapper(root, good)


def xsw2(root: etree._Element) -> None:
    """The wrapper before the Header."""
    good = evil_body(root)
    made = etree.Element("{urn:x}Wrapper")
    made.append(good)
    root.insert(0, made)


def xsw3(root: etree._Element) -> None:
    """The wrapper in the Header, the forged Body without an id."""
    wrapper(root[0], evil_body(root))


def xsw4(root: etree._Element) -> None:
    """The wrapper in the Header, the forged Body with another id."""
    wrapper(root[0], evil_body(root, "signed-9"))


def xsw5(root: etree._Element) -> None:
    """The forged Body with the id of the signed one, which is in the Header."""
    wrapper(root[0], evil_body(root, "signed-0"))


def xsw6(root: etree._Element) -> None:
    """The signed Body within Security, beside its signature."""
    wrapper(root[0][0], evil_body(root))


def xsw7(root: etree._Element) -> None:
    """The signed Body in an Object of the signature."""
    wrapper(signature(root), evil_body(root), f"{{{DS}}}Object")


def xsw8(root: etree._Element) -> None:
    """The signed Body within the forged one."""
    good = evil_body(root)
    wrapper(root[-1][0], good)


@pytest.mark.parametrize("wrap", [xsw1, xsw2, xsw3, xsw4, xsw5, xsw6, xsw7, xsw8])
def test_signature_wrapping_is_refused(wrap: Callable[[etree._Element], None]) -> None:
    root = signed()
    wrap(root)

    assert refusal(root) in {"security.references", "security.id_twice", "security.shape", "security.missing"}


def test_the_signed_body_as_a_block_of_the_header_is_no_body() -> None:
    """XSW with the signed element where a block may be signed: it is one, and the forged Body is not."""
    root = signed()
    root[0].append(evil_body(root))

    assert refusal(root) == "security.not_signed"


def test_a_second_signature_or_one_elsewhere_is_refused() -> None:
    twice, elsewhere = signed(), signed()
    twice[0][0].append(again(signature(twice)))
    elsewhere[0].append(signature(elsewhere))

    assert {refusal(twice), refusal(elsewhere)} == {"security.signature_place"}


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "#",
        "http://127.0.0.1:9/x",
        "file:///etc/passwd",
        "cid:x",
        "#xpointer(/)",
        "#signed-9",
        "signed-0",
        "##signed-0",
    ],
)
def test_a_reference_to_anything_but_a_known_place_is_refused(uri: str) -> None:
    root = signed()
    reference(root).set("URI", uri)

    assert refusal(root) == "security.references"


def test_a_body_that_no_reference_names_is_refused() -> None:
    for number in (0, 1):
        root = signed()
        out(reference(root, number))

        assert refusal(root) == "security.not_signed"


@pytest.mark.parametrize("times", [2, 40, 5_000])
def test_references_and_transforms_beyond_measure_are_refused(times: int) -> None:
    many, bomb = signed(), signed()
    one, transform = reference(many), reference(bomb)[0][0]
    for _ in range(times):
        one.addnext(deepcopy(one))
        transform.addnext(deepcopy(transform))

    assert refusal(many) in {"security.references", "security.shape"}
    assert refusal(bomb) == "security.transforms"


@pytest.mark.parametrize(
    "algorithm",
    [
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform",
        "",
    ],
)
def test_another_transform_is_refused(algorithm: str) -> None:
    root, canonical = signed(), signed()
    reference(root)[0][0].set("Algorithm", algorithm)
    method = signature(canonical).find(f".//{{{DS}}}CanonicalizationMethod")
    assert method is not None
    method.set("Algorithm", algorithm)

    assert {refusal(root), refusal(canonical)} == {"security.transforms"}


def test_code_within_a_transform_is_refused() -> None:
    root = signed()
    etree.SubElement(reference(root)[0][0], "{http://www.w3.org/1999/XSL/Transform}stylesheet")

    assert refusal(root) == "security.transforms"


def resigned(method: SignatureMethod, digest: str, key: object) -> etree._Element:
    """The same by another algorithm, which the library signs with where it is let."""
    root = signed()
    info = signature(root).find(f"{{{DS}}}KeyInfo")
    out(signature(root))

    class Lax(XMLSigner):
        def check_deprecated_methods(self) -> None:
            """As older senders do."""

    lax = Lax(
        method=SignatureConstructionMethod.detached,
        signature_algorithm=method,
        digest_algorithm=digest,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    uris = [f"#signed-{number}" for number in range(3)]
    root[0][0].append(lax.sign(root, key=key, reference_uri=uris, key_info=info))  # type: ignore[arg-type]  # a secret too
    return root


def test_sha_1_is_refused_as_signature_and_as_digest() -> None:
    assert refusal(resigned(SignatureMethod.RSA_SHA1, "sha256", KEY)) == "security.signature"
    assert refusal(resigned(SignatureMethod.RSA_SHA256, "sha1", KEY)) == "security.signature"


def test_an_hmac_with_the_public_key_for_its_secret_is_refused() -> None:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    assert refusal(resigned(SignatureMethod.HMAC_SHA256, "sha256", public)) == "security.signature"


def test_an_unknown_algorithm_is_refused() -> None:
    root = signed()
    method = signature(root).find(f".//{{{DS}}}SignatureMethod")
    assert method is not None
    method.set("Algorithm", "http://www.w3.org/2000/09/xmldsig#none")

    assert refusal(root) == "security.signature"


@pytest.mark.parametrize("name", ["Id", "id", "ID", "{http://www.w3.org/XML/1998/namespace}id", f"{{{WSU}}}Id"])
def test_an_id_that_stands_twice_is_refused_in_every_spelling(name: str) -> None:
    root = signed()
    root[-1][0].set(name, "signed-0")

    assert refusal(root) == "security.id_twice"


USER = User("fund", "a secret of both")


def with_token(user: User = USER, now: datetime = NOW) -> etree._Element:
    root = envelope()
    add_user(security_of(root[0]), user, now)
    return again(root)


def token(root: etree._Element) -> etree._Element:
    return root[0][0][0]


def user_refusal(root: etree._Element, now: datetime = NOW) -> str:
    with pytest.raises(SecurityRefused) as told:
        check_user(root[0], USER, now)
    return told.value.code


def test_a_users_token_holds_and_its_nonce_is_what_must_not_come_again() -> None:
    root = with_token()

    assert check_user(root[0], USER, NOW) == check_user(root[0], USER, NOW)
    assert check_user(root[0], USER, NOW) != check_user(with_token()[0], USER, NOW)
    assert b"a secret of both" not in etree.tostring(root)


@pytest.mark.parametrize("user", [User("fund", "another"), User("other", "a secret of both"), User("", "")])
def test_another_user_or_password_is_refused(user: User) -> None:
    assert user_refusal(with_token(user)) == "security.user"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_token_that_is_old_or_lies_ahead_is_refused(minutes: int) -> None:
    assert user_refusal(with_token(now=NOW + timedelta(minutes=minutes))) == "security.stale"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda root: root[0][0].append(again(token(root))), "security.user_missing"),
        (lambda root: root[0][0].remove(token(root)), "security.user_missing"),
        (lambda root: token(root).remove(token(root)[2]), "security.shape"),
        (lambda root: token(root).append(again(token(root)[2])), "security.shape"),
        (lambda root: token(root)[1].set("Type", "#PasswordText"), "security.password_type"),
        (lambda root: token(root)[1].attrib.clear(), "security.password_type"),
        (lambda root: token(root)[2].__setattr__("text", "AAAA"), "security.shape"),
        (lambda root: token(root)[2].__setattr__("text", "no base64"), "security.shape"),
        (lambda root: token(root)[3].__setattr__("text", "2026-03-01T12:00:01Z"), "security.user"),
        (lambda root: child(token(root)[3], "{urn:x}more"), "security.shape"),
    ],
)
def test_a_token_that_is_not_as_the_profile_has_it_is_refused(
    change: Callable[[etree._Element], object], code: str
) -> None:
    root = with_token()
    change(root)

    assert user_refusal(root) == code


def test_the_digest_is_that_of_the_profile() -> None:
    root = with_token()
    _, told, nonce, created = (each.text or "" for each in token(root))
    raw = base64.b64decode(nonce) + created.encode() + USER.password.encode()

    assert told == base64.b64encode(hashlib.sha1(raw).digest()).decode()  # noqa: S324  # as the profile has it


@pytest.mark.parametrize("text", ["", "2026-03-01", "2026-13-01T00:00:00Z", "2026-03-01T12:00:00+04:00", "x" * 10_000])
def test_what_is_no_moment_in_utc_is_refused(text: str) -> None:
    with pytest.raises(SecurityRefused, match=r"security\.time"):
        instant(text)


def test_a_moment_may_have_a_fraction() -> None:
    assert instant("2026-03-01T12:00:00.123Z") == instant(" 2026-03-01T12:00:00+00:00 ") == NOW
