"""Keep what staff sign in with"""

import sqlalchemy as sa
from alembic import op

revision = "0031_staff_keys"
down_revision = "0030_coming_and_going"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("staff", sa.Column("pin_hash", sa.String(length=200), nullable=True))
    op.add_column("staff", sa.Column("totp_secret", sa.String(length=64), nullable=True))
    op.add_column("staff", sa.Column("totp_step", ID, nullable=True))
    op.add_column("staff", sa.Column("invitation", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("staff", sa.Column("invited_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "staff_recovery_code",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_recovery_code_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_recovery_code")),
        sa.UniqueConstraint("staff_id", "digest", name=op.f("uq_staff_recovery_code_staff_id_digest")),
    )
    op.create_table(
        "staff_desk",
        sa.Column("id", ID, nullable=False),
        sa.Column("desk", sa.String(length=64), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_staff_desk_tries")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_desk_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_desk")),
        sa.UniqueConstraint("desk", "staff_id", name=op.f("uq_staff_desk_desk_staff_id")),
    )
    op.create_index(op.f("ix_staff_desk_staff_id"), "staff_desk", ["staff_id"])


def downgrade() -> None:
    op.drop_table("staff_desk")
    op.drop_table("staff_recovery_code")
    with op.batch_alter_table("staff", table_kwargs={"sqlite_autoincrement": True}) as table:
        for name in ("invited_until", "invitation", "totp_step", "totp_secret", "pin_hash"):
            table.drop_column(name)
