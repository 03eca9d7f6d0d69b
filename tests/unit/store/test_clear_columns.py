"""Every column that is not sealed and holds no number or id of ours stands here, with the reason. A new one is sealed,
or is given a reason.
"""

from __future__ import annotations

import sqlalchemy as sa

from hub.store.data_keys import SEALED
from hub.store.schema import metadata
from hub.store.tables import Id

REASONS: dict[str, str] = {
    "names and states of our own: routes, formats, operations, codes, kinds, places": """
        access_events: service categories outcome purpose_code basis_code   alert_rules: kind subject channel
        alerts: mark last_error   approval_paths: path source   attempts: worker outcome code
        bad_rows: column_name code district state   base_links: how why notes   base_records: base district
        unplaced
        load_chunks: stage base   load_files: base name   loads: district
        maintenance_windows: agency operation   changes: kind subject before after
        aggregates: room phase   aggregate_events: kind   obligations: status   obligation_events: kind
        instructions: status code   payment_tasks: kind
        list_chunks: reasons
        cases: programme kind came_from phase outcome awaits   case_events: kind   callbacks: outcome
        hotline_calls: found_by   receptions: state
        code_additions: format table_name state source
        cursors: name   data_keys: table_name wrapped_by   decision_changes: name kind   decision_records: name
        outcome   decision_replays: name   decision_tables: name status   defects: kind   deliveries:
        destination route state on_failure version worker error_code held_for fingerprint   document_events:
        kind   document_links: relation   document_timers: timer   documents: kind status access unit case_file
        entities: kind version   facts: attribute_group   evidence_leaves: kind   failure_notes: fingerprint
        failure_owners: fingerprint   agency_notices: fingerprint agency   agency_contacts: agency   files: name
        series file_date totals   grants: party service action purpose   inbox: task due   lane_entries: destination
        lanes: destination applied_version   kept_answers: operation format party
        leaders: duty holder   marks: kind subject mark   messages: party
        format route kind state version origin trace   number_series: series   operations: name breaker
        proposals: kind state   pace_marks: kind label   paces: span kind label   parties: name title_az title_en
        credentials: party kind algorithm   access_tokens: party   used_assertions: party
        party_limits: party name   party_usage: party name   revocation_lists: source
        instructions: payer   payment_days: payer
        paused_routes: name   presences: place   quarantined: fingerprint code path
        refusals: party format code place
        registrations: series   repair_items: state outcome kind fingerprint   repairs: action state   replays:
        kind format candidate field state result   resolutions: resolution unit   signing_sessions: provider
        state code   stand_ins: kinds manner   subscriptions: party url types last_error   totals: kind label
        uploads: mime   units: unit title_az title_en head   unknown_codes: format table_name path
        commissions: commission title_az title_en   visits: state number district
        commission_members: commission   officials: position_az position_en unit   api_keys: prefix party
        handover_items: parts outcome   handovers: act   case_files: name file volume   calendar_days: act
        destruction_acts: number files   document_dispatches: consignment
    """,
    "days and numbers of papers": """
        obligations: period   instructions: reference batch   payment_days: day
        aggregates: letter_on   calendar_days: day   entity_days: day   entities: review_on   cases: number
        paper_no revocation_no due ends_on paper_until letter_on warn_on   receptions: day
        case_files: closed not_needed   decision_records: as_of   decision_tables:
        valid_from valid_to   destruction_acts: act_day destroyed_on   documents: reg_no reg_date due
        registrations: reg_no   resolutions: given due executed   stand_ins: first_day last_day
    """,
    "a keyed hash: nothing is found by it without the root (docs/decisions/0023)": """
        citizen_subjects: subject_hash   account_numbers: number_hash   aggregate_keys: key_hash
        access_events: subject_hash   callbacks: phone_hash   hotline_calls: session_hash subject_hash
        hotline_tries: key_hash   receptions: subject_hash   cases: subject_hash reason_hash
        case_references: reference_hash   case_relatives: key_hash   commands: key_hash content_hash
        decision_replays: digest   document_keys: key_hash   document_words: word   document_looks: content_hash
        base_records: content_hash
        entity_keys: key_hash   entity_links: key_hash   entity_names: tokens   entity_likeness: key_hash
        survey_answers: respondent_hash   visits: subject_hash key_hash   idempotency_keys: key_hash content_hash
        kept_answers: asker_hash subject_hash   lane_entries: key_hash   lanes: key_hash   message_keys: key_hash
        messages: content_hash   paper_codes: code_hash second_hash   search_tokens: key_hash
        unknown_codes: code_hash
    """,
    "a digest under AES-SIV, which the root opens": """
        messages: body_digest   refusals: body_digest   document_files: digest   document_uploads: digest
        signing_sessions: content_hash
    """,
    "a hash of what is salted, sealed or random: links of chains, leaves, tokens, passwords": """
        citizen_sessions: token_sha256   obligations: chain_hash   obligation_events: hash
        aggregates: chain_hash   aggregate_events: hash   access_events: subjects_digest   cases: chain_hash
        case_events: hash   document_events: hash   documents: chain_hash
        visits: record_hash   evidence_leaves: leaf_hash   evidence_tiles: hashes   messages: leaf_hash
        installation: root_mark
        tree_heads: root checkpoint   head_stamps: authority   sessions: token_sha256   api_keys: key_sha256
        people: password_hash   password_links: token_sha256   access_tokens: token_sha256 x5t
        evidence_leaves: mac   sessions: mac   access_tokens: mac
        used_assertions: jti_sha256   credentials: mark   search_tokens: token   deliveries: agency_key
    """,
    "the hash of what is no secret: formats, tables, paths, candidates": """
        approval_paths: hash   decision_records: hash   decision_replays: before_hash after_hash
        decision_tables: hash   delivery_records: format_hash   documents: path_hash   messages: format_hash
        replays: candidate_hash
    """,
    "ids, kinds, logins, keyed hashes and commitments: what the evidence proves of things that it does not say": """
        evidence_leaves: content   merges: moved   set_aside_leaves: leaf kind subject content
    """,
    "law and order, as they are published and as the house decides by them": """
        approval_paths: body   decision_tables: body
    """,
    "opens with a key outside of the database alone, or is an outside authority's word": """
        data_keys: wrapped   head_stamps: token
    """,
    "who of the staff did it, by login or name": """
        access_events: actor_party actor_person   callbacks: made_by taken_by   hotline_calls: operator
        receptions: official made_by ended_by   agency_contacts: changed_by   agency_notices: sent_by
        answered_by   alert_rules: made_by   approval_paths: made_by   case_files:
        destroyed_by   commands: made_by   code_additions: proposed_by approved_by withdrawal_by ended_by
        commission_members: login   decision_changes: actor   decision_records: made_by   decision_replays:
        login   decision_tables: proposed_by adopted_by   destruction_acts: members made_by   document_barred:
        login   aggregate_events: actor   obligation_events: actor   case_events: actor   counts: asked_by
        visits: made_by settled_by
        document_events: actor   document_looks: login   document_people: login   document_uploads: login
        documents: author
        survey_answers: made_by
        failure_notes: author   failure_owners: owner given_by   handovers: leaver receiver made_by   inbox:
        login   legal_time: moved_by
        maintenance_windows: made_by ended_by   officials: login   operations: paused_by   paused_routes: paused_by
        people: login name roles party district   presences: person   repairs: made_by approved_by   replays: made_by
        resolutions: executor   saved_searches: login   search_tokens: login   sessions: login
        shift_handovers: given_by taken_by   signing_sessions: signer principal   stand_ins: principal acting
        uploads: login   password_links: login   done_alone: who what   proposals: subject made_by decided_by
        former_names: login name
        grants: made_by second_by   credentials: made_by second_by   party_limits: made_by second_by
        possible_doubles: told_by
    """,
    "told to everybody, or to an agency, in words of our own; or public by its nature: certificates, public keys": """
        credentials: public
        alerts: words_az words_en   calendar_days: reason_az reason_en   decision_tables: about cases adoption
        decision_changes: detail   code_additions: code meaning   agency_contacts: hours   replays: trouble
    """,
    "FİNs, telephones and addresses are struck out before it is kept": """
        attempts: detail   deliveries: error_detail reference
        repair_items: detail   repairs: stop_reason selection arguments   search_tokens: shown
    """,
}


def listed() -> dict[str, str]:
    """Reason by `table.column`."""
    found: dict[str, str] = {}
    for reason, columns in REASONS.items():
        table = ""
        for word in columns.split():
            table = word.removesuffix(":") if word.endswith(":") else table
            if not word.endswith(":"):
                assert f"{table}.{word}" not in found, f"{table}.{word} has two reasons"
                found[f"{table}.{word}"] = reason
    return found


def clear() -> set[str]:
    """The columns that are neither numbers nor sealed, as the database has them.

    An id is random, or made of random ones: `Id` says nothing of anybody.
    """
    return {
        f"{t.name}.{c.name}"
        for t in metadata.tables.values()
        for c in t.c
        if not isinstance(c.type, (sa.Integer, sa.Float, Id)) and not c.name.endswith("_sealed")
    }


def test_every_clear_column_has_its_reason_and_no_other_stands_here() -> None:
    assert sorted(clear() - set(listed())) == []
    assert sorted(set(listed()) - clear()) == []


def test_every_table_with_a_sealed_column_has_data_keys() -> None:
    sealed = {t.name for t in metadata.tables.values() if any(c.name.endswith("_sealed") for c in t.c)}

    assert sealed <= set(SEALED)
    assert {"failure_notes", "saved_searches", "shift_handovers", "agency_notices"} <= sealed
