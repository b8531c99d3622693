"""Put words of staff into mails"""

import sqlalchemy as sa
from alembic import op

revision = "0042_mail_words"
down_revision = "0041_house_picture"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "mail_words",
        sa.Column("id", number, nullable=False),
        sa.Column("location_id", number, nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("opening", sa.String(length=2000), nullable=False),
        sa.Column("closing", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_mail_words_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_words")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for deed in ("update", "delete"):
        refuse = (
            "BEGIN SELECT RAISE(ABORT, 'mail_words is append-only'); END"
            if sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER mail_words_append_only_{deed} BEFORE {deed.upper()} ON mail_words {refuse}")


def downgrade() -> None:
    op.drop_table("mail_words")
