"""Let a house look after guests to whom something went wrong"""

import sqlalchemy as sa
from alembic import op

revision = "0057_cases"
down_revision = "0056_surveys"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "care_case",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=True),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("theme", sa.String(length=20), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("closings", sa.Integer(), nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("contacted_at", AT, nullable=True),
        sa.Column("resolved_at", AT, nullable=True),
        sa.Column("escalated_at", AT, nullable=True),
        sa.Column("asked_again_at", AT, nullable=True),
        sa.CheckConstraint("state IN ('open', 'contacted', 'resolved')", name=op.f("ck_care_case_state")),
        sa.CheckConstraint("(state = 'open') = (contacted_at IS NULL)", name=op.f("ck_care_case_contacted")),
        sa.CheckConstraint("(state = 'resolved') = (resolved_at IS NOT NULL)", name=op.f("ck_care_case_resolved")),
        sa.CheckConstraint("state <> 'resolved' OR theme IS NOT NULL", name=op.f("ck_care_case_cause")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_care_case_booking_id")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_care_case_guest_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_care_case_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_case")),
        sa.UniqueConstraint("subject", "subject_id", name=op.f("uq_care_case_subject_subject_id")),
    )
    op.create_index(op.f("ix_care_case_booking_id"), "care_case", ["booking_id"])
    op.create_index(op.f("ix_care_case_guest_id"), "care_case", ["guest_id"])
    op.create_index("ix_care_case_state", "care_case", ["location_id", "state", "due_at"])
    op.create_table(
        "case_note",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("written_at", AT, nullable=False),
        sa.CheckConstraint("kind IN ('contact', 'ended', 'note')", name=op.f("ck_case_note_kind")),
        sa.CheckConstraint("(kind = 'contact') = (way IS NOT NULL)", name=op.f("ck_case_note_way")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_note")
    op.drop_table("care_case")
