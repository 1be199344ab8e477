"""Every table. What a person said or is called is sealed; what is left in the clear is ids, terms and moments.

Each record that is kept about somebody carries `expires_at`; `storage.purge` removes what is due.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from storage.columns import (
    Class,
    amount,
    blind,
    degrees,
    fact,
    flag,
    ident,
    instant,
    number,
    operational,
    prose,
    ref,
    sealed,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

data_keys = Table(
    "data_keys",
    metadata,
    ident("owner_id"),
    Column("wrapped", LargeBinary, nullable=False, info={"class": Class.SEALED}),
    operational("key_id", length=32),
)
"""A random data key per owner (a person, or `system`), wrapped by the key-encrypting key `key_id`."""

persons = Table(
    "persons",
    metadata,
    ident(),
    operational("platform", length=16, nullable=True),
    sealed("platform_id"),
    blind("platform_id_index", nullable=True),
    sealed("name"),
    sealed("phone"),
    blind("phone_index", nullable=True, index=True),
    operational("language", length=8),
    flag("reachable"),
    amount("hour", nullable=True),
    amount("quiet_from", nullable=True),
    amount("quiet_until", nullable=True),
    flag("nudges", server_default="1"),
    instant("created_at"),
    UniqueConstraint("platform", "platform_id_index"),
)
"""Everybody: those who talk to the bot and those who are only called. Without a membership, a role or a
conversation a person row has no reason to be, and the daily purge removes it. `hour` is when they like to be
reminded, `quiet_from` and `quiet_until` bound the hours in which they are left alone (0 … 23, the programme's clock);
empty is as `domain.hours` has it. `nudges` says whether they hear from us on the day of a call."""

chats = Table(
    "chats",
    metadata,
    ident(),
    operational("platform", length=16),
    sealed("chat_id", nullable=False),
    blind("chat_id_index", nullable=False),
    operational("state", length=16),
    instant("created_at"),
    UniqueConstraint("platform", "chat_id_index"),
)
"""Groups. `state` is `active` or `gone`."""

programmes = Table(
    "programmes",
    metadata,
    ident(),
    operational("name", length=120),
    operational("kind", length=16),
    number("calls_per_week"),
    operational("timezone", length=64),
    operational("language", length=8),
    operational("general_number", length=40, nullable=True),
    number("retention_days"),
    ref("group_chat_id", "chats.id", nullable=True, ondelete="SET NULL", index=True),
    ref("coordinator_chat_id", "chats.id", nullable=True, ondelete="SET NULL", index=True),
    operational("state", length=16),
    number("calling_days", nullable=True),
    number("rotation_weeks", nullable=True),
    operational("rotated_in", length=8, nullable=True),
    number("revision", server_default="0"),
    number("acute_minutes", nullable=True),
    number("urgent_hours", nullable=True),
    number("normal_days", nullable=True),
    operational("place", length=80, nullable=True),
    instant("created_at"),
)
"""`state` is `active` or `ended`. `acute_minutes`, `urgent_hours` and `normal_days` (working days) are the terms within
which a signal is to be taken, empty where `domain.terms` decides; `place` is the postcode or municipality from which
services are near or far. `calling_days` has bit d set for each weekday d on which calls are made (0 = Monday;
empty: every day). With `rotation_weeks` set, new pairs come every so many weeks; `rotated_in` is the week they last
came. `revision` counts the plannings, so that whoever decides upon an older state is shown the new one first."""

memberships = Table(
    "memberships",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("person_id", "persons.id", index=True),
    fact("code", length=12),
    fact("part", length=16),
    amount("calls", nullable=True),
    amount("called", nullable=True),
    amount("cannot", server_default="0"),
    fact("state", length=16),
    sealed("agreement"),
    fact("source", length=64, nullable=True),
    fact("legal_ground", length=64, nullable=True),
    ref("added_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("created_at"),
    instant("left_at", nullable=True),
    instant("expires_at", nullable=True, index=True),
    UniqueConstraint("programme_id", "person_id"),
    UniqueConstraint("programme_id", "code"),
)
"""Somebody's part in a programme, contacts of an opbelactie included (part `only_called`, with source and legal
ground). `code` stands for the person in exports. `agreement` says who agreed, when and how, for members without app.
`calls` and `called` are numbers of somebody's own, where they differ from the programme's; `cannot` has bit d set for
each weekday d on which they neither call nor are called."""

pauses = Table(
    "pauses",
    metadata,
    ident(),
    ref("membership_id", "memberships.id", index=True),
    ref("programme_id", "programmes.id", index=True),
    fact("kind", length=16),
    ref("set_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("since"),
    instant("until"),
    instant("ended_at", nullable=True, index=True),
)
"""Somebody takes no part, or is only called, until a moment; why is nobody's business and is not kept. `kind` is
one of `domain.pause.PauseKind`."""

pairs = Table(
    "pairs",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("first_id", "memberships.id", index=True),
    ref("second_id", "memberships.id", index=True),
    fact("kind", length=16),
    ref("set_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("since"),
    UniqueConstraint("first_id", "second_id"),
)
"""Two members who are never to call each other, or rather do. Seen by fiksers only; `first_id` < `second_id`."""

past_calls = Table(
    "past_calls",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    operational("week", length=8),
    ref("caller_id", "memberships.id", index=True),
    ref("callee_id", "memberships.id", index=True),
)
"""Who called whom until a rotation, `week` being the first week of the new calls; the history of pairs."""

roles = Table(
    "roles",
    metadata,
    ident(),
    ref("person_id", "persons.id", index=True),
    ref("programme_id", "programmes.id", index=True),
    fact("role", length=16),
    ref("granted_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("granted_at"),
    UniqueConstraint("person_id", "programme_id", "role"),
)

invitations = Table(
    "invitations",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    blind("code_index", nullable=False, unique=True),
    fact("role", length=16),
    ref("created_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("created_at"),
    instant("used_at", nullable=True),
    instant("expires_at", index=True),
)
"""Single-use links; only a keyed hash of the code is kept. `role` is `member`, `coordinator` or `deputy`."""

statements = Table(
    "statements",
    metadata,
    ident(),
    ref("person_id", "persons.id", index=True),
    ref("programme_id", "programmes.id", index=True),
    operational("version", length=16),
    ref("text_id", "statement_texts.id", nullable=True, ondelete="SET NULL", index=True),
    instant("accepted_at"),
    UniqueConstraint("person_id", "programme_id", "version"),
)
"""Who accepted which version of the confidentiality statement, in which words, and when."""

assignments = Table(
    "assignments",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("caller_id", "memberships.id", index=True),
    ref("callee_id", "memberships.id", index=True),
    number("weekday", nullable=True),
    number("lasting_day", nullable=True),
    flag("stands_in", server_default="0"),
    fact("state", length=16),
    instant("since"),
    instant("worked_at", nullable=True),
    instant("due_at", nullable=True),
    UniqueConstraint("caller_id", "callee_id"),
)
"""Who calls whom. In a belboom the rota, which stays the same from week to week, with a weekday (0 = Monday);
in an opbelactie a volunteer's share. `worked_at` is the last report's moment, `due_at` that of an agreed next call;
`state` is one of `storage.assignments.AssignmentState`; `stands_in` marks a call of the rota
that is there only while somebody pauses, and `lasting_day` is the weekday a lasting call has when nobody does, where
that is another one at present."""

week_changes = Table(
    "week_changes",
    metadata,
    ident(),
    ref("assignment_id", "assignments.id", index=True),
    operational("week", length=8),
    fact("kind", length=16),
    amount("weekday", nullable=True),
    ref("taken_by", "memberships.id", nullable=True, ondelete="SET NULL", index=True),
    instant("at"),
    instant("expires_at", index=True),
    UniqueConstraint("assignment_id", "week"),
)
"""One call goes otherwise in one week; see `storage.week_changes`."""

do_not_call = Table(
    "do_not_call",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    blind("phone_index", nullable=False),
    instant("since"),
    UniqueConstraint("programme_id", "phone_index"),
)
"""Numbers that a programme never calls again: a keyed hash is all that stays of somebody who refused."""

reports = Table(
    "reports",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("caller_id", "memberships.id", nullable=True, ondelete="SET NULL", index=True),
    ref("callee_id", "memberships.id", index=True),
    operational("week", length=8, index=True),
    instant("at"),
    fact("outcome", length=16),
    flag("may_note"),
    flag("may_pass_on"),
    flag("may_call_again"),
    sealed("body"),
    instant("expires_at", index=True),
    Index(None, "programme_id", "at"),
)
"""What came of a call. `body` is JSON (see `storage.reports`), sealed under the called person's key."""

needs = Table(
    "needs",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("report_id", "reports.id", nullable=True, index=True),
    ref("signal_id", "signals.id", nullable=True, ondelete="SET NULL", index=True),
    ref("callee_id", "memberships.id", index=True),
    flag("may_pass_on"),
    fact("urgency", length=16, server_default="normal"),
    fact("state", length=16, server_default="open"),
    sealed("body", nullable=False),
    instant("at"),
    instant("settled_at", nullable=True),
    instant("expires_at", index=True),
    Index(None, "programme_id", "at"),
)
"""One row per need, told in a call (`report_id`) or found out about a signal (`signal_id`). `body` is JSON with
category and kind, sealed under the called person's key; `state` is one of `domain.needs.NeedState`."""

remarks = Table(
    "remarks",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    fact("kind", length=16),
    fact("category", length=32),
    operational("week", length=8),
    instant("expires_at", index=True),
)
"""De-identified remarks about a service or policy: fixed categories, no caller, no called person, no hour."""

signals = Table(
    "signals",
    metadata,
    ident(),
    fact("code", length=12, unique=True),
    ref("programme_id", "programmes.id", index=True),
    ref("reporter_id", "persons.id", nullable=True, ondelete="SET NULL"),
    ref("subject_id", "memberships.id", nullable=True, ondelete="CASCADE", index=True),
    fact("kind", length=16),
    fact("urgency", length=16),
    fact("basis", length=16, nullable=True),
    sealed("body"),
    fact("state", length=16),
    ref("taken_by", "persons.id", nullable=True, ondelete="SET NULL"),
    fact("tells", length=16, nullable=True),
    fact("closing", length=32, nullable=True),
    instant("created_at"),
    instant("waits_since", server_default="0"),
    amount("calls_made", server_default="0"),
    instant("taken_at", nullable=True),
    instant("moved_at", nullable=True),
    instant("follow_up_at", nullable=True, index=True),
    instant("closed_at", nullable=True),
    Column("card_row", Integer, nullable=True, info={"class": Class.OPERATIONAL}),
    instant("expires_at", nullable=True, index=True),
)
"""A signal is kept until it is closed and its term after that has passed: `expires_at` is empty while it is open.
`taken_by` holds it; `tells` is who tells the person. While nobody holds it, it waits since `waits_since`, and
`calls_made` counts the terms that passed since; while somebody does, the same two count from their last step
(`moved_at`). On `follow_up_at` whoever holds it is asked how things stand. `card_row` is the outbox row that carried
the alert card, so that the card is edited in place."""

signal_steps = Table(
    "signal_steps",
    metadata,
    ident(),
    ref("signal_id", "signals.id", index=True),
    ref("by_person", "persons.id", nullable=True, ondelete="SET NULL"),
    fact("step", length=16),
    fact("state", length=16, nullable=True),
    sealed("body"),
    instant("at"),
)
"""What was done with a signal: the step, the state it led to where it led to one, and its content (JSON), sealed under
the same key as the signal."""

signal_actions = Table(
    "signal_actions",
    metadata,
    ident(),
    ref("signal_id", "signals.id", index=True),
    fact("kind", length=16),
    fact("state", length=16),
    ref("by_person", "persons.id", nullable=True, ondelete="SET NULL"),
    ref("service_id", "services.id", nullable=True, ondelete="SET NULL", index=True),
    sealed("body"),
    instant("at"),
    instant("due_at", nullable=True, index=True),
    instant("asked_at", nullable=True),
)
"""Something planned for a signal: a visit, a referral (see `storage.signal_actions`). `due_at` is when the bot asks
what came of it, `asked_at` when it last did."""

debriefs = Table(
    "debriefs",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("person_id", "persons.id", index=True),
    ref("signal_id", "signals.id", nullable=True, ondelete="SET NULL", index=True),
    ref("taken_by", "persons.id", nullable=True, ondelete="SET NULL"),
    amount("rounds", server_default="0"),
    instant("at"),
    instant("asked_at"),
    instant("taken_at", nullable=True),
    instant("expires_at", index=True),
)
"""A volunteer would like to talk something over with a coordinator; what, is said in that talk and nowhere kept.
`rounds` counts how often coordinators were asked, `asked_at` is when they last were, `taken_by` whoever calls."""

offers = Table(
    "offers",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("membership_id", "memberships.id", index=True),
    fact("state", length=16),
    sealed("body", nullable=False),
    instant("at"),
    instant("expires_at", index=True),
    UniqueConstraint("membership_id"),
)
"""What a member likes to do for others. `body` is JSON (see `storage.offers`), sealed under that member's key."""

matches = Table(
    "matches",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("need_id", "needs.id", index=True),
    ref("helper_id", "memberships.id", index=True),
    ref("asked_by", "persons.id", nullable=True, ondelete="SET NULL"),
    fact("state", length=16),
    instant("at"),
    instant("answered_at", nullable=True),
    instant("follow_up_at", nullable=True, index=True),
    amount("rounds", server_default="0"),
    fact("helper_says", length=16, nullable=True),
    fact("person_says", length=16, nullable=True),
    instant("expires_at", index=True),
)
"""Somebody was asked to help with a need; `state` is one of `domain.matching.MatchState`, and the two `says` are how
each side found it went, the last time they were asked; `rounds` counts these."""

services = Table(
    "services",
    metadata,
    ident(),
    operational("hsds_id", length=64, unique=True),
    operational("name", length=200),
    operational("organisation", length=200),
    operational("organisation_id", length=64),
    prose("description", nullable=True),
    operational("phone", length=64, nullable=True),
    operational("email", length=200, nullable=True),
    operational("url", length=300, nullable=True),
    operational("languages", length=64),
    operational("themes", length=200),
    operational("address", length=200, nullable=True),
    operational("postal_code", length=12, nullable=True),
    operational("place", length=80, nullable=True),
    degrees("latitude"),
    degrees("longitude"),
    operational("status", length=16),
    flag("urgent", server_default="0"),
    operational("source", length=300, nullable=True),
    instant("checked_at", nullable=True, index=True),
    prose("words", server_default=""),
    sealed("record"),
)
"""The directory of services. `languages` and `themes` are comma-separated, `words` is what is searched (see
`domain.search`), `record` is the HSDS JSON it came from, so that an export gives back what an import brought; a record
may name contact persons, so it is sealed. See `storage.directory`."""

conversations = Table(
    "conversations",
    metadata,
    ident(),
    ref("person_id", "persons.id", index=True),
    blind("chat_index", nullable=False),
    operational("dialogue", length=40),
    number("revision"),
    sealed("log", nullable=False),
    Column("screen_row", Integer, nullable=True, info={"class": Class.OPERATIONAL}),
    instant("updated_at"),
    instant("expires_at", index=True),
    UniqueConstraint("person_id", "chat_index"),
)
"""At most one open dialogue per person and chat. `revision` is compared and set by every writer."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True, info={"class": Class.OPERATIONAL}),
    operational("key", length=120, unique=True),
    ref("person_id", "persons.id", nullable=True, index=True),
    ref("chat_id", "chats.id", nullable=True, index=True),
    number("priority"),
    operational("kind", length=16),
    sealed("payload"),
    operational("purpose", length=64, nullable=True),
    operational("state", length=16),
    number("attempts"),
    instant("not_before"),
    instant("created_at"),
    instant("sent_at", nullable=True),
    Column("message_id", BigInteger, nullable=True, info={"class": Class.OPERATIONAL}),
    operational("error", length=64, nullable=True),
    instant("expires_at", index=True),
    Index("ix_outbox_due", "state", "not_before", "priority"),
    sqlite_autoincrement=True,
)
"""Every message we mean to send, to a person or to a group chat. `state` is `waiting`, `sent` or `failed`; the
payload is wiped when it is no longer waiting, the platform's message id stays so that the message can be edited."""

exports = Table(
    "exports",
    metadata,
    ident(),
    ref("person_id", "persons.id", index=True),
    operational("state", length=16, index=True),
    fact("shown", length=16),
    sealed("body", nullable=False),
    number("handed", server_default="0"),
    number("attempts", server_default="0"),
    Column("screen_row", Integer, nullable=True, info={"class": Class.OPERATIONAL}),
    instant("asked_at"),
    instant("ended_at", nullable=True),
    instant("expires_at", index=True),
)
"""An export that `person_id` asked for, kept as long as the line about it in the access log: what was asked and why
(`body`, JSON, sealed under that person's key; see `storage.exports`). `handed` counts the files that were handed over,
`attempts` how often the making was begun, `screen_row` is the outbox row of the message that shows how far it is."""

updates = Table(
    "updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, info={"class": Class.OPERATIONAL}),
    instant("expires_at", index=True),
)
"""The ids of updates that were dealt with, so that one that comes again changes nothing."""

access_log = Table(
    "access_log",
    metadata,
    ident(),
    number("seq", server_default="0", unique=True, index=True),
    instant("at", index=True),
    fact("actor", length=24),
    fact("action", length=32),
    fact("subject", length=24, nullable=True),
    fact("programme", length=24, nullable=True),
    instant("expires_at", index=True),
    operational("link", length=64, server_default=""),
)
"""Who saw or received which data, when; ids only, and no references, so that the log outlives what it tells of. Each
row carries in `link` the hash of itself and the row before it (see `storage.access_chain`); triggers refuse every
change, and every removal but that of the oldest rows."""

statement_texts = Table(
    "statement_texts",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    operational("language", length=8),
    operational("version", length=16),
    operational("digest", length=64),
    flag("own"),
    prose("body"),
    instant("at"),
    UniqueConstraint("programme_id", "language", "version", "digest"),
)
"""Every text of the confidentiality statement that a programme put in the place of ours (`own`), the newest of each
language being the current one, and the text of ours as it stood when somebody accepted it. `digest` is SHA-256 of the
text, hexadecimal. No text goes while its programme is there: it is what somebody agreed to."""

farewells = Table(
    "farewells",
    metadata,
    ident(),
    ref("person_id", "persons.id", index=True),
    ref("programme_id", "programmes.id", index=True),
    instant("asked_at"),
    instant("confirmed_at", nullable=True),
    instant("told_at", nullable=True),
    instant("expires_at", index=True),
    UniqueConstraint("person_id", "programme_id"),
)
"""Somebody who accepted the statement stopped, and was asked whether notes and lists are destroyed. `told_at` is when
those who look after the programme heard that the answer stayed out."""

consents = Table(
    "consents",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("membership_id", "memberships.id", index=True),
    ref("report_id", "reports.id", nullable=True, ondelete="SET NULL", index=True),
    fact("purpose", length=16),
    operational("version", length=16),
    fact("how", length=16),
    ref("recorded_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("at"),
    instant("withdrawn_at", nullable=True),
    fact("withdrawn_how", length=16, nullable=True),
    ref("withdrawn_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("expires_at", index=True),
)
"""Somebody agreed to one purpose, in one programme: which wording, who noted it down, how it was given, and whether it
was withdrawn since. Kept at least as long as what rests on it; see `storage.consents`."""

never_call = Table(
    "never_call",
    metadata,
    ident(),
    blind("phone_index", nullable=False, unique=True),
    instant("since"),
)
"""Numbers that no programme calls again: a keyed hash and a day, without programme or person."""

private_remarks = Table(
    "private_remarks",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("caller_id", "memberships.id", index=True),
    ref("callee_id", "memberships.id", index=True),
    sealed("body", nullable=False),
    instant("at"),
    instant("expires_at", index=True),
)
"""What somebody asked their caller to keep to themselves; JSON with `text`, sealed under the called person's key. Only
that caller sees it again, and the person it is about."""

retention_terms = Table(
    "retention_terms",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    operational("record", length=16),
    number("days"),
    ref("set_by", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("at"),
    UniqueConstraint("programme_id", "record"),
)
"""For how many days a programme keeps one kind of record (`domain.retention.Record`), where it chose so itself."""

extensions = Table(
    "extensions",
    metadata,
    ident(),
    ref("programme_id", "programmes.id", index=True),
    ref("membership_id", "memberships.id", index=True),
    ref("signal_id", "signals.id", nullable=True, index=True),
    fact("reason", length=16),
    ref("by_person", "persons.id", nullable=True, ondelete="SET NULL"),
    instant("at"),
    instant("until"),
    instant("expires_at", index=True),
)
"""What is kept about a member, or one closed signal about them, stays until `until`, for a reason; `expires_at` is the
same moment."""

expiry_notices = Table(
    "expiry_notices",
    metadata,
    ident(),
    instant("at"),
    instant("expires_at", index=True),
)
"""That a record (its id) is to go while something about it is open was told; once is enough."""

facts = Table(
    "facts",
    metadata,
    operational("name", length=64, primary_key=True),
    operational("value", length=255),
)
"""Small facts of the installation, such as the day of the last purge."""
