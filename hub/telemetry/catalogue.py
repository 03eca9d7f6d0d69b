"""Every line the hub logs and every key a line may have. A test compares this with the code's calls.

| event | says |
|---|---|
| accepting_failed | the machine gives no more connections; `error` is the kind |
| access_decided | a person asked for something on a page, and whether a role allows it |
| aggregate_failed, aggregate_waits | one of a room met what nobody foresaw; or waits for something; it comes again |
| alert_not_told | an alert did not reach its webhook or mailbox; it is told again later |
| api_failed | a request met what nobody foresaw; the caller got `reference` |
| agency_informed, agency_answered | an agency was told of a group of failures, and what it answered was written down |
| ask_failed | a call of an ask met what nobody foresaw |
| asked | an agency was asked on behalf of somebody, and what it came to |
| blocked_heads_freed | the sweeper found deliveries blocked that headed their lanes: a defect, mended |
| breaker_not_taught | the outcome of an ask could not be told to the breaker |
| bus_away_at_start | the broker did not answer at the start; work waits in the store |
| bus_connected, bus_connection_lost | a connection to the broker is usable, or gone |
| bus_refused | the broker answers and does not let the hub in, or not into its virtual host; a person must act |
| bus_queue_faulty | something on the broker has our name and other properties |
| call_failed | a connector raised what it should have returned; the outcome of the call is unknown |
| case_failed, case_waits | a case met what nobody foresaw; or waits for a seal or a table; it comes again |
| changes_noted, changes_not_noted | a mapping, route, contract, certificate or the code changed; or was not kept |
| chunk_unreadable | the rows of a chunk met what nobody foresaw; the chunk failed |
| code_additions_left_out | codes that were agreed on no longer fit their format, and are left out |
| code_proposed, code_decided, code_withdrawal_asked | a code's meaning was proposed or decided, or is to end |
| delivery_settled | the canonical line: one attempt of a delivery and what it came to |
| document_registered, document_resolved, document_submitted, document_returned, document_voted | a document's way |
| document_approved, document_signed, document_sent, document_answered, document_filed | and its end |
| document_timer, document_timer_refused | a due timer of a document acted, or its rules refused it for now |
| drain_cut_short | work in hand did not end in time after a stop was asked for; it comes again elsewhere |
| file_picked_up, pickup_hindered | a file was taken from an agency's folder, or the folder could not be visited |
| file_pushed, pushed_file_waits | a file that a party pushed was accepted, or cannot be just now and will be |
| list_refused | one list of a run did not do what was asked of all; `code` says why |
| pickup_not_moved | a file was taken from an agency's folder and has to stay there |
| duty_failed | a turn of a duty of the leader broke for a reason nobody foresaw; it is done again |
| duty_hindered | a duty of the leader met trouble of the database or broker and is done again |
| effect_failed | an internal effect raised; its delivery failed |
| exchange_shown | somebody read what was sent to an agency and what came back |
| content_destroyed | a content that only destroyed documents referred to is removed |
| data_keys_not_refreshed | the store was away while the data keys of other processes were looked for |
| failure_owned, failure_let_go, failure_noted | somebody took a failure group, gave it back or noted something |
| file_content_missing | the body of a bulk file is not in the content store |
| formats_refreshed, formats_not_refreshed | codes were added and formats loaded again; or the store was away |
| late_answer_kept | an agency answered an ask after its deadline; the answer is kept for its validity |
| lease_not_renewed | the database was away while a lease was to be pushed |
| database_clock_went_back | the clock of the database was set back; what waits is brought forward by as much |
| leases_expired | a worker went without settling; its deliveries are due again |
| library | what a library logged; its text stands under `text`, scrubbed |
| list_taken_out | a person took a list out as a file, marked with `reference` |
| message_refused | a message was refused at the door |
| paper_asked | somebody checked a printed document's code |
| provider_away | the identity provider did not answer as it should |
| leaves_set_aside | leaves waited that this hub did not write; they got no number; `reference` is the id of the first |
| head_not_stamped | an authority did not stamp the evidence log's head; it is asked again in a minute |
| password_link_not_sent | a link to set a password by did not reach the mail server; `error` says why |
| published_work_lost | the bus lost work items; they are published again |
| refusal_not_kept | a refusal could not be stored for the operators |
| repair_made, repair_approved, repair_state_changed, repair_finished | a repair's life |
| repair_put_off | a step of a repair met a neighbour's transaction and is done again |
| repair_broke | a repair could not be carried out and stopped |
| replay_asked, replay_finished | stored messages are read once more to see what would come of it |
| request_refused | a caller got a problem; `reference` is in the answer too |
| revocation_list_unread | a list of revoked certificates could not be read or believed; `service` says which |
| sandbox_ended | the process of the simulated agencies ended and is started again |
| security_event | something that an attacker would cause |
| settlement_not_opened | a file of a supplier opened no settlement; `code` says why |
| shift_handed_over, shift_taken_over | an operator left what is open to the next, who took it on |
| signing_refused, signing_waits | a signing session came to nothing, or goes on when the trust service is back |
| steered | a person paused or resumed an operation or a route |
| stopping | a stop was asked for; work in hand is finished first |
| trust_service_failed | a trust service did not answer; another one is asked |
| webhook_failed | a subscriber did not take an event; it is told again later |
| work_failed | a worker met what nobody foresaw; the work comes again |
| work_put_back | the database was away; the work comes again |
"""

from __future__ import annotations

import re

EVENTS: frozenset[str] = frozenset(
    name for line in re.findall(r"^\| ([a-z_, ]+) \|", __doc__ or "", re.MULTILINE) for name in line.split(", ")
) - {"event"}

KEYS: frozenset[str] = frozenset({
    "action", "again_in_s", "allowed", "attempt", "awaits_approval", "caller", "case", "code", "content", "deliveries",
    "delivery", "destination", "detail", "document", "duration_ms", "error", "format", "frames", "items", "kind",
    "left_out", "message", "name", "operation", "outcome", "party", "person", "place", "purpose", "reason", "reference",
    "reg_no", "repair", "result", "right", "route", "seconds", "service", "session", "state",
    "status", "subject", "subscription", "timer", "version", "where",
})  # fmt: skip
"""Ids, codes and counts. A key that is not here is left out of the line, whatever it holds."""
