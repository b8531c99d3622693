"""Show a house in pictures of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0041_house_picture"
down_revision = "0040_friction_note"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "house_picture",
        sa.Column("location_id", number, autoincrement=False, nullable=False),
        sa.Column("season", sa.String(length=10), nullable=False),
        sa.Column("picture", sa.String(length=120), nullable=False),
        sa.Column("picture_alt", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "season IN ('winter', 'spring', 'summer', 'autumn')", name=op.f("ck_house_picture_season")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_house_picture_location_id")),
        sa.PrimaryKeyConstraint("location_id", "season", name=op.f("pk_house_picture")),
    )


def downgrade() -> None:
    op.drop_table("house_picture")
