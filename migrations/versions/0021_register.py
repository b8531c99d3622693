"""Know who comes: the register, and who of a stay cannot eat what"""

import sqlalchemy as sa
from alembic import op

revision = "0021_register"
down_revision = "0020_balance"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("booking_id", BIG, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("nationality", sa.String(length=2), nullable=False),
        sa.Column("passport_number", sa.String(length=40), nullable=False),
        sa.Column("passport_place", sa.String(length=120), nullable=False),
        sa.Column("next_destination", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_register_entry_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("booking_id", "part", "number", name=op.f("uq_register_entry_booking_id_part_number")),
    )
    op.add_column("allergy", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("allergy", sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("allergy", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("allergy", sa.Column("read_by", BIG, nullable=True))
    op.execute(
        "UPDATE allergy SET number = (SELECT count(*) FROM allergy AS other"
        " WHERE other.stay_id = allergy.stay_id AND other.id <= allergy.id)"
    )


def downgrade() -> None:
    for column in ("read_by", "read_at", "kept", "number"):
        op.drop_column("allergy", column)
    op.drop_table("register_entry")
