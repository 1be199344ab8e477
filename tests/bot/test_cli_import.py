"""A call list from a file: all of it or nothing, and nothing of anybody in what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.cli import main
from bot.cli_import import spans
from bot.contact_file import UnreadableFileError, read_contacts
from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import contacts, memberships, people, programmes
from storage.contacts import NewContact
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import access_log, assignments, data_keys, persons
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

T = TypeVar("T")

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HEADER = "name,phone,source,legal_ground\n"
GOOD = HEADER + "Xavier Peeters,0470 12 34 56,self,consent\nYvonne,+32 470 12 34 57,register,public_task\n"


class Server:
    """An installation on this machine, and its command line."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        install(directory)
        self.vault = Vault(KeyDirectory(directory / "keys"))
        self.engine = engine_over(connect_sqlite(str(directory / "belboom.db")))
        for name, kind in (("Warme lijn", ProgrammeKind.OPBELACTIE), ("Zonnebloem", ProgrammeKind.BELBOOM)):
            self.run(lambda tx, name=name, kind=kind: self._programme(tx, name, kind))  # type: ignore[misc]

    @staticmethod
    def _programme(tx: Tx, name: str, kind: ProgrammeKind) -> None:
        programmes.add(
            tx, name=name, kind=kind, calls_per_week=2, timezone="Europe/Brussels", language="nl", retention_days=90
        )

    def run(self, work: Callable[[Tx], T]) -> T:
        return transact(self.engine, self.vault, NOW, work)

    def imports(self, content: str | bytes, *options: str, programme: str = "Warme lijn") -> int:
        """`belboom import contacts` with a file of this content; the exit code."""
        file = self.directory / "list.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return main(["import", "contacts", "--programme", programme, *options, str(file)])

    @property
    def names(self) -> list[str]:
        """Everybody on the call list."""

        def read(tx: Tx) -> list[str]:
            members = memberships.active(tx, self.list_id(tx))
            return sorted(people.name_of(tx, member.person_id) or "" for member in members)

        return self.run(read)

    @staticmethod
    def list_id(tx: Tx) -> str:
        return next(one.id for one in programmes.every(tx) if one.kind is ProgrammeKind.OPBELACTIE)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELBOOM_DATABASE_URL", f"sqlite:///{tmp_path / 'belboom.db'}")
    monkeypatch.setenv("BELBOOM_KEY_DIR", str(tmp_path / "keys"))
    return Server(tmp_path)


def test_contacts_are_taken_up_with_source_and_legal_ground(server: Server) -> None:
    code = server.imports(GOOD)

    assert code == 0
    assert server.names == ["Xavier Peeters", "Yvonne"]
    members = server.run(lambda tx: memberships.active(tx, server.list_id(tx)))
    assert {(m.source, m.legal_ground, m.part, m.has_app) for m in members} == {
        ("self", "consent", Part.ONLY_CALLED, False),
        ("register", "public_task", Part.ONLY_CALLED, False),
    }
    assert len({member.code for member in members}) == 2
    found = server.run(lambda tx: people.with_phone(tx, "+32470123457"))
    assert server.run(lambda tx: people.name_of(tx, found[0])) == "Yvonne"
    assert server.run(lambda tx: people.phone_of(tx, found[0])) == "+32470123457"


def test_an_import_is_noted_down_without_anybody(server: Server) -> None:
    server.imports(GOOD)

    rows = server.run(lambda tx: tx.execute(select(access_log)).all())
    assert [(row.actor, row.action, row.subject) for row in rows] == [("server", "imported", None)]


def test_the_last_line_says_to_destroy_the_file(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.imports(GOOD)

    last = capsys.readouterr().out.strip().split("\n")[-1]
    assert last.startswith("The file still holds names and numbers: destroy it now")


def test_new_contacts_are_handed_out_to_volunteers(server: Server) -> None:
    def volunteer(tx: Tx) -> None:
        person = people.add(tx, language="nl", platform="telegram", platform_id=7, name="Anna")
        memberships.add(
            tx,
            programme_id=server.list_id(tx),
            person_id=person.id,
            part=Part.ONLY_CALLS,
            state=MembershipState.ACTIVE,
        )

    server.run(volunteer)

    server.imports(GOOD)

    assert server.run(lambda tx: tx.execute(select(func.count()).select_from(assignments)).scalar()) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_files_come_from_any_office_program(server: Server, encoding: str, delimiter: str, ending: str) -> None:
    rows = [
        ["Naam", "Telefoon", "Bron", "Rechtsgrond", "Taal"],
        ["Zoë Müller", "0470/12.34.56", "Zelf", "Toestemming", "de"],
        ['"Peeters, Xavier; junior"', "0470123457", "vereniging", "vitaal belang", ""],
        ["", "", "", "", ""],
    ]

    code = server.imports(ending.join(delimiter.join(row) for row in rows).encode(encoding))

    assert code == 0
    assert server.names == ["Peeters, Xavier; junior", "Zoë Müller"]


def test_a_dry_run_tells_and_writes_nothing(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    code = server.imports(GOOD, "--dry-run")

    assert code == 0
    assert server.names == []
    assert "2 contacts would be taken up in Warme lijn. Nothing was written." in capsys.readouterr().out
    assert server.run(lambda tx: tx.execute(select(access_log)).all()) == []


def test_all_faults_are_told_at_once_by_line_without_names_or_numbers(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    code = server.imports(
        HEADER
        + "Xavier Peeters,0470123456,self,consent\n"
        + "Yvonne Kanarie,12345678901,self,consent\n"
        + ",0470123458,self,consent\n"
        + "\n"
        + "Zita Kanarie,0470123459,gossip,curiosity\n"
        + "Zita Kanarie\n"
        + "Anna Kanarie,0470123460,self,consent,nl,extra\n"
        + "Bert\x07Kanarie,0470123461,self,consent\n"
        + '"Cem\nKanarie",0470123462,self,consent\n'
        + "Dirk Kanarie,geen idee,self,consent\n"
    )

    told = capsys.readouterr()
    assert code == 1
    assert server.names == []
    assert told.err.split("\n") == [
        "belboom: the file has faults:",
        "  lines 3, 12: the phone number is none that can be called",
        "  line 4: there is no name",
        "  line 6: the source is none of self, relative, register, social_service, association, other",
        "  line 6: the legal ground is none of consent, public_task, vital_interest",
        "  lines 7-8: not as many fields as the first line has (4)",
        "  lines 9-10: the name is not one (letters, at most 60 characters)",
        "Nothing was taken up.",
        "",
    ]
    for secret in ("Kanarie", "Zita", "gossip", "curiosity", "12345678901", "04701", "geen idee"):
        assert secret not in told.out + told.err


def test_repeated_known_and_refused_numbers_are_left_out_by_line(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    def known(tx: Tx) -> None:
        where = server.list_id(tx)
        contacts.add(tx, where, NewContact("Known", "+32470123456", Source.SELF, LegalGround.CONSENT, "nl"))
        refused = people.add(tx, language="nl", name="Refused", phone="+32470123457")
        contacts.never_call_again(tx, where, refused.id)
        people.erase(tx, refused.id)

    server.run(known)

    code = server.imports(
        HEADER
        + "A,0470123456,self,consent\n"
        + "B,0470123457,self,consent\n"
        + "C,0470123458,self,consent\n"
        + "D,+32 470 12 34 58,self,consent\n"
    )

    assert code == 0
    assert server.names == ["C", "Known"]
    out = capsys.readouterr().out
    assert "left out, the same number as line 4: line 5\n" in out
    assert "left out, the number is known in this programme already: line 2\n" in out
    assert "left out, asked not to be called any more: line 3\n" in out


def test_whoever_asked_never_to_be_called_by_anybody_is_left_out_with_a_line_of_its_own(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    def known(tx: Tx) -> None:
        never = people.add(tx, language="nl", name="Never", phone="+32470123457")
        contacts.never_call_anywhere(tx, never.id)
        people.erase(tx, never.id)

    server.run(known)

    code = server.imports(HEADER + "A,0470123456,self,consent\nB,0470123457,self,consent\n")

    assert code == 0
    assert server.names == ["A"]
    out = capsys.readouterr().out
    assert "left out, asked never to be called again by any programme: line 3\n" in out
    assert "asked not to be called any more" not in out


def test_a_second_run_takes_nobody_up_twice(server: Server) -> None:
    server.imports(GOOD)

    code = server.imports(GOOD)

    assert code == 0
    assert server.names == ["Xavier Peeters", "Yvonne"]


def test_other_columns_are_not_read(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.imports("age;name;phone;source;legal_ground;address\n81;Xavier;0470123456;self;consent;Kerkstraat 1\n")

    assert server.names == ["Xavier"]
    assert "Columns that are not used: 2." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the first line does not name the columns name, phone, source, legal_ground"),
        (b"\n\n\n", "the first line does not name"),
        (b"Xavier Kanarie,0470123456,self,consent\n", "the first line does not name"),
        (b"name,phone,source\nXavier,0470123456,self\n", "the first line does not name the column legal_ground"),
        (b"name,naam,phone,source,legal_ground\n", "the first line names the column name twice"),
        (HEADER.encode(), "no contacts below it"),
        (b"PK\x03\x04 Kanarie", "this is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0 Kanarie", "this is a spreadsheet"),
        ((HEADER + "Kanarie,0470123456,self,consent").encode("utf-16"), "not text in UTF-8 or Windows-1252"),
        (b"name\0Kanarie", "not text in UTF-8"),
        (b"name,phone,source,legal_ground\nKanarie\x81,0470123456,self,consent\n", "not text in UTF-8"),
        ((HEADER + 'A,0470123456,self,consent\n"Kanarie,0470123457,self,consent\n').encode(), "line 3: the quotation"),
        ((HEADER + '"Kan"arie,0470123457,self,consent\n').encode(), "line 2: the quotation"),
        ((HEADER + "K" * 200_000 + ",0470123457,self,consent\n").encode(), "or a field is far too long"),
    ],
)
def test_nonsense_is_refused_with_a_reason_and_no_word_of_it(
    server: Server, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    code = server.imports(content)

    told = capsys.readouterr()
    assert code == 1
    assert why in told.err
    assert "Nothing was taken up." in told.err
    assert server.names == []
    assert "anarie" not in told.out + told.err


def test_a_file_that_is_not_there_is_refused(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["import", "contacts", "--programme", "Warme lijn", "nowhere.csv"])

    assert code == 1
    assert "the file cannot be read (No such file or directory)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Zonnebloem", "there is no opbelactie of that name; there is: Warme lijn"),
        ("", "there is no opbelactie of that name"),
        ("'; DROP TABLE persons; --", "there is no opbelactie of that name"),
    ],
)
def test_only_an_opbelactie_takes_contacts(
    server: Server, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    code = server.imports(GOOD, programme=name)

    assert code == 1
    assert why in capsys.readouterr().err


def test_the_name_of_the_programme_may_be_written_otherwise(server: Server) -> None:
    assert server.imports(GOOD, programme=" WARME LIJN ") == 0
    assert len(server.names) == 2


def test_of_two_programmes_with_one_name_the_id_is_asked_for(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.run(lambda tx: server._programme(tx, "Warme lijn", ProgrammeKind.OPBELACTIE))

    code = server.imports(GOOD)

    assert code == 1
    assert "there are 2 of that name; give one of these ids" in capsys.readouterr().err


def test_a_fault_in_the_midst_of_writing_leaves_nothing_behind(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the light goes out")

    monkeypatch.setattr("storage.access.log", breaks)

    code = server.imports(GOOD)

    assert code != 0
    for table in (persons, data_keys, assignments):
        assert server.run(lambda tx, table=table: tx.execute(select(table)).all()) == []  # type: ignore[misc]


def test_progress_is_shown_on_a_long_list(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"Somebody,04701{i:05},self,consent\n" for i in range(1200))

    code = server.imports(HEADER + rows)

    assert code == 0
    assert capsys.readouterr().err == "  500 of 1200\n  1000 of 1200\n"
    assert len(server.names) == 1200


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([4], "line 4"), ([4, 5], "lines 4-5"), ([9, 2, 3, 4], "lines 2-4, 9"), ([1, 3, 5], "lines 1, 3, 5")],
)
def test_line_numbers_are_written_as_people_do(numbers: list[int], written: str) -> None:
    assert spans(numbers) == written


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: (HEADER + text).encode())))
def test_whatever_the_bytes_are_reading_them_ends_in_contacts_or_a_plain_refusal(raw: bytes) -> None:
    try:
        found = read_contacts(raw, "nl")
    except UnreadableFileError:
        return
    assert found.contacts or found.faults
    assert all(contact.phone.startswith("+") for contact in found.contacts.values())
