"""Issue receipts, invoices and credit notes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022_folio_documents"
down_revision = "0021_register"

APPEND_ONLY = ("folio_document", "documented_line")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    facts = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.create_table(
        "document_number",
        sa.Column("location_id", number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_document_number_location_id")),
        sa.PrimaryKeyConstraint("location_id", "kind", name=op.f("pk_document_number")),
    )
    op.create_table(
        "folio_document",
        sa.Column("id", number, nullable=False),
        sa.Column("location_id", number, nullable=False),
        sa.Column("booking_id", number, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("payment_id", number, nullable=True),
        sa.Column("corrects_id", number, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("vat_minor", sa.Integer(), nullable=False),
        sa.Column("tax_point_on", sa.Date(), nullable=True),
        sa.Column("addressed_to", sa.String(length=120), nullable=False),
        sa.Column("facts", facts, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('receipt', 'invoice', 'credit_note')", name=op.f("ck_folio_document_kind")),
        sa.CheckConstraint("(kind = 'receipt') = (payment_id IS NOT NULL)", name=op.f("ck_folio_document_payment")),
        sa.CheckConstraint("(kind = 'credit_note') = (corrects_id IS NOT NULL)", name=op.f("ck_folio_document_corrects")),
        sa.CheckConstraint("(kind = 'receipt') = (tax_point_on IS NULL)", name=op.f("ck_folio_document_tax_point")),
        sa.CheckConstraint("number > 0", name=op.f("ck_folio_document_number")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_folio_document_location_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_folio_document_booking_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_folio_document_payment_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["folio_document.id"], name=op.f("fk_folio_document_corrects_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folio_document")),
        sa.UniqueConstraint("location_id", "kind", "number", name=op.f("uq_folio_document_location_id_kind_number")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_folio_document_payment_id")),
    )
    op.create_index(op.f("ix_folio_document_booking_id"), "folio_document", ["booking_id"])
    op.create_table(
        "documented_line",
        sa.Column("folio_line_id", number, autoincrement=False, nullable=False),
        sa.Column("document_id", number, nullable=False),
        sa.ForeignKeyConstraint(["folio_line_id"], ["folio_line.id"], name=op.f("fk_documented_line_folio_line_id")),
        sa.ForeignKeyConstraint(["document_id"], ["folio_document.id"], name=op.f("fk_documented_line_document_id")),
        sa.PrimaryKeyConstraint("folio_line_id", name=op.f("pk_documented_line")),
    )
    op.create_index(op.f("ix_documented_line_document_id"), "documented_line", ["document_id"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for deed in ("update", "delete"):
            refuse = (
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                if sqlite
                else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(f"CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed.upper()} ON {table} {refuse}")


def downgrade() -> None:
    op.drop_table("documented_line")
    op.drop_table("folio_document")
    op.drop_table("document_number")
