"""Let a party that needs several rooms wait, and keep which rooms were held for whom"""

import sqlalchemy as sa
from alembic import op

revision = "0091_waitlist_rooms"
down_revision = "0090_rate_import_limits"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROOMS = sa.table(
    "waitlist_room",
    *(sa.column(name) for name in ("entry_id", "position", "room_type_id", "adults", "children", "cots", "dogs")),
)


def upgrade() -> None:
    held = op.get_bind().execute(
        sa.text(
            "SELECT id AS entry_id, 0 AS position, room_type_id, adults, children, cots, dogs FROM waitlist_entry"
            " WHERE room_type_id IS NOT NULL"
        )
    )
    rows = [dict(row) for row in held.mappings()]
    with op.batch_alter_table("waitlist_entry", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("rooms", sa.Integer(), nullable=True))
        table.drop_constraint(op.f("fk_waitlist_entry_room_type_id"), type_="foreignkey")
        table.drop_column("room_type_id")
    op.execute("UPDATE waitlist_entry SET rooms = 1")
    op.create_table(
        "waitlist_room",
        sa.Column("entry_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("room_type_id", ID, nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.String(length=40), nullable=False),
        sa.Column("cots", sa.Integer(), nullable=False),
        sa.Column("dogs", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["waitlist_entry.id"], name=op.f("fk_waitlist_room_entry_id")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_waitlist_room_room_type_id")),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_waitlist_room")),
    )
    if rows:
        op.bulk_insert(ROOMS, rows)


def downgrade() -> None:
    held = op.get_bind().execute(sa.text("SELECT entry_id, room_type_id FROM waitlist_room WHERE position = 0"))
    rows = [dict(row) for row in held.mappings()]
    op.drop_table("waitlist_room")
    with op.batch_alter_table("waitlist_entry", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_column("rooms")
        table.add_column(sa.Column("room_type_id", ID, nullable=True))
        table.create_foreign_key(op.f("fk_waitlist_entry_room_type_id"), "room_type", ["room_type_id"], ["id"])
    back = sa.text("UPDATE waitlist_entry SET room_type_id = :room_type_id WHERE id = :entry_id")
    for row in rows:
        op.get_bind().execute(back, row)
