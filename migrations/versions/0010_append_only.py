"""Refuse to change what may only grow"""

from alembic import op

revision = "0010_append_only"
down_revision = "0009_booking"

TABLES = ("journal", "quote", "quote_line", "folio_line")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for deed in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed.upper()} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in TABLES:
        for deed in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed.upper()} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_append_only_{deed}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change()")
