"""Merge guests who are one person, and know how to take them apart"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047_merges"
down_revision = "0046_blocks"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    key = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.add_column("guest", sa.Column("merged_into_id", number, nullable=True))
    op.create_index(op.f("ix_guest_merged_into_id"), "guest", ["merged_into_id"])
    op.create_table(
        "merge",
        sa.Column("id", number, nullable=False),
        sa.Column("kept_id", number, nullable=False),
        sa.Column("gone_id", number, nullable=False),
        sa.Column("merged_by", number, nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", number, nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kept_id <> gone_id", name=op.f("ck_merge_two")),
        sa.ForeignKeyConstraint(["kept_id"], ["guest.id"], name=op.f("fk_merge_kept_id")),
        sa.ForeignKeyConstraint(["gone_id"], ["guest.id"], name=op.f("fk_merge_gone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"])
    op.create_index(op.f("ix_merge_gone_id"), "merge", ["gone_id"])
    op.create_table(
        "merged_row",
        sa.Column("id", number, nullable=False),
        sa.Column("merge_id", number, nullable=False),
        sa.Column("in_table", sa.String(length=60), nullable=False),
        sa.Column("in_column", sa.String(length=60), nullable=False),
        sa.Column("key", key, nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merge.id"], name=op.f("fk_merged_row_merge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_row")),
    )
    op.create_index("ix_merged_row_merge_id", "merged_row", ["merge_id", "id"])


def downgrade() -> None:
    op.drop_table("merged_row")
    op.drop_table("merge")
    op.drop_index("ix_guest_merged_into_id", "guest")
    op.drop_column("guest", "merged_into_id")
