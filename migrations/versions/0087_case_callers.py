"""Let a complaint be a case before anybody knows its booking"""

import sqlalchemy as sa
from alembic import op

revision = "0087_case_callers"
down_revision = "0086_call_denied"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NULLABLE, REQUIRED = "booking_id INTEGER, ", "booking_id INTEGER NOT NULL, "


def upgrade() -> None:
    _booking(REQUIRED, NULLABLE)
    op.add_column("care_case", sa.Column("name", sa.String(200), nullable=False, server_default=""))
    op.add_column("care_case", sa.Column("email", sa.String(254), nullable=True))
    op.add_column("care_case", sa.Column("phone", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("phone", "email", "name"):
        op.drop_column("care_case", name)
    _booking(NULLABLE, REQUIRED)


def _booking(old: str, new: str) -> None:
    """Whether a case needs a booking. Notes and remedies refer to the table, so SQLite cannot copy it; what a column
    may hold is not in its rows, and the text of the schema is changed as SQLite's manual has it."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.alter_column("care_case", "booking_id", existing_type=ID, nullable=new == NULLABLE)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = 'care_case' AND instr(sql, ?) > 0",
        (old, new, old),
    )
    if changed.rowcount != 1:
        raise RuntimeError("There is no table of cases whose column of bookings is spelled so.")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
