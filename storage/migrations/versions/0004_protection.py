"""Data protection: the access log becomes a chain that can only grow; texts of the statement, farewells, consents on
their own, private remarks, terms that a programme sets itself, and exports that are made beside the bot

Revision: 0004, after 0003
"""

from __future__ import annotations

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = "0"
"""The version of the wording for consent that was noted before wordings had one."""


def upgrade() -> None:
    """Nothing that is kept goes; what the access log holds already becomes the beginning of the chain, and consent that
    stands in reports becomes a record of its own."""
    _access_chain()
    _statements()
    _consents()
    _private_remarks()
    _terms()
    _exports()
    _consent_of_reports()


def _access_chain() -> None:
    op.add_column("access_log", sa.Column("seq", sa.Integer(), server_default="0", nullable=False))
    op.add_column("access_log", sa.Column("link", sa.String(length=64), server_default="", nullable=False))
    _chain_what_is_there(op.get_bind())
    op.create_index("ix_access_log_seq", "access_log", ["seq"], unique=True)
    op.execute(
        "CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log "
        "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log "
        "WHEN OLD.seq > COALESCE((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'access.cut_seq'), 0) "
        "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"
    )


def _chain_what_is_there(connection: sa.Connection) -> None:
    """As `storage.access_chain` does it; written out, since a migration does not change when that does."""
    columns = "id, at, actor, action, subject, programme, expires_at"
    rows = connection.execute(sa.text(f"SELECT {columns} FROM access_log ORDER BY at, rowid")).all()  # noqa: S608
    link = ""
    for seq, row in enumerate(rows, start=1):
        link = hashlib.sha256(f"{link}\n{json.dumps([seq, *row], separators=(',', ':'))}".encode()).hexdigest()
        changed = sa.text("UPDATE access_log SET seq = :seq, link = :link WHERE id = :id")
        connection.execute(changed, {"seq": seq, "link": link, "id": row.id})


def _statements() -> None:
    op.create_table(
        "statement_texts",
        _ident(),
        _ref("statement_texts", "programme_id", "programmes"),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_statement_texts"),
        sa.UniqueConstraint(
            "programme_id",
            "language",
            "version",
            "digest",
            name="uq_statement_texts_programme_id_language_version_digest",
        ),
    )
    _index("statement_texts", "programme_id")
    with op.batch_alter_table("statements") as table:
        table.add_column(sa.Column("text_id", sa.String(length=24), nullable=True))
        table.create_foreign_key("fk_statements_text_id", "statement_texts", ["text_id"], ["id"], ondelete="SET NULL")
    _index("statements", "text_id")
    op.create_table(
        "farewells",
        _ident(),
        _ref("farewells", "person_id", "persons"),
        _ref("farewells", "programme_id", "programmes"),
        _instant("asked_at"),
        _instant("confirmed_at", nullable=True),
        _instant("told_at", nullable=True),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_farewells"),
        sa.UniqueConstraint("person_id", "programme_id", name="uq_farewells_person_id_programme_id"),
    )
    _index("farewells", "person_id", "programme_id", "expires_at")


def _consents() -> None:
    op.create_table(
        "consents",
        _ident(),
        _ref("consents", "programme_id", "programmes"),
        _ref("consents", "membership_id", "memberships"),
        _ref("consents", "report_id", "reports", nullable=True, ondelete="SET NULL"),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        _ref("consents", "recorded_by", "persons", nullable=True, ondelete="SET NULL"),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        sa.Column("withdrawn_how", sa.String(length=16), nullable=True),
        _ref("consents", "withdrawn_by", "persons", nullable=True, ondelete="SET NULL"),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    _index("consents", "programme_id", "membership_id", "report_id", "expires_at")
    op.create_table(
        "never_call",
        _ident(),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        _instant("since"),
        sa.PrimaryKeyConstraint("id", name="pk_never_call"),
        sa.UniqueConstraint("phone_index", name="uq_never_call_phone_index"),
    )


def _private_remarks() -> None:
    op.create_table(
        "private_remarks",
        _ident(),
        _ref("private_remarks", "programme_id", "programmes"),
        _ref("private_remarks", "caller_id", "memberships"),
        _ref("private_remarks", "callee_id", "memberships"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _instant("at"),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_private_remarks"),
    )
    _index("private_remarks", "programme_id", "caller_id", "callee_id", "expires_at")


def _terms() -> None:
    op.create_table(
        "retention_terms",
        _ident(),
        _ref("retention_terms", "programme_id", "programmes"),
        sa.Column("record", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        _ref("retention_terms", "set_by", "persons", nullable=True, ondelete="SET NULL"),
        _instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_retention_terms"),
        sa.UniqueConstraint("programme_id", "record", name="uq_retention_terms_programme_id_record"),
    )
    _index("retention_terms", "programme_id")
    op.create_table(
        "extensions",
        _ident(),
        _ref("extensions", "programme_id", "programmes"),
        _ref("extensions", "membership_id", "memberships"),
        _ref("extensions", "signal_id", "signals", nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        _ref("extensions", "by_person", "persons", nullable=True, ondelete="SET NULL"),
        _instant("at"),
        _instant("until"),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_extensions"),
    )
    _index("extensions", "programme_id", "membership_id", "signal_id", "expires_at")
    op.create_table(
        "expiry_notices",
        _ident(),
        _instant("at"),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_expiry_notices"),
    )
    _index("expiry_notices", "expires_at")


def _exports() -> None:
    op.create_table(
        "exports",
        _ident(),
        _ref("exports", "person_id", "persons"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("handed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("screen_row", sa.Integer(), nullable=True),
        _instant("asked_at"),
        _instant("ended_at", nullable=True),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
    )
    _index("exports", "person_id", "state", "expires_at")
    for table in ("reports", "needs"):  # by which they are read in slices of time
        op.create_index(f"ix_{table}_programme_id_at", table, ["programme_id", "at"])


def _consent_of_reports() -> None:
    """The flags of a report say what was agreed to; who told of the call noted it down."""
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=["reports", "memberships", "consents"])
    reports, members, consents = (tables.tables[name] for name in ("reports", "memberships", "consents"))
    told = sa.select(reports, members.c.person_id.label("recorded_by")).outerjoin(
        members, reports.c.caller_id == members.c.id
    )
    made = [
        {
            "id": secrets.token_hex(8),
            "programme_id": row.programme_id,
            "membership_id": row.callee_id,
            "report_id": row.id,
            "purpose": purpose,
            "version": BEFORE,
            "how": "call",
            "recorded_by": row.recorded_by,
            "at": row.at,
            "expires_at": row.expires_at,
        }
        for row in connection.execute(told)
        for purpose in ("note", "pass_on", "call_again")
        if getattr(row, f"may_{purpose}")
    ]
    if made:
        connection.execute(sa.insert(consents), made)


def _ident() -> sa.Column[object]:
    return sa.Column("id", sa.String(length=24), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _ref(table: str, name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[object]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}", ondelete=ondelete)
    return sa.Column(name, sa.String(length=24), key, nullable=nullable)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
