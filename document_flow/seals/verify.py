"""Reading what others signed: one function a form, each giving a VerificationReport."""

from document_flow.seals.report import Problem, SignatureReport, Status, VerificationReport
from document_flow.seals.verify_asice import verify_asice
from document_flow.seals.verify_pdf import verify_pdf
from document_flow.seals.verify_xml import verify_xml

__all__ = [
    "Problem",
    "SignatureReport",
    "Status",
    "VerificationReport",
    "verify_asice",
    "verify_pdf",
    "verify_xml",
]
