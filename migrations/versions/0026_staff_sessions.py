"""Let a session be one of staff"""

import sqlalchemy as sa
from alembic import op

revision = "0026_staff_sessions"
down_revision = "0025_staff"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("session", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("guest_id", existing_type=ID, nullable=True)
        table.add_column(sa.Column("staff_id", ID, nullable=True))
        table.add_column(sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_session_staff_id"), "staff", ["staff_id"], ["id"])
        table.create_check_constraint(op.f("ck_session_whose"), "(guest_id IS NULL) <> (staff_id IS NULL)")
        table.create_index(op.f("ix_session_staff_id"), ["staff_id"])


def downgrade() -> None:
    with op.batch_alter_table("session", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_index(op.f("ix_session_staff_id"))
        table.drop_constraint(op.f("ck_session_whose"), type_="check")
        table.drop_constraint(op.f("fk_session_staff_id"), type_="foreignkey")
        table.drop_column("proven_at")
        table.drop_column("staff_id")
        table.alter_column("guest_id", existing_type=ID, nullable=False)
