"""Notices, and whom each of them touches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0069_notices"
down_revision = "0068_leaving_later"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AUTO = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("facility_id", ID),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("meaning", sa.String(1000), nullable=False),
        sa.Column("said", sa.String(1000), nullable=False),
        sa.Column("begins_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("delayed", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.String(6), nullable=False),
        sa.Column("whom", DOCUMENT, nullable=False),
        sa.Column("room_types", DOCUMENT, nullable=False),
        sa.Column("keep_minor", sa.Integer(), nullable=False),
        sa.Column("may_move_dates", sa.Boolean(), nullable=False),
        sa.Column("may_move_house", sa.Boolean(), nullable=False),
        sa.Column("may_cancel_free", sa.Boolean(), nullable=False),
        sa.Column("choose_until_at", INSTANT),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("matched_revision", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("announced_at", INSTANT),
        sa.Column("told_out_at", INSTANT),
        sa.Column("over_at", INSTANT),
        sa.Column("withdrawn_at", INSTANT),
        sa.Column("staff_id", ID),
        sa.CheckConstraint("kind IN ('planned', 'disturbance', 'outage')", name=op.f("ck_notice_kind")),
        sa.CheckConstraint("weight IN ('low', 'felt', 'heavy')", name=op.f("ck_notice_weight")),
        sa.CheckConstraint("state IN ('draft', 'announced', 'over', 'withdrawn')", name=op.f("ck_notice_state")),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_notice_times")),
        sa.CheckConstraint("keep_minor >= 0", name=op.f("ck_notice_keep")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_notice_revision")),
        sa.CheckConstraint(
            "state NOT IN ('announced', 'over') OR announced_at IS NOT NULL", name=op.f("ck_notice_announced")
        ),
        sa.CheckConstraint("(state = 'over') = (over_at IS NOT NULL)", name=op.f("ck_notice_over")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_notice_withdrawn")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_notice_location_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_notice_facility_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notice_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        **AUTO,
    )
    op.create_index(op.f("ix_notice_facility_id"), "notice", ["facility_id"])
    op.create_index("ix_notice_house", "notice", ["location_id", "state", "begins_at"])
    op.create_table(
        "notice_touch",
        sa.Column("id", ID, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("guest_id", ID),
        sa.Column("nights", DOCUMENT, nullable=False),
        sa.Column("why", DOCUMENT, nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT),
        sa.Column("told_revision", sa.Integer(), nullable=False),
        sa.Column("accepted_at", INSTANT),
        sa.Column("seen_at", INSTANT),
        sa.Column("choice", sa.String(6)),
        sa.Column("chosen_at", INSTANT),
        sa.Column("reached_at", INSTANT),
        sa.Column("reached_by", ID),
        sa.Column("gone_at", INSTANT),
        sa.Column("gone_revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("subject IN ('booking', 'waitlist')", name=op.f("ck_notice_touch_subject")),
        sa.CheckConstraint("choice IN ('keep', 'dates', 'house', 'cancel')", name=op.f("ck_notice_touch_choice")),
        sa.CheckConstraint("(choice IS NULL) = (chosen_at IS NULL)", name=op.f("ck_notice_touch_chosen")),
        sa.CheckConstraint("gone_at IS NOT NULL OR gone_revision = 0", name=op.f("ck_notice_touch_gone")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_touch_notice_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_notice_touch_location_id")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_notice_touch_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_touch")),
        sa.UniqueConstraint(
            "notice_id", "subject", "subject_id", name=op.f("uq_notice_touch_notice_id_subject_subject_id")
        ),
        **AUTO,
    )
    op.create_index(op.f("ix_notice_touch_guest_id"), "notice_touch", ["guest_id"])
    op.create_index("ix_notice_touch_subject", "notice_touch", ["subject", "subject_id"])
    op.create_index("ix_notice_touch_telling", "notice_touch", ["notice_id", "told_revision", "id"])
    op.create_table(
        "notice_cursor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("journal_id", ID, nullable=False),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_notice_cursor_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_cursor")),
    )


def downgrade() -> None:
    op.drop_table("notice_cursor")
    op.drop_table("notice_touch")
    op.drop_table("notice")
