"""X-Road as a dialect of SOAP and REST, for both sides: identifiers, headers, the request's hash, codes of failures.

Message protocol 4.0 (PR-MESS) and message protocol for REST r1 (PR-REST) of nordic-institute/X-Road. Nothing here calls
anybody: connectors write what is written here and compare it in the answer, the hub's doors read it and echo it.
"""
