"""Let the facilities of a house be well or not"""

import sqlalchemy as sa
from alembic import op

revision = "0072_facility_states"
down_revision = "0071_remedies"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("facility", sa.Column("kind", sa.String(length=20), nullable=True))
    op.add_column("facility", sa.Column("plan", sa.String(length=20), nullable=True))
    op.add_column("facility", sa.Column("closed_at", AT, nullable=True))
    op.create_table(
        "facility_state",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("facility_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("what_we_do", sa.String(length=500), nullable=False),
        sa.Column("since_at", AT, nullable=False),
        sa.Column("until_at", AT, nullable=True),
        sa.Column("notice_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("reported_at", AT, nullable=False),
        sa.CheckConstraint("state IN ('fine', 'limited', 'closed')", name=op.f("ck_facility_state_state")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_facility_state_revision")),
        sa.CheckConstraint("until_at IS NULL OR until_at > since_at", name=op.f("ck_facility_state_until")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_facility_state_location_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_state_facility_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_state")),
        sa.UniqueConstraint("facility_id", "revision", name=op.f("uq_facility_state_facility_id_revision")),
    )
    op.create_index("ix_facility_state_location_id", "facility_state", ["location_id", "reported_at"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for deed in ("update", "delete"):
        refuse = (
            "BEGIN SELECT RAISE(ABORT, 'facility_state is append-only'); END"
            if sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER facility_state_append_only_{deed} BEFORE {deed.upper()} ON facility_state {refuse}")


def downgrade() -> None:
    op.drop_table("facility_state")
    for column in ("closed_at", "plan", "kind"):
        op.drop_column("facility", column)
