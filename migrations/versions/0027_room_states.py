"""Keep how each room stands with housekeeping"""

import sqlalchemy as sa
from alembic import op

revision = "0027_room_states"
down_revision = "0026_staff_sessions"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "room_state",
        sa.Column("room_id", ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", ID, nullable=True),
        sa.CheckConstraint(
            "state IN ('dirty', 'clean', 'inspected', 'out_of_service', 'out_of_order')", name=op.f("ck_room_state_state")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_state_room_id")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_state")),
    )


def downgrade() -> None:
    op.drop_table("room_state")
