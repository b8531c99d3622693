"""Keep what got in a guest's way"""

import sqlalchemy as sa
from alembic import op

revision = "0040_friction_note"
down_revision = "0039_agents"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "friction_note",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_friction_note_location_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_friction_note_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friction_note")),
    )
    op.create_index("ix_friction_note_location_id", "friction_note", ["location_id", "id"])


def downgrade() -> None:
    op.drop_table("friction_note")
