"""The life of a signal, needs that are followed up, offers and matches, and the directory of services

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is kept stays: signals that were taken are still held by whoever took them."""
    _programmes()
    _services()
    _signals()
    _needs()
    _offers()
    _matches()


def _programmes() -> None:
    for name in ("acute_minutes", "urgent_hours", "normal_days"):
        op.add_column("programmes", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("programmes", sa.Column("place", sa.String(length=80), nullable=True))


def _signals() -> None:
    for column in (
        sa.Column("tells", sa.String(length=16), nullable=True),
        sa.Column("waits_since", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("calls_made", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=True),
        sa.Column("follow_up_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("signals", column)
    _index("signals", "follow_up_at")
    op.execute(
        "UPDATE signals SET waits_since = COALESCE(announced_again_at, created_at), moved_at = taken_at, "
        "state = CASE state WHEN 'taken' THEN 'received' ELSE state END"
    )
    # Not by copying the table: what refers to it would go with the old one.
    op.execute("ALTER TABLE signals DROP COLUMN announced_again_at")
    op.add_column("signal_steps", sa.Column("state", sa.String(length=16), nullable=True))
    op.add_column("signal_steps", sa.Column("body", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE signal_steps SET state = CASE step WHEN 'closed' THEN 'closed' WHEN 'received' THEN 'received' END, "
        "step = CASE step WHEN 'taken' THEN 'take' WHEN 'closed' THEN 'close' WHEN 'announced_again' THEN 'call_again' "
        "WHEN 'received' THEN CASE WHEN at = (SELECT MIN(first.at) FROM signal_steps AS first "
        "WHERE first.signal_id = signal_steps.signal_id) THEN 'raise' ELSE 'give_back' END ELSE step END"
    )
    op.create_table(
        "signal_actions",
        _ident(),
        _ref("signal_actions", "signal_id", "signals"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        _ref("signal_actions", "by_person", "persons", nullable=True, ondelete="SET NULL"),
        _ref("signal_actions", "service_id", "services", nullable=True, ondelete="SET NULL"),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_signal_actions"),
    )
    _index("signal_actions", "signal_id", "service_id", "due_at")
    op.create_table(
        "debriefs",
        _ident(),
        _ref("debriefs", "programme_id", "programmes"),
        _ref("debriefs", "person_id", "persons"),
        _ref("debriefs", "signal_id", "signals", nullable=True, ondelete="SET NULL"),
        _ref("debriefs", "taken_by", "persons", nullable=True, ondelete="SET NULL"),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_debriefs"),
    )
    _index("debriefs", "programme_id", "person_id", "signal_id", "expires_at")


def _needs() -> None:
    with op.batch_alter_table("needs") as table:
        table.alter_column("report_id", existing_type=sa.String(length=24), nullable=True)
        table.add_column(sa.Column("signal_id", sa.String(length=24), nullable=True))
        table.add_column(sa.Column("urgency", sa.String(length=16), server_default="normal", nullable=False))
        table.add_column(sa.Column("state", sa.String(length=16), server_default="open", nullable=False))
        table.add_column(sa.Column("settled_at", sa.BigInteger(), nullable=True))
        table.create_foreign_key("fk_needs_signal_id", "signals", ["signal_id"], ["id"], ondelete="SET NULL")
    _index("needs", "signal_id")


def _offers() -> None:
    op.create_table(
        "offers",
        _ident(),
        _ref("offers", "programme_id", "programmes"),
        _ref("offers", "membership_id", "memberships"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.UniqueConstraint("membership_id", name="uq_offers_membership_id"),
    )
    _index("offers", "programme_id", "membership_id", "expires_at")


def _matches() -> None:
    op.create_table(
        "matches",
        _ident(),
        _ref("matches", "programme_id", "programmes"),
        _ref("matches", "need_id", "needs"),
        _ref("matches", "helper_id", "memberships"),
        _ref("matches", "asked_by", "persons", nullable=True, ondelete="SET NULL"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("follow_up_at", sa.BigInteger(), nullable=True),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("helper_says", sa.String(length=16), nullable=True),
        sa.Column("person_says", sa.String(length=16), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
    )
    _index("matches", "programme_id", "need_id", "helper_id", "follow_up_at", "expires_at")


def _services() -> None:
    op.create_table(
        "services",
        _ident(),
        sa.Column("hsds_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("languages", sa.String(length=64), nullable=False),
        sa.Column("themes", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=12), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
        sa.UniqueConstraint("hsds_id", name="uq_services_hsds_id"),
    )
    _index("services", "checked_at")


def _ident() -> sa.Column[object]:
    return sa.Column("id", sa.String(length=24), nullable=False)


def _ref(table: str, name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[object]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}", ondelete=ondelete)
    return sa.Column(name, sa.String(length=24), key, nullable=nullable)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
