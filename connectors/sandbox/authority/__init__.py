"""A test certification authority: root, issuing, OCSP, CRL and RFC 3161 stamps; nothing it issues binds anybody.

Every certificate of it carries `SPECIMEN` as the organisation, so whoever reads a signature sees what it is. The code
that issues, answers and stamps is pure; `twin` serves it over HTTP and keeps it under the sandbox's data folder.
"""

SPECIMEN = "NÜMUNƏ"
"""The organisation in every subject: "sample". Readers of signatures put it across what such a certificate signed."""
