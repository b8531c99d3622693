"""Take people on"""

import sqlalchemy as sa
from alembic import op

revision = "0025_staff"
down_revision = "0024_waitlist"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_lower", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email_lower", name=op.f("uq_staff_email_lower")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_role",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.CheckConstraint(
            "(role IN ('reception', 'manager', 'kitchen', 'housekeeping') AND location_id IS NOT NULL)"
            " OR (role IN ('marketing', 'administrator') AND location_id IS NULL)",
            name=op.f("ck_staff_role_place"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_staff_role_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("staff_id", "role", "location_id", name=op.f("uq_staff_role_staff_id_role_location_id")),
    )
    op.create_index(
        "ix_staff_role_group",
        "staff_role",
        ["staff_id", "role"],
        unique=True,
        sqlite_where=sa.text("location_id IS NULL"),
        postgresql_where=sa.text("location_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("staff_role")
    op.drop_table("staff")
