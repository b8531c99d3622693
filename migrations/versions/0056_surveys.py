"""Ask guests, and keep what they answer"""

import sqlalchemy as sa
from alembic import op

revision = "0056_surveys"
down_revision = "0055_booking_notes"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
FIVES = ("csat", "csat_arrival", "csat_room", "csat_supper", "csat_garden", "csat_leaving", "expected", "worth")
SCALES = {"nps": (0, 10), "ces": (1, 7), **dict.fromkeys(FIVES, (1, 5))}


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("moment", sa.String(length=12), nullable=False),
        sa.Column("occasion", ID, nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("arrival_on", sa.Date(), nullable=False),
        sa.Column("departure_on", sa.Date(), nullable=False),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("reminded_at", AT, nullable=True),
        sa.Column("opened_at", AT, nullable=True),
        sa.Column("closes_at", AT, nullable=False),
        sa.CheckConstraint(
            "moment IN ('booking', 'amendment', 'cancellation', 'stay', 'case')", name=op.f("ck_survey_moment")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_survey_booking_id")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_survey_guest_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_survey_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("booking_id", "moment", "occasion", name=op.f("uq_survey_booking_id_moment_occasion")),
    )
    op.create_index("ix_survey_guest", "survey", ["guest_id", "moment", "sent_at"])
    op.create_index("ix_survey_sent", "survey", ["moment", "sent_at"])
    op.create_table(
        "answer",
        sa.Column("survey_id", ID, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("nps", "ces", *FIVES)),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=True),
        sa.Column("sentiment", sa.String(length=5), nullable=True),
        sa.Column("contact_agreed", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=6), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("answered_at", AT, nullable=False),
        *(
            sa.CheckConstraint(f"{name} BETWEEN {low} AND {high}", name=op.f(f"ck_answer_{name}"))
            for name, (low, high) in SCALES.items()
        ),
        sa.CheckConstraint("sentiment IN ('good', 'mixed', 'bad')", name=op.f("ck_answer_sentiment")),
        sa.CheckConstraint("origin IN ('guest', 'import')", name=op.f("ck_answer_origin")),
        sa.CheckConstraint("times > 0", name=op.f("ck_answer_times")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_answer_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_answered_at"), "answer", ["answered_at"])
    op.create_table(
        "survey_refusal",
        sa.Column("id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("refused_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_survey_refusal_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_refusal")),
    )
    op.create_index(op.f("ix_survey_refusal_guest_id"), "survey_refusal", ["guest_id"])


def downgrade() -> None:
    op.drop_table("survey_refusal")
    op.drop_table("answer")
    op.drop_table("survey")
