"""Close a certain door, remember moves and promises"""

import sqlalchemy as sa
from alembic import op

revision = "0029_doors"
down_revision = "0028_house_payments"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("closure") as table:
        table.add_column(sa.Column("room_id", ID, nullable=True))
        table.create_foreign_key(op.f("fk_closure_room_id"), "room", ["room_id"], ["id"])
        table.create_check_constraint(op.f("ck_closure_one_door"), "room_id IS NULL OR count = 1")
        table.create_index(op.f("ix_closure_room_id"), ["room_id"])
    op.create_table(
        "moved_night",
        sa.Column("stay_id", ID, autoincrement=False, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("room_type_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_moved_night_room_type_id")),
        sa.PrimaryKeyConstraint("stay_id", "night", name=op.f("pk_moved_night")),
    )
    op.create_table(
        "room_promise",
        sa.Column("stay_id", ID, autoincrement=False, nullable=False),
        sa.Column("room_id", ID, nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("room_id IS NOT NULL OR step_free", name=op.f("ck_room_promise_something")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_promise_room_id")),
        sa.PrimaryKeyConstraint("stay_id", name=op.f("pk_room_promise")),
    )


def downgrade() -> None:
    op.drop_table("room_promise")
    op.drop_table("moved_night")
    with op.batch_alter_table("closure") as table:
        table.drop_index(op.f("ix_closure_room_id"))
        table.drop_constraint(op.f("ck_closure_one_door"), type_="check")
        table.drop_constraint(op.f("fk_closure_room_id"), type_="foreignkey")
        table.drop_column("room_id")
