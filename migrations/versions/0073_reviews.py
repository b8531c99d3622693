"""Let guests review their stays, in a chain that anybody can check"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0073_reviews"
down_revision = "0072_facility_states"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
AUTO = {"sqlite_autoincrement": True}
MOMENTS = ("arrival", "room", "supper", "garden", "leaving")
REASONS = "reason IN ('unlawful', 'private', 'not_stay', 'advert', 'fake')"


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("room_type_id", ID, nullable=True),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("dogs", sa.Boolean(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("departure_on", sa.Date(), nullable=False),
        *(sa.Column(moment, sa.Integer(), nullable=True) for moment in MOMENTS),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("written_at", AT, nullable=False),
        sa.Column("shows_at", AT, nullable=False),
        sa.Column("forgotten_at", AT, nullable=True),
        sa.Column("device", sa.String(32), nullable=True),
        sa.CheckConstraint("kind IN ('alone', 'couple', 'family', 'friends')", name=op.f("ck_review_kind")),
        sa.CheckConstraint("nights > 0", name=op.f("ck_review_nights")),
        sa.CheckConstraint(
            f"words = '' OR COALESCE({', '.join(MOMENTS)}) IS NOT NULL", name=op.f("ck_review_scored")
        ),
        *(sa.CheckConstraint(f"{moment} BETWEEN 1 AND 5", name=op.f(f"ck_review_{moment}")) for moment in MOMENTS),
        sa.CheckConstraint("written_at < shows_at", name=op.f("ck_review_shown")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_review_booking_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_review_location_id")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_review_room_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_review_booking_id")),
        **AUTO,
    )
    op.create_index("ix_review_departure", "review", ["location_id", "departure_on"])
    op.create_index("ix_review_room_type", "review", ["room_type_id", "departure_on"])
    op.create_table(
        "review_answer",
        sa.Column("review_id", ID, autoincrement=False, nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("answered_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_answer_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_answer")),
    )
    op.create_table(
        "review_removal",
        sa.Column("review_id", ID, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("removed_at", AT, nullable=False),
        sa.Column("appeal_words", sa.String(2000), nullable=True),
        sa.Column("appealed_at", AT, nullable=True),
        sa.Column("decision_words", sa.String(2000), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", AT, nullable=True),
        sa.Column("restored", sa.Boolean(), nullable=False),
        sa.CheckConstraint(REASONS, name=op.f("ck_review_removal_reason")),
        sa.CheckConstraint("decided_at IS NULL OR appealed_at IS NOT NULL", name=op.f("ck_review_removal_decided")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_review_removal_decider")),
        sa.CheckConstraint("decided_by <> staff_id", name=op.f("ck_review_removal_somebody_else")),
        sa.CheckConstraint("NOT restored OR decided_at IS NOT NULL", name=op.f("ck_review_removal_restored")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_removal_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_removal")),
    )
    op.create_table(
        "review_report",
        sa.Column("id", ID, nullable=False),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("reported_at", AT, nullable=False),
        sa.Column("closed_at", AT, nullable=True),
        sa.Column("closed_by", ID, nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(REASONS, name=op.f("ck_review_report_reason")),
        sa.CheckConstraint("(closed_at IS NULL) = (removed IS NULL)", name=op.f("ck_review_report_closed")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_review_report_closer")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_report_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_report")),
    )
    op.create_index(op.f("ix_review_report_review_id"), "review_report", ["review_id"])
    op.create_table(
        "review_entry",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("content", sa.String(64), nullable=True),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "kind IN ('written', 'answered', 'removed', 'restored', 'erased')", name=op.f("ck_review_entry_kind")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_review_entry_number")),
        sa.CheckConstraint("(kind = 'erased') = (content IS NULL)", name=op.f("ck_review_entry_content")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_entry_review_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review_entry")),
        sa.UniqueConstraint("previous", name=op.f("uq_review_entry_previous")),
        sa.UniqueConstraint("digest", name=op.f("uq_review_entry_digest")),
    )
    op.create_index(op.f("ix_review_entry_review_id"), "review_entry", ["review_id"])
    op.create_table(
        "review_salt",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["review_entry.number"], name=op.f("fk_review_salt_number")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_salt_review_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review_salt")),
    )
    op.create_index(op.f("ix_review_salt_review_id"), "review_salt", ["review_id"])
    chain = op.create_table(
        "review_chain",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("began_at", AT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_review_chain_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_chain")),
    )
    op.bulk_insert(chain, [{"id": 1, "number": 0, "digest": "0" * 64, "began_at": datetime.now(UTC)}])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for deed in ("update", "delete"):
        refuse = (
            "BEGIN SELECT RAISE(ABORT, 'review_entry is append-only'); END"
            if sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER review_entry_append_only_{deed} BEFORE {deed.upper()} ON review_entry {refuse}")


def downgrade() -> None:
    tables = ("review_chain", "review_salt", "review_entry", "review_report", "review_removal", "review_answer", "review")
    for table in tables:
        op.drop_table(table)
