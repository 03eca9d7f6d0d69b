"""From a certificate to an authority that we trust: the path, its validity, revocation; and of stamps the same.

The engine is pyhanko-certvalidator (RFC 5280), fed with what we hold and never fetching: whoever verifies brings the
OCSP answers and CRLs. Without an answer for every certificate below the root nothing is called valid.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import cms, crl, ocsp, x509  # type: ignore[import-untyped]
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    CertvalidatorOperationResult,
    handle_certvalidator_errors,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
    bootstrap_validation_data_handlers,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationContext
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from document_flow.seals.provider import RevocationFacts
from document_flow.seals.report import RevocationStatus
from document_flow.seals.stamps import time_of
from document_flow.seals.trust import TrustStore

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # Their warnings name the holder of the certificate: a log is no place for that, and the report says it all.
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Chain:
    """`names` from the certificate to the anchor; `problem` is the report's name of what is wrong, None if nothing."""

    names: tuple[str, ...]
    revocation: RevocationStatus
    problem: str | None


@dataclass(frozen=True, slots=True)
class StampCheck:
    """The time that a stamp proves, or the report's name of what is wrong with it."""

    at: datetime | None
    problem: str | None


_PROBLEMS: dict[AdESSubIndic, str] = {
    AdESFailure.FORMAT_FAILURE: "unreadable",
    AdESFailure.HASH_FAILURE: "broken",
    AdESFailure.SIG_CRYPTO_FAILURE: "broken",
    AdESFailure.REVOKED: "revoked",
    AdESIndeterminate.REVOKED_NO_POE: "revoked",
    AdESIndeterminate.REVOKED_CA_NO_POE: "revoked",
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "chain.unknown",
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: "certificate_mismatch",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "chain.expired",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "chain.expired",
    AdESIndeterminate.EXPIRED: "chain.expired",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "chain.unfit",
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: "chain.unfit",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "algorithm",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "algorithm",
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: "revocation.unknown",
    AdESIndeterminate.TRY_LATER: "revocation.unknown",
    # What is left of the chain's failures, once validity and revocation have classes of their own, is that nobody
    # said whether a certificate is revoked.
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: "revocation.unknown",
}


def problem_of(indication: AdESSubIndic) -> str:
    """The report's name for an indication of ETSI EN 319 102-1 that is not PASSED."""
    return _PROBLEMS.get(indication, "undecided")


def validation_spec(trust: TrustStore, facts: RevocationFacts, more: Iterable[bytes] = ()) -> SignatureValidationSpec:
    """pyHanko's rules: our anchors, revocation answers required, nothing fetched; `more` helps to build chains."""
    anchors = [x509.Certificate.load(der) for der in trust.anchors]
    return SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=anchors),
            # An answer that was given after the moment in question says what was so then.
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
            certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
        ),
        local_knowledge=LocalKnowledge(
            known_ocsps=[each for der in facts.ocsps for each in OCSPContainer.load_multi(ocsp.OCSPResponse.load(der))],
            known_crls=[CRLContainer(crl.CertificateList.load(der)) for der in facts.crls],
            known_certs=[x509.Certificate.load(der) for der in (*trust.others, *more)],
        ),
    )


def timing(moment: datetime) -> ValidationTimingInfo:
    """Judged at a moment, and nothing known to be older."""
    return ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True)


async def chain_of(
    certificate: bytes, spec: SignatureValidationSpec, at: datetime, proved: datetime | None = None
) -> Chain:
    """The path of a signer's certificate at `at`.

    Where the certificate was revoked or expired since, a stamp that proves an older signature saves it: then the
    path is judged for that time. Nothing saves a revoked authority.
    """
    result = await _judged(certificate, spec, at)
    # Everything above a revoked signer was found unrevoked on the way to him, and of him we know since when.
    then = {AdESIndeterminate.REVOKED_NO_POE: unrevoked(spec), AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: spec}
    found, horizon = result.error_subindic, result.error_time_horizon
    if proved is not None and horizon is not None and proved < horizon and found in then:
        result = await _judged(certificate, then[found], proved)
    if result.error_subindic is None:
        return Chain(names_of(result.success_result), "good", None)
    name = problem_of(result.error_subindic)
    return Chain(names_of(result.error_path), "revoked" if name == "revoked" else "unknown", name)


async def _judged(
    certificate: bytes, spec: SignatureValidationSpec, moment: datetime
) -> CertvalidatorOperationResult[ValidationPath]:
    loaded = x509.Certificate.load(certificate)
    validator = CertificateValidator(loaded, validation_context=context_of(spec, moment))
    usage = validator.async_validate_usage({"non_repudiation"})  # type: ignore[no-untyped-call]
    return await handle_certvalidator_errors(loaded, usage)


def unrevoked(spec: SignatureValidationSpec) -> SignatureValidationSpec:
    """The same rules, but nobody is asked whether a certificate is revoked."""
    policy = replace(spec.cert_validation_policy, revinfo_policy=CertRevTrustPolicy(NO_REVOCATION))
    return replace(spec, cert_validation_policy=policy)


async def check_stamp(
    token: bytes, digest: Callable[[str], bytes], spec: SignatureValidationSpec, at: datetime
) -> StampCheck:
    """What a time stamp token proves; `digest` gives the digest of what it should be over, by algorithm name.

    The stamp's own certificate is judged at `at`, when it is verified: nothing older vouches for it.
    """
    try:
        stamped_at = time_of(token)
        content = cms.ContentInfo.load(token)
        found = await validate_tst_signed_data(content["content"], context_of(spec, at), digest)
        status = TimestampSignatureStatus(**found)
    except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError):
        return StampCheck(None, "stamp")
    if not (status.valid and status.intact) or stamped_at > at:
        return StampCheck(None, "stamp")
    return StampCheck(stamped_at, None) if status.trusted else StampCheck(None, untrusted_stamp(status))


_STAMP_PROBLEMS = {"chain.expired": "stamp.expired", "revocation.unknown": "stamp.revocation"}


def untrusted_stamp(status: TimestampSignatureStatus) -> str:
    """The report's name for a stamp that is whole, but whose certificate is not believed at the moment in question."""
    indication = status.trust_problem_indic
    return _STAMP_PROBLEMS.get(problem_of(indication), "stamp.untrusted") if indication else "stamp.untrusted"


def names_of(path: ValidationPath | None) -> tuple[str, ...]:
    """The shown names along a path, the signer's first."""
    if path is None:
        return ()
    certificates = reversed(list(path.iter_certs(include_root=True)))
    return tuple(str(each.subject.native.get("common_name", "")) for each in certificates)


def context_of(spec: SignatureValidationSpec, moment: datetime) -> ValidationContext:
    """pyHanko's state for one validation at one moment."""
    handlers = bootstrap_validation_data_handlers(spec, timing_info=timing(moment))
    return spec.cert_validation_policy.build_validation_context(timing(moment), handlers)
