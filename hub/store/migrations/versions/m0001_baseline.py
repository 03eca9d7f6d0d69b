"""Every table as hub/store/*tables.py has it. Written by `make baseline`; not by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hub.store.migrations.start import ID, INTS, first_row, first_things

revision = "0001_b3283622"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915  # one statement a table and index, in the order of their names
    """Everything, on an empty database."""
    first_things()
    op.create_table(
        "access_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("actor_party", sa.Text(), nullable=False),
        sa.Column("actor_person", sa.Text(), nullable=True),
        sa.Column("subject_hash", sa.Text(), nullable=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("purpose_code", sa.Text(), nullable=True),
        sa.Column("basis_code", sa.Text(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("run", ID, nullable=True),
        sa.Column("subjects_digest", sa.Text(), nullable=True),
        sa.Column("subjects_count", sa.Integer(), nullable=True),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_access_party", "access_events", ["actor_party", "id"], unique=False)
    op.create_index("ix_access_person", "access_events", ["actor_person", "id"], unique=False)
    op.create_index(
        "ix_access_refused",
        "access_events",
        ["actor_party", "id"],
        unique=False,
        postgresql_where=sa.text("outcome NOT IN ('shown', 'answered')"),
        sqlite_where=sa.text("outcome NOT IN ('shown', 'answered')"),
    )
    op.create_index(
        "ix_access_run",
        "access_events",
        ["run"],
        unique=False,
        postgresql_where=sa.text("run IS NOT NULL"),
        sqlite_where=sa.text("run IS NOT NULL"),
    )
    op.create_index("ix_access_subject", "access_events", ["subject_hash", "id"], unique=False)
    op.create_table(
        "access_tokens",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("credential", ID, nullable=False),
        sa.Column("x5t", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_index("ix_access_tokens_end", "access_tokens", ["expires_at"], unique=False)
    op.create_table(
        "account_numbers",
        sa.Column("id", ID, nullable=False),
        sa.Column("payee", ID, nullable=False),
        sa.Column("number_hash", sa.Text(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_account_numbers_number", "account_numbers", ["number_hash", "payee"], unique=False)
    op.create_table(
        "agency_contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agency_contacts_agency", "agency_contacts", ["agency", "id"], unique=False)
    op.create_table(
        "agency_notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_az_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_en_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_due", sa.BigInteger(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agency_notices_group", "agency_notices", ["fingerprint", "id"], unique=False)
    op.create_index(
        "ix_agency_notices_open",
        "agency_notices",
        ["fingerprint", "answer_due"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
        sqlite_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "aggregate_events",
        sa.Column("aggregate_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("aggregate_id", "number"),
    )
    op.create_table(
        "aggregate_keys",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("aggregate_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index("ix_aggregate_keys", "aggregate_keys", ["aggregate_id"], unique=False)
    op.create_table(
        "aggregates",
        sa.Column("id", ID, nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("within", ID, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("work_at", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.BigInteger(), nullable=True),
        sa.Column("letter_on", sa.Text(), nullable=True),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_aggregates_letter",
        "aggregates",
        ["letter_on"],
        unique=False,
        postgresql_where=sa.text("letter_on IS NOT NULL"),
        sqlite_where=sa.text("letter_on IS NOT NULL"),
    )
    op.create_index(
        "ix_aggregates_proposed",
        "aggregates",
        ["proposed_at"],
        unique=False,
        postgresql_where=sa.text("proposed_at IS NOT NULL"),
        sqlite_where=sa.text("proposed_at IS NOT NULL"),
    )
    op.create_index("ix_aggregates_room", "aggregates", ["room", "phase", "id"], unique=False)
    op.create_index("ix_aggregates_within", "aggregates", ["within", "id"], unique=False)
    op.create_index(
        "ix_aggregates_work",
        "aggregates",
        ["work_at"],
        unique=False,
        postgresql_where=sa.text("work_at IS NOT NULL"),
        sqlite_where=sa.text("work_at IS NOT NULL"),
    )
    op.create_table(
        "alert_rules",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("target_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("repeat_minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("is_on", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "alerts",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule_id", ID, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("words_az", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_due", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_alerts_open",
        "alerts",
        ["rule_id", "mark"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "api_keys",
        sa.Column("key_sha256", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key_sha256"),
    )
    op.create_table(
        "approval_paths",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_approval_paths", "approval_paths", ["path", "number"], unique=True)
    op.create_table(
        "attempts",
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("reached", sa.SmallInteger(), nullable=True),
        sa.Column("late", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("delivery_id", "number"),
    )
    op.create_table(
        "bad_rows",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("row_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raw_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("qepik", sa.BigInteger(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("message_id", "row_number"),
    )
    op.create_table(
        "base_links",
        sa.Column("record_id", ID, nullable=False),
        sa.Column("person_mark", sa.BigInteger(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("told_entity", ID, nullable=True),
        sa.Column("told_mark", sa.BigInteger(), nullable=True),
        sa.Column("told_version", sa.Integer(), nullable=True),
        sa.Column("family_mark", sa.BigInteger(), nullable=True),
        sa.Column("family_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_base_links_person", "base_links", ["person_mark"], unique=False)
    op.create_table(
        "base_records",
        sa.Column("id", ID, nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fin_mark", sa.BigInteger(), nullable=True),
        sa.Column("document_mark", sa.BigInteger(), nullable=True),
        sa.Column("name_mark", sa.BigInteger(), nullable=True),
        sa.Column("birth_mark", sa.BigInteger(), nullable=True),
        sa.Column("given_mark", sa.BigInteger(), nullable=True),
        sa.Column("household_mark", sa.BigInteger(), nullable=True),
        sa.Column("lost", sa.SmallInteger(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.Column("qepik", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_base_records_household",
        "base_records",
        ["household_mark"],
        unique=False,
        postgresql_where=sa.text("household_mark IS NOT NULL"),
        sqlite_where=sa.text("household_mark IS NOT NULL"),
    )
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("working", sa.SmallInteger(), nullable=False),
        sa.Column("reason_az", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "callbacks",
        sa.Column("id", ID, nullable=False),
        sa.Column("phone_hash", sa.Text(), nullable=False),
        sa.Column("callback_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("ended_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_callbacks_due",
        "callbacks",
        ["due"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_callbacks_open",
        "callbacks",
        ["phone_hash"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "case_events",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number"),
    )
    op.create_table(
        "case_files",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan_year", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("volume", sa.Text(), nullable=False),
        sa.Column("closed", sa.Text(), nullable=True),
        sa.Column("not_needed", sa.Text(), nullable=True),
        sa.Column("destroyed_by", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("ix_case_files", "case_files", ["plan_year", "file"], unique=False)
    op.create_table(
        "case_references",
        sa.Column("reference_hash", sa.Text(), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("reference_hash"),
    )
    op.create_index("ix_case_references", "case_references", ["case_id"], unique=False)
    op.create_table(
        "case_relatives",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "case_id"),
    )
    op.create_table(
        "cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_hash", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason_hash", sa.Text(), nullable=True),
        sa.Column("paper_no", sa.Text(), nullable=True),
        sa.Column("revocation_no", sa.Text(), nullable=True),
        sa.Column("pending", sa.SmallInteger(), nullable=False),
        sa.Column("awaits", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("work_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("paper_until", sa.Text(), nullable=True),
        sa.Column("letter_on", sa.Text(), nullable=True),
        sa.Column("warn_on", sa.Text(), nullable=True),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_cases_counted", "cases", ["programme", "outcome", "reason_hash", "opened_at"], unique=False)
    op.create_index(
        "ix_cases_ends",
        "cases",
        ["ends_on"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL AND ends_on IS NOT NULL"),
        sqlite_where=sa.text("closed_at IS NULL AND ends_on IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_letter",
        "cases",
        ["letter_on"],
        unique=False,
        postgresql_where=sa.text("letter_on IS NOT NULL"),
        sqlite_where=sa.text("letter_on IS NOT NULL"),
    )
    op.create_index("ix_cases_number", "cases", ["number"], unique=True)
    op.create_index("ix_cases_paper", "cases", ["paper_no"], unique=False)
    op.create_index(
        "ix_cases_pending",
        "cases",
        ["programme", "subject_hash", "kind"],
        unique=True,
        postgresql_where=sa.text("pending = 1"),
        sqlite_where=sa.text("pending = 1"),
    )
    op.create_index("ix_cases_phase", "cases", ["programme", "phase", "id"], unique=False)
    op.create_index("ix_cases_revocation", "cases", ["revocation_no"], unique=False)
    op.create_index(
        "ix_cases_second",
        "cases",
        ["id"],
        unique=False,
        postgresql_where=sa.text("awaits = 'second'"),
        sqlite_where=sa.text("awaits = 'second'"),
    )
    op.create_index("ix_cases_subject", "cases", ["subject_hash", "id"], unique=False)
    op.create_index(
        "ix_cases_void",
        "cases",
        ["paper_until"],
        unique=False,
        postgresql_where=sa.text("outcome = 'void' AND paper_no IS NOT NULL"),
        sqlite_where=sa.text("outcome = 'void' AND paper_no IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_warn",
        "cases",
        ["warn_on"],
        unique=False,
        postgresql_where=sa.text("warn_on IS NOT NULL"),
        sqlite_where=sa.text("warn_on IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_work",
        "cases",
        ["work_at"],
        unique=False,
        postgresql_where=sa.text("work_at IS NOT NULL"),
        sqlite_where=sa.text("work_at IS NOT NULL"),
    )
    op.create_table(
        "cases_heard_of",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_changes_at", "changes", ["at"], unique=False)
    op.create_index("ix_changes_subject", "changes", ["kind", "subject", "id"], unique=False)
    op.create_table(
        "citizen_sessions",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("citizen_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_table(
        "citizen_subjects",
        sa.Column("subject_hash", sa.Text(), nullable=False),
        sa.Column("fin_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("subject_hash"),
    )
    op.create_table(
        "code_additions",
        sa.Column("id", ID, nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal_by", sa.Text(), nullable=True),
        sa.Column("withdrawal_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_code_additions_changed", "code_additions", ["changed_at"], unique=False)
    op.create_index("ix_code_additions_code", "code_additions", ["format", "table_name", "code"], unique=False)
    op.create_table(
        "commands",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_table(
        "commission_members",
        sa.Column("commission", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("commission", "login"),
    )
    op.create_table(
        "commissions",
        sa.Column("commission", sa.Text(), nullable=False),
        sa.Column("title_az", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("commission"),
    )
    op.create_table(
        "counts",
        sa.Column("id", ID, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("tally_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("after_id", ID, nullable=False),
        sa.Column("steps", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("of_all", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("work_us", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_counts_by", "counts", ["asked_by", "id"], unique=False)
    op.create_table(
        "credentials",
        sa.Column("id", ID, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("second_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_credentials_mark", "credentials", ["mark"], unique=True)
    op.create_index("ix_credentials_party", "credentials", ["party"], unique=False)
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "data_keys",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped_by", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "month"),
    )
    op.create_table(
        "decision_changes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "number"),
    )
    op.create_table(
        "decision_records",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_decision_records", "decision_records", ["name", "id"], unique=False)
    op.create_table(
        "decision_replays",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("before_hash", sa.Text(), nullable=False),
        sa.Column("after_hash", sa.Text(), nullable=False),
        sa.Column("cases", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("only_basis", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "login"),
    )
    op.create_table(
        "decision_tables",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=True),
        sa.Column("adoption", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("adopted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_decision_tables", "decision_tables", ["name", "number"], unique=True)
    op.create_table(
        "defects",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agency_key", sa.Text(), nullable=False),
        sa.Column("on_failure", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("counted_attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("blockers", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_due", sa.BigInteger(), nullable=False),
        sa.Column("budget", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_detail", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("replaces", ID, nullable=True),
        sa.Column("part", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held_for", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_deliveries_bad",
        "deliveries",
        ["fingerprint", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('failed', 'unknown')"),
        sqlite_where=sa.text("state IN ('failed', 'unknown')"),
    )
    op.create_index(
        "ix_deliveries_bad_message",
        "deliveries",
        ["message_id"],
        unique=False,
        postgresql_where=sa.text("state IN ('failed', 'unknown')"),
        sqlite_where=sa.text("state IN ('failed', 'unknown')"),
    )
    op.create_index(
        "ix_deliveries_blocked",
        "deliveries",
        ["destination", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'blocked'"),
        sqlite_where=sa.text("state = 'blocked'"),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["destination", "next_due"],
        unique=False,
        postgresql_where=sa.text("state IN ('due', 'retrying')"),
        sqlite_where=sa.text("state IN ('due', 'retrying')"),
    )
    op.create_index(
        "ix_deliveries_held",
        "deliveries",
        ["destination", "id"],
        unique=False,
        postgresql_where=sa.text("held_for IS NOT NULL"),
        sqlite_where=sa.text("held_for IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_leased",
        "deliveries",
        ["next_due"],
        unique=False,
        postgresql_where=sa.text("state = 'delivering'"),
        sqlite_where=sa.text("state = 'delivering'"),
    )
    op.create_index("ix_deliveries_message", "deliveries", ["message_id"], unique=False)
    op.create_table(
        "delivery_records",
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("format_hash", sa.Text(), nullable=False),
        sa.Column("records_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id"),
    )
    op.create_table(
        "destruction_acts",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("act_day", sa.Text(), nullable=False),
        sa.Column("destroyed_on", sa.Text(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_destruction_acts", "destruction_acts", ["number"], unique=True)
    op.create_table(
        "document_barred",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("login", "document_id"),
    )
    op.create_table(
        "document_dispatches",
        sa.Column("consignment", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("open", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("consignment"),
    )
    op.create_index("ix_document_dispatches_document", "document_dispatches", ["document_id"], unique=False)
    op.create_index("ix_document_dispatches_open", "document_dispatches", ["open", "message_id"], unique=False)
    op.create_table(
        "document_events",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "number"),
    )
    op.create_table(
        "document_files",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("gone", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("digest", "document_id"),
    )
    op.create_index("ix_document_files", "document_files", ["document_id"], unique=False)
    op.create_index(
        "ix_document_files_gone",
        "document_files",
        ["digest"],
        unique=False,
        postgresql_where=sa.text("gone = 1"),
        sqlite_where=sa.text("gone = 1"),
    )
    op.create_table(
        "document_keys",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "document_id"),
    )
    op.create_table(
        "document_links",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "other_id", "relation"),
    )
    op.create_index("ix_document_links_other", "document_links", ["other_id"], unique=False)
    op.create_table(
        "document_looks",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("login", "document_id", "content_hash"),
    )
    op.create_table(
        "document_people",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("login", "document_id"),
    )
    op.create_index("ix_document_people", "document_people", ["document_id"], unique=False)
    op.create_table(
        "document_timers",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("timer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "timer"),
    )
    op.create_index("ix_document_timers_at", "document_timers", ["at", "document_id", "timer"], unique=False)
    op.create_table(
        "document_uploads",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("login", "digest"),
    )
    op.create_index("ix_document_uploads_age", "document_uploads", ["stored_at"], unique=False)
    op.create_index("ix_document_uploads_digest", "document_uploads", ["digest"], unique=False)
    op.create_table(
        "document_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("word", "document_id"),
    )
    op.create_table(
        "documents",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("path_hash", sa.Text(), nullable=True),
        sa.Column("reg_no", sa.Text(), nullable=True),
        sa.Column("reg_date", sa.Text(), nullable=True),
        sa.Column("case_file", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("held", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_documents_case_file", "documents", ["case_file", "id"], unique=False)
    op.create_index("ix_documents_kind", "documents", ["kind", "id"], unique=False)
    op.create_index("ix_documents_reg", "documents", ["reg_no", "reg_date"], unique=False)
    op.create_index("ix_documents_status", "documents", ["status", "id"], unique=False)
    op.create_table(
        "done_alone",
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("who", "what"),
    )
    op.create_table(
        "doubted_rights",
        sa.Column("right_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("right_id"),
    )
    op.create_index("ix_doubted_rights_person", "doubted_rights", ["person_id"], unique=False)
    op.create_table(
        "entities",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("attributes_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("review_on", sa.Text(), nullable=True),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("source_message", ID, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_entities_review",
        "entities",
        ["review_on"],
        unique=False,
        postgresql_where=sa.text("review_on IS NOT NULL"),
        sqlite_where=sa.text("review_on IS NOT NULL"),
    )
    op.create_table(
        "entity_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("entity_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("day", "entity_id"),
    )
    op.create_table(
        "entity_keys",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("entity_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index("ix_entity_keys_entity", "entity_keys", ["entity_id"], unique=False)
    op.create_table(
        "entity_likeness",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("entity_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "entity_id"),
    )
    op.create_index("ix_entity_likeness_entity", "entity_likeness", ["entity_id"], unique=False)
    op.create_table(
        "entity_links",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("entity_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "entity_id"),
    )
    op.create_table(
        "entity_names",
        sa.Column("entity_id", ID, nullable=False),
        sa.Column("tokens", INTS, nullable=False),
        sa.PrimaryKeyConstraint("entity_id"),
    )
    op.create_index(
        "ix_entity_names",
        "entity_names",
        ["tokens"],
        unique=False,
        postgresql_using="gin",
        sqlite_where=sa.text("tokens IS NULL"),
    )
    op.create_table(
        "evidence_leaves",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("leaf_hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_evidence_seq", "evidence_leaves", ["seq"], unique=True)
    op.create_index("ix_evidence_subject", "evidence_leaves", ["subject"], unique=False)
    op.create_index(
        "ix_evidence_unmerged",
        "evidence_leaves",
        ["id"],
        unique=False,
        postgresql_where=sa.text("seq IS NULL"),
        sqlite_where=sa.text("seq IS NULL"),
    )
    op.create_table(
        "evidence_tiles",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position"),
    )
    op.create_table(
        "facts",
        sa.Column("entity_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("attribute_group", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_to", sa.BigInteger(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.Column("source_message", ID, nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entity_id", "id"),
    )
    op.create_table(
        "failure_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_failure_notes_group", "failure_notes", ["fingerprint", "id"], unique=False)
    op.create_table(
        "failure_owners",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "file_chunks",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("byte_from", sa.BigInteger(), nullable=False),
        sa.Column("byte_to", sa.BigInteger(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "number"),
    )
    op.create_table(
        "files",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("file_date", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_bad", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_waiting", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_superseded", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("chunks_total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("chunks_made", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("replied", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("totals", sa.Text(), nullable=True),
        sa.Column("superseded_by", ID, nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index(
        "ix_files_lifted",
        "files",
        ["series"],
        unique=False,
        postgresql_where=sa.text("lifted_at IS NOT NULL"),
        sqlite_where=sa.text("lifted_at IS NOT NULL"),
    )
    op.create_index("ix_files_series", "files", ["series", "file_date", "serial"], unique=False)
    op.create_index(
        "ix_files_unreplied",
        "files",
        ["message_id"],
        unique=False,
        postgresql_where=sa.text("replied = 0"),
        sqlite_where=sa.text("replied = 0"),
    )
    op.create_table(
        "former_names",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "until"),
    )
    op.create_table(
        "grants",
        sa.Column("id", ID, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("second_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_grants_party", "grants", ["party"], unique=False)
    op.create_table(
        "handover_items",
        sa.Column("handover_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("handover_id", "document_id"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("leaver", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "head_stamps",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("stamped_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("size", "authority"),
    )
    op.create_table(
        "hotline_calls",
        sa.Column("id", ID, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("session_hash", sa.Text(), nullable=False),
        sa.Column("subject_hash", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("fin_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("proven_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "hotline_tries",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_table(
        "inbox",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("login", "document_id", "task"),
    )
    op.create_index("ix_inbox_document", "inbox", ["document_id"], unique=False)
    op.create_index("ix_inbox_due", "inbox", ["login", "due", "document_id"], unique=False)
    op.create_table(
        "installation",
        sa.Column("id", ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("root_mark", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "instructions",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("list_id", ID, nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("silent_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("reference"),
    )
    op.create_index("ix_instructions_bank", "instructions", ["batch", "seq"], unique=True)
    op.create_index(
        "ix_instructions_in_flight",
        "instructions",
        ["obligation_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed'"),
        sqlite_where=sa.text("status <> 'closed'"),
    )
    op.create_index("ix_instructions_list", "instructions", ["list_id", "code"], unique=False)
    op.create_index(
        "ix_instructions_silent",
        "instructions",
        ["silent_at"],
        unique=False,
        postgresql_where=sa.text("silent_at IS NOT NULL"),
        sqlite_where=sa.text("silent_at IS NOT NULL"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("asker_hash", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("subject_hash", sa.Text(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_late", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_kept_answers_asker", "kept_answers", ["asker_hash", "id"], unique=False)
    op.create_index("ix_kept_answers_expiry", "kept_answers", ["valid_until"], unique=False)
    op.create_index("ix_kept_answers_party", "kept_answers", ["party"], unique=False)
    op.create_table(
        "lane_entries",
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("delivery_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("destination", "key_hash", "number"),
    )
    op.create_index("ix_lane_entries_delivery", "lane_entries", ["delivery_id"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("applied_version", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("destination", "key_hash"),
    )
    op.create_table(
        "leaders",
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("duty"),
    )
    op.create_table(
        "legal_time",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ahead", sa.BigInteger(), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table("likeness_due", sa.Column("entity_id", ID, nullable=False), sa.PrimaryKeyConstraint("entity_id"))
    op.create_table(
        "list_chunks",
        sa.Column("list_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wanted_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("entries_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("entries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("owed", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "number"),
    )
    op.create_table(
        "load_chunks",
        sa.Column("load_id", ID, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("load_id", "stage", "number"),
    )
    op.create_table(
        "load_files",
        sa.Column("load_id", ID, nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("load_id", "base"),
    )
    op.create_table(
        "loads",
        sa.Column("id", ID, nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "maintenance_windows",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("from_at", sa.BigInteger(), nullable=True),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("from_minute", sa.Integer(), nullable=True),
        sa.Column("until_minute", sa.Integer(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_maintenance_windows_agency", "maintenance_windows", ["agency", "id"], unique=False)
    op.create_table(
        "marks",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject"),
    )
    op.create_table(
        "merges",
        sa.Column("id", ID, nullable=False),
        sa.Column("survivor_id", ID, nullable=False),
        sa.Column("merged_id", ID, nullable=False),
        sa.Column("merged_at", sa.BigInteger(), nullable=False),
        sa.Column("split_at", sa.BigInteger(), nullable=True),
        sa.Column("moved", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_merges_merged",
        "merges",
        ["merged_id"],
        unique=True,
        postgresql_where=sa.text("split_at IS NULL"),
        sqlite_where=sa.text("split_at IS NULL"),
    )
    op.create_index("ix_merges_survivor", "merges", ["survivor_id"], unique=False)
    op.create_table(
        "message_bodies",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("records_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("records_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("issues_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("business_id_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_table(
        "message_keys",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "message_id"),
    )
    op.create_table(
        "messages",
        sa.Column("id", ID, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("format_hash", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("body_digest", sa.Text(), nullable=False),
        sa.Column("body_size", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("cause", ID, nullable=True),
        sa.Column("hops", sa.SmallInteger(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=True),
        sa.Column("open_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bad_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("dropped_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("leaf_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_messages_attention",
        "messages",
        ["state", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')"),
        sqlite_where=sa.text("state IN ('quarantined', 'splitting', 'completed_with_failures', 'discarded')"),
    )
    op.create_index(
        "ix_messages_cause",
        "messages",
        ["cause"],
        unique=False,
        postgresql_where=sa.text("cause IS NOT NULL"),
        sqlite_where=sa.text("cause IS NOT NULL"),
    )
    op.create_index("ix_messages_party", "messages", ["party", "id"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series"),
    )
    op.create_table(
        "obligation_events",
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("leaf", ID, nullable=False),
        sa.PrimaryKeyConstraint("obligation_id", "number"),
    )
    op.create_index("ix_obligation_events_leaf", "obligation_events", ["leaf"], unique=False)
    op.create_table(
        "obligation_shares",
        sa.Column("list_id", ID, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "obligation_id"),
    )
    op.create_index("ix_obligation_shares_obligation", "obligation_shares", ["obligation_id"], unique=False)
    op.create_table(
        "obligations",
        sa.Column("id", ID, nullable=False),
        sa.Column("list_id", ID, nullable=False),
        sa.Column("payee", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.Column("overpaid", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("chain_hash", sa.Text(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_obligations_list", "obligations", ["list_id", "status", "id"], unique=False)
    op.create_index("ix_obligations_person", "obligations", ["person", "period"], unique=False)
    op.create_index(
        "ix_obligations_proposed",
        "obligations",
        ["proposed_at"],
        unique=False,
        postgresql_where=sa.text("proposed_at IS NOT NULL"),
        sqlite_where=sa.text("proposed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_obligations_unpaid",
        "obligations",
        ["payee"],
        unique=False,
        postgresql_where=sa.text("status IN ('owed', 'refused')"),
        sqlite_where=sa.text("status IN ('owed', 'refused')"),
    )
    op.create_table(
        "officials",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("position_az", sa.Text(), nullable=False),
        sa.Column("position_en", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("fin_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fin_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("login"),
    )
    op.create_table(
        "open_repairs",
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("repair_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("delivery_id"),
    )
    op.create_table(
        "operations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("refilled_at", sa.BigInteger(), nullable=False),
        sa.Column("breaker", sa.Text(), nullable=False),
        sa.Column("consecutive", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("window_calls", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("window_failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("window_from", sa.BigInteger(), nullable=False),
        sa.Column("probe_at", sa.BigInteger(), nullable=False),
        sa.Column("paused_by", sa.Text(), nullable=True),
        sa.Column("pause_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("maintenance_from", sa.BigInteger(), nullable=True),
        sa.Column("maintenance_until", sa.BigInteger(), nullable=True),
        sa.Column("maintenance_window", ID, nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "pace_marks",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("grew_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "label"),
    )
    op.create_table(
        "paces",
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("span", "at", "kind", "label"),
    )
    op.create_table(
        "paper_codes",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("second_hash", sa.Text(), nullable=True),
        sa.Column("holder_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_table(
        "parties",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title_az", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "party_limits",
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("second_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("party", "name"),
    )
    op.create_table(
        "party_usage",
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("period", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("party", "name"),
    )
    op.create_table(
        "password_links",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_table(
        "paused_routes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("paused_by", sa.Text(), nullable=False),
        sa.Column("pause_reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "payment_days",
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("files", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("payer", "day"),
    )
    op.create_table(
        "payment_tasks",
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("obligation_id", "kind"),
    )
    op.create_table(
        "people",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.Column("disabled_until", sa.BigInteger(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("email_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("login"),
    )
    op.create_table(
        "possible_doubles",
        sa.Column("one_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("qepik", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("weighed_at", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("one_id", "other_id"),
    )
    op.create_index(
        "ix_possible_doubles_open",
        "possible_doubles",
        ["weighed_at"],
        unique=False,
        postgresql_where=sa.text("told_by IS NULL"),
        sqlite_where=sa.text("told_by IS NULL"),
    )
    op.create_index("ix_possible_doubles_other", "possible_doubles", ["other_id"], unique=False)
    op.create_table(
        "presences",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", "person"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("wanted_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_proposals_waiting",
        "proposals",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "quarantined",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("codes_listed", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index(
        "ix_quarantined_codes",
        "quarantined",
        ["message_id"],
        unique=False,
        postgresql_where=sa.text("codes_listed = 0"),
        sqlite_where=sa.text("codes_listed = 0"),
    )
    op.create_index("ix_quarantined_fingerprint", "quarantined", ["fingerprint", "message_id"], unique=False)
    op.create_table(
        "receptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("subject_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("visit_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_receptions_day",
        "receptions",
        ["day", "subject_hash"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
        sqlite_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index(
        "ix_receptions_slot",
        "receptions",
        ["official", "day", "slot"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
        sqlite_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index("ix_receptions_subject", "receptions", ["subject_hash", "id"], unique=False)
    op.create_table(
        "refusals",
        sa.Column("id", ID, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("body_digest", sa.Text(), nullable=True),
        sa.Column("body_size", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_refusals_party", "refusals", ["party", "id"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("reg_no", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("series", "number"),
    )
    op.create_table(
        "repair_items",
        sa.Column("repair_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("replacement", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("repair_id", "number"),
    )
    op.create_index("ix_repair_items_delivery", "repair_items", ["delivery_id"], unique=False)
    op.create_index("ix_repair_items_fingerprint", "repair_items", ["fingerprint", "repair_id"], unique=False)
    op.create_index("ix_repair_items_state", "repair_items", ["repair_id", "state", "number"], unique=False)
    op.create_table(
        "repairs",
        sa.Column("id", ID, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("selection", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("canary", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("items_total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("released", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("left_out", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("step_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_repairs_open",
        "repairs",
        ["id"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
        sqlite_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "replay_findings",
        sa.Column("replay_id", ID, nullable=False),
        sa.Column("delivery_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("replay_id", "delivery_id"),
    )
    op.create_table(
        "replays",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=True),
        sa.Column("candidate_hash", sa.Text(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("required", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("below", ID, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("repair", ID, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_replays_open",
        "replays",
        ["id"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
        sqlite_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "resolutions",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("executor", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("executed", sa.Text(), nullable=False),
        sa.Column("controlled", sa.SmallInteger(), nullable=False),
        sa.Column("extensions", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "resolution"),
    )
    op.create_index("ix_resolutions_controlled", "resolutions", ["controlled", "executed", "given"], unique=False)
    op.create_index("ix_resolutions_executed", "resolutions", ["executed", "due"], unique=False)
    op.create_table(
        "revocation_lists",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("good_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "saved_searches",
        sa.Column("id", ID, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("filters_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_saved_searches_login", "saved_searches", ["login"], unique=False)
    op.create_table(
        "search_tokens",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("ix_search_tokens_expiry", "search_tokens", ["expires_at"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("by_provider", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_table(
        "set_aside_leaves",
        sa.Column("id", ID, nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("noticed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "settlement_chunks",
        sa.Column("settlement_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("settlement_id", "round", "number"),
    )
    op.create_table(
        "shift_handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("remark_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "signing_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("principal", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("prepared_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_signing_sessions", "signing_sessions", ["document_id"], unique=False)
    op.create_index("ix_signing_sessions_state", "signing_sessions", ["state", "created_at"], unique=False)
    op.create_table(
        "stand_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("acting", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("basis_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("manner", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_due", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "survey_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("survey_id", ID, nullable=False),
        sa.Column("respondent_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("keep_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_survey_answers_keep", "survey_answers", ["keep_until"], unique=False)
    op.create_index("ix_survey_answers_one", "survey_answers", ["survey_id", "respondent_hash", "version"], unique=True)
    op.create_table(
        "totals",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "label"),
    )
    op.create_table(
        "tree_heads",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_index("tree_heads_at", "tree_heads", ["created_at"], unique=False)
    op.create_table(
        "units",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("title_az", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("unit"),
    )
    op.create_table(
        "unknown_codes",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "code_hash"),
    )
    op.create_index("ix_unknown_codes_code", "unknown_codes", ["code_hash", "message_id"], unique=False)
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kept_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_uploads_expiry", "uploads", ["kept_until"], unique=False)
    op.create_index("ix_uploads_login", "uploads", ["login", "id"], unique=False)
    op.create_table(
        "used_assertions",
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("jti_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("party", "jti_sha256"),
    )
    op.create_table(
        "visits",
        sa.Column("id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("subject_hash", sa.Text(), nullable=False),
        sa.Column("saves", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("paper_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_hash", sa.Text(), nullable=True),
        sa.Column("record_hash", sa.Text(), nullable=True),
        sa.Column("differs", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visits_district", "visits", ["district", "id"], unique=False)
    op.create_index(
        "ix_visits_draft",
        "visits",
        ["made_by", "subject_hash"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
        sqlite_where=sa.text("state = 'draft'"),
    )
    op.create_index("ix_visits_subject", "visits", ["subject_hash", "id"], unique=False)
    first_row()
