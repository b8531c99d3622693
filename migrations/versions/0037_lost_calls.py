"""Write down the calls that came to no booking"""

import sqlalchemy as sa
from alembic import op

revision = "0037_lost_calls"
down_revision = "0036_found_by"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lost_call",
        sa.Column("id", ID, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("arrival_on", sa.Date(), nullable=True),
        sa.Column("departure_on", sa.Date(), nullable=True),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.String(length=40), nullable=False),
        sa.Column("cots", sa.Integer(), nullable=False),
        sa.Column("dogs", sa.Integer(), nullable=False),
        sa.Column("needs", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(arrival_on IS NULL) = (departure_on IS NULL)", name=op.f("ck_lost_call_dates")),
        sa.CheckConstraint("arrival_on < departure_on", name=op.f("ck_lost_call_nights")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_call")),
    )
    op.create_index(op.f("ix_lost_call_taken_at"), "lost_call", ["taken_at"])
    op.create_table(
        "lost_call_house",
        sa.Column("lost_call_id", ID, autoincrement=False, nullable=False),
        sa.Column("location_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["lost_call_id"], ["lost_call.id"], name=op.f("fk_lost_call_house_lost_call_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_lost_call_house_location_id")),
        sa.PrimaryKeyConstraint("lost_call_id", "location_id", name=op.f("pk_lost_call_house")),
    )
    op.create_index("ix_lost_call_house_location", "lost_call_house", ["location_id", "lost_call_id"])


def downgrade() -> None:
    op.drop_table("lost_call_house")
    op.drop_table("lost_call")
