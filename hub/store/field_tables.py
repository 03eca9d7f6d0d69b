"""The tables of counted questions, visit acts and answers to surveys; the rules of `hub.store.tables` hold here too."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, LargeBinary, Table

from hub.store.tables import instant, metadata, num, text, uid

# A question put to the whole register. `after_id` is the last entity that was read; `tally_sealed` what came of it so
# far, small figures too. Its version is `steps`.
counts = Table(
    "counts",
    metadata,
    uid("id", primary_key=True),
    text("asked_by"),
    Column("question_sealed", LargeBinary, nullable=False),
    Column("tally_sealed", LargeBinary, nullable=False),
    uid("after_id"),
    num("steps"),
    num("of_all"),
    num("work_us"),
    instant("asked_at"),
    instant("changed_at"),
    instant("done_at", nullable=True),
)
Index("ix_counts_by", counts.c.asked_by, counts.c.id)

# A visit to where a family lives: a draft of its representative, then an act that does not change. Its version is
# `saves`. `record_hash` is of what was fixed; `differs`: it states a residence that the register does not hold.
visits = Table(
    "visits",
    metadata,
    uid("id", primary_key=True),
    text("state"),
    text("number", nullable=True),
    text("district"),
    text("made_by"),
    text("subject_hash"),
    num("saves"),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("paper_sealed", LargeBinary),
    text("key_hash", nullable=True),
    text("record_hash", nullable=True),
    num("differs"),
    text("settled_by", nullable=True),
    instant("settled_at", nullable=True),
    instant("opened_at"),
    instant("signed_at", nullable=True),
)
_DRAFT = sa.text("state = 'draft'")
Index(
    "ix_visits_draft",
    visits.c.made_by,
    visits.c.subject_hash,
    unique=True,
    postgresql_where=_DRAFT,
    sqlite_where=_DRAFT,
)
Index("ix_visits_subject", visits.c.subject_hash, visits.c.id)
Index("ix_visits_district", visits.c.district, visits.c.id)

# What somebody answered to a survey, a row a version, of which the newest counts. `respondent_hash` is another one in
# every survey; behind `keep_until` the row is deleted.
survey_answers = Table(
    "survey_answers",
    metadata,
    uid("id", primary_key=True),
    uid("survey_id"),
    text("respondent_hash"),
    num("version"),
    text("made_by"),
    Column("body_sealed", LargeBinary, nullable=False),
    instant("answered_at"),
    instant("keep_until"),
)
Index(
    "ix_survey_answers_one",
    survey_answers.c.survey_id,
    survey_answers.c.respondent_hash,
    survey_answers.c.version,
    unique=True,
)
Index("ix_survey_answers_keep", survey_answers.c.keep_until)
