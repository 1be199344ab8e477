"""The call tree: own numbers and days, pauses, pairs, rotation, and calls that go otherwise in one week

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ADDED: tuple[tuple[str, sa.Column[object]], ...] = (
    ("persons", sa.Column("hour", sa.Integer(), nullable=True)),
    ("persons", sa.Column("quiet_from", sa.Integer(), nullable=True)),
    ("persons", sa.Column("quiet_until", sa.Integer(), nullable=True)),
    ("persons", sa.Column("nudges", sa.Boolean(), server_default="1", nullable=False)),
    ("programmes", sa.Column("calling_days", sa.Integer(), nullable=True)),
    ("programmes", sa.Column("rotation_weeks", sa.Integer(), nullable=True)),
    ("programmes", sa.Column("rotated_in", sa.String(length=8), nullable=True)),
    ("programmes", sa.Column("revision", sa.Integer(), server_default="0", nullable=False)),
    ("memberships", sa.Column("calls", sa.Integer(), nullable=True)),
    ("memberships", sa.Column("called", sa.Integer(), nullable=True)),
    ("memberships", sa.Column("cannot", sa.Integer(), server_default="0", nullable=False)),
    ("assignments", sa.Column("lasting_day", sa.Integer(), nullable=True)),
    ("assignments", sa.Column("stands_in", sa.Boolean(), server_default="0", nullable=False)),
)


def upgrade() -> None:
    """Columns and tables are added; nothing that is kept changes."""
    for table, column in _ADDED:
        op.add_column(table, column)
    _pauses()
    _pairs()
    _past_calls()
    _week_changes()


def _pauses() -> None:
    op.create_table(
        "pauses",
        _ident(),
        _ref("pauses", "membership_id", "memberships"),
        _ref("pauses", "programme_id", "programmes"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        _by("pauses"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
    )
    _index("pauses", "membership_id", "programme_id", "ended_at")


def _pairs() -> None:
    op.create_table(
        "pairs",
        _ident(),
        _ref("pairs", "programme_id", "programmes"),
        _ref("pairs", "first_id", "memberships"),
        _ref("pairs", "second_id", "memberships"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        _by("pairs"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pairs"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_pairs_first_id_second_id"),
    )
    _index("pairs", "programme_id", "first_id", "second_id")


def _past_calls() -> None:
    op.create_table(
        "past_calls",
        _ident(),
        _ref("past_calls", "programme_id", "programmes"),
        sa.Column("week", sa.String(length=8), nullable=False),
        _ref("past_calls", "caller_id", "memberships"),
        _ref("past_calls", "callee_id", "memberships"),
        sa.PrimaryKeyConstraint("id", name="pk_past_calls"),
    )
    _index("past_calls", "programme_id", "caller_id", "callee_id")


def _week_changes() -> None:
    op.create_table(
        "week_changes",
        _ident(),
        _ref("week_changes", "assignment_id", "assignments"),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        _ref("week_changes", "taken_by", "memberships", nullable=True, ondelete="SET NULL"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_week_changes"),
        sa.UniqueConstraint("assignment_id", "week", name="uq_week_changes_assignment_id_week"),
    )
    _index("week_changes", "assignment_id", "taken_by", "expires_at")


def _ident() -> sa.Column[object]:
    return sa.Column("id", sa.String(length=24), nullable=False)


def _ref(table: str, name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[object]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}", ondelete=ondelete)
    return sa.Column(name, sa.String(length=24), key, nullable=nullable)


def _by(table: str) -> sa.Column[object]:
    return _ref(table, "set_by", "persons", nullable=True, ondelete="SET NULL")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
