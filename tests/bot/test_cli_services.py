"""`belboom import services` and `export services`: all of a file or nothing, with every fault by file and line."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from bot.cli import main
from bot.hsds import files
from bot.hsds.faults import MOST_TOLD
from domain.services import LINES, Entry, Service, Status
from storage import directory
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import access_log, services
from storage.tx import Tx
from storage.vault import Vault
from tests.bot.hsds.invented import Record, csv_package, ident, page, ride, soup
from tests.installed import install

T = TypeVar("T")

NOW = datetime(2026, 12, 1, tzinfo=UTC)
OURS = len(LINES)


class Server:
    """An installation on this machine, its command line, and what that says."""

    def __init__(self, where: Path, said: pytest.CaptureFixture[str]) -> None:
        install(where)
        self.where, self._said = where, said
        self.out = self.err = ""
        self.vault = Vault(KeyDirectory(where / "keys"))
        self.engine = engine_over(connect_sqlite(str(where / "belboom.db")))

    def run(self, work: Callable[[Tx], T]) -> T:
        return transact(self.engine, self.vault, NOW, work)

    def says(self, *words: str) -> int:
        code = main(list(words))
        self.out, self.err = self._said.readouterr()
        return code

    def imports(self, content: str | bytes, *options: str, name: str = "services.json") -> int:
        """`belboom import services` with a file of this content; the exit code."""
        file = self.where / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.says("import", "services", *options, str(file))

    def imports_package(self, package: dict[str, str], *, zipped: bool = True, inside: str = "") -> int:
        """The same with CSV files, in a zip (within the directory `inside`) or as a directory."""
        if zipped:
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in package.items():
                    archive.writestr(f"{inside}{name}", text)
            return self.imports(content.getvalue(), name="package.zip")
        folder = self.where / "package"
        folder.mkdir()
        for name, text in package.items():
            (folder / name).write_text(text, "utf-8")
        return self.says("import", "services", str(folder))

    def exports(self, name: str, *options: str) -> int:
        return self.says("export", "services", *options, str(self.where / name))

    @property
    def number(self) -> int:
        """How many services there are beside our own lines."""
        found = self.run(lambda tx: tx.execute(select(func.count()).select_from(services)).scalar_one())
        return int(found) - OURS

    def entry(self, what: str) -> Entry:
        def work(tx: Tx) -> Entry:
            row = tx.execute(select(services.c.id).where(services.c.hsds_id == what)).one()
            found = directory.get(tx, row.id)
            assert found is not None
            return found

        return self.run(work)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Server:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELBOOM_DATABASE_URL", f"sqlite:///{tmp_path / 'belboom.db'}")
    monkeypatch.setenv("BELBOOM_KEY_DIR", str(tmp_path / "keys"))
    return Server(tmp_path, capsys)


@pytest.mark.parametrize(
    "content",
    [
        page(soup(), ride()),
        json.dumps([soup(), ride()]),
        json.dumps(soup(), indent=2) + json.dumps(ride(), indent=2),
        "\ufeff" + "\n".join(map(json.dumps, (soup(), ride()))),
    ],
    ids=["page", "list", "one after another", "lines with a byte order mark"],
)
def test_json_in_any_form_is_taken_up(server: Server, content: str) -> None:
    assert server.imports(content) == 0

    assert server.out == "2 services came, 0 that were there were brought up to date.\n"
    assert server.entry(ident("soup")).place == "Gent"
    assert server.entry(ident("ride")).status is Status.PAUSED


@pytest.mark.parametrize("how", ["zip", "zip with a directory", "directory"])
def test_a_csv_package_is_taken_up(server: Server, how: str) -> None:
    code = server.imports_package(csv_package(), zipped="zip" in how, inside="export/" if "with" in how else "")

    assert (code, server.number) == (0, 2)
    found = server.entry(ident("soup"))
    assert (found.name, found.phone, found.languages, found.place) == (
        'Soep, en "Co" (nieuw)',
        "09 223 22 22",
        ("nl",),
        "Gent",
    )
    assert found.organisation == "Vereniging De Linde"


def test_names_of_files_may_be_those_of_the_tables_or_as_the_package_says(server: Server) -> None:
    package = csv_package()
    package["service.csv"] = package.pop("services.csv")
    package["waar.csv"] = package.pop("locations.csv")
    package["datapackage.json"] = json.dumps({"resources": [{"name": "location", "path": "waar.csv"}]})

    assert server.imports_package(package) == 0
    assert server.entry(ident("soup")).at is not None


def test_checking_writes_nothing(server: Server) -> None:
    assert server.imports(page(soup(), ride()), "--check") == 0

    assert server.out == "2 services, and no fault. Nothing was written.\n"
    assert server.number == 0


def test_an_import_is_noted_down(server: Server) -> None:
    server.imports(page(soup()))

    rows = server.run(lambda tx: tx.execute(select(access_log)).all())
    assert [(row.actor, row.action, row.subject) for row in rows] == [("server", "imported", None)]


def test_taking_up_again_brings_up_to_date_by_id(server: Server) -> None:
    server.imports(page(soup(), ride()))
    before = server.entry(ident("soup"))

    assert server.imports(page(soup() | {"name": "Soep anders", "status": "defunct"})) == 0

    assert server.out == "0 services came, 1 that were there were brought up to date.\n"
    after = server.entry(ident("soup"))
    assert (after.id, after.name, after.status) == (before.id, "Soep anders", Status.CLOSED)
    assert server.number == 2


def test_an_address_that_is_none_of_the_web_is_told_and_kept_but_not_shown(server: Server) -> None:
    server.imports(page(ride() | {"url": "javascript:alert(1)"}))

    assert "not shown as a link, as it is no address of the web: 1" in server.out
    assert server.entry(ident("ride")).url == ""
    server.exports("out.json")
    assert "javascript:alert(1)" in (server.where / "out.json").read_text("utf-8")


def test_rows_that_belong_to_no_service_are_told(server: Server) -> None:
    package = csv_package(taxonomies=f"id,name,description\n{ident('t')},x,y\n")

    assert server.imports_package(package) == 0
    assert "left out, as it belongs to no service: 1 rows of taxonomies.csv" in server.out


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def refused(server: Server, code: int, *told: str) -> None:
    """Nothing was taken up, and all of this was said."""
    assert code == 1
    assert server.number == 0
    assert server.err.endswith("Nothing was taken up.\n")
    assert [words for words in told if words not in server.err] == []
    assert "Canaria" not in server.err


@pytest.mark.parametrize(
    ("change", "part", "told"),
    [
        ({"name": ...}, '"id"', "name: is missing; fill it in"),
        ({"status": "open"}, '"open"', "status: has to be one of: active"),
        ({"url": "soep"}, '"soep"', "url: has to be an address with its scheme"),
        ({"phones": [{"id": ident("x"), "number": 9}]}, '"number": 9', "phones[0].number: has to be a text"),
        (
            {"organization": {"id": ident("lime"), "name": "De Linde", "description": None}},
            '"description": null',
            "organization.description: is null; leave it out",
        ),
    ],
)
def test_faults_are_told_by_line_and_nothing_is_taken_up(server: Server, change: Record, part: str, told: str) -> None:
    wrong = {name: value for name, value in (soup() | change).items() if value is not ...}
    text = json.dumps([ride(), wrong], indent=1)

    code = server.imports(text)

    where = text.index("}") + text[text.index("}") :].index(part)
    line = text[:where].count("\n") + 1 - (1 if told.startswith("name") else 0)
    refused(server, code, f"services.json line {line}, service 2 {told}")


@pytest.mark.parametrize(
    ("latitude", "longitude", "told"),
    [
        (91, 3.7, "latitude: has to be from -90 to 90 degrees"),
        (51, -180.5, "longitude: has to be from -180 to 180 degrees"),
        (51, None, "longitude: is missing; give both or neither"),
    ],
)
def test_a_position_that_is_nowhere_on_earth_is_a_fault(
    server: Server, latitude: float, longitude: float | None, told: str
) -> None:
    record = soup()
    location = record["service_at_locations"][0]["location"]
    location |= {"latitude": latitude, "longitude": longitude}
    if longitude is None:
        del location["longitude"]

    refused(server, server.imports(page(record)), f"service_at_locations[0].location.{told}")

    package = csv_package(
        locations=f"id,location_type,latitude,longitude\n{{square}},physical,{latitude},{longitude or ''}\n"
    )
    refused(server, server.imports_package(package), f"locations.csv line 2, {told}")


def test_the_same_id_twice_is_a_fault(server: Server) -> None:
    refused(server, server.imports(page(soup(), soup())), "line 3, service 2 id: is that of the service in line 2, too")

    twice = csv_package()
    twice["phones.csv"] += twice["phones.csv"].split("\n")[1] + "\n"
    refused(server, server.imports_package(twice), "phones.csv line 3, id: is the same as in line 2")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"services": "id,organization_id,name,status\n{soup},{lime},,active\n"},
            "services.csv line 2, name: is missing; fill it in",
        ),
        (
            {"services": 'id,organization_id,name,status\n{soup},{lime},"So\nep",active\n{ride},{lime},x,open\n'},
            "services.csv line 4, status: has to be one of",
        ),
        (
            {"services": "id,organization_id,name,status\n{soup},{lost},x,active\n"},
            "services.csv line 2, organization_id: is not in organizations.csv",
        ),
        (
            {"services": "id,organization_id,name,status,minimum_age\n{soup},{lime},x,active,old\n"},
            "services.csv line 2, minimum_age: has to be a number",
        ),
        (
            {"services": "id,organization_id,name,status,assured_date\n{soup},{lime},x,active,3/10/2026\n"},
            "services.csv line 2, assured_date: has to be a day, such as 2026-11-20",
        ),
        ({"services": "id,organization_id,name,status\n{soup},{lime}\n"}, "line 2: has 2 cells; the first line has 4"),
        ({"services": "id;organization_id;name;status\n"}, "services.csv line 1: there is no column id; separate"),
        ({"services": ""}, "services.csv line 1: there is no column id; its first line has to name the columns"),
        ({"services": "id,name,name\n"}, "services.csv line 1: 1 columns have a name that another one has"),
        ({"services": 'id,name\n{soup},"x"y\n'}, "services.csv line 2: this is not CSV"),
        ({"services": "id,name\n{soup}," + "x" * 200_000 + "\n"}, "services.csv line 2: this is not CSV"),
    ],
)
def test_faults_of_a_package_are_told_by_file_and_line(server: Server, changed: dict[str, str], told: str) -> None:
    refused(server, server.imports_package(csv_package(**changed)), told)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.json", "", "x.json line 1: the file is empty"),
        ("x.json", "hello", "x.json line 1: a record has to begin here, with {"),
        ("x.json", '{"id":\n oops}', "x.json line 2: this is not JSON"),
        ("x.json", "[3]", "service 1: has to be an object with fields"),
        ("x.json", '{"name": "De Linde", "services": []}', "looks like an organisation; give a file of services"),
        ("x.json", page(ride() | {"name": "\ud83d"}), "has half a character in it"),
        ("x.json", b"[\n\xff\xfe\x00]", "x.json line 2: this is not UTF-8; save the file as UTF-8"),
        ("x.json", page(ride()).encode("utf-16"), "x.json line 1: this is not UTF-8"),
        ("x.csv", "id,name\n", "one CSV file is not enough; give the directory or the zip"),
        ("x.zip", b"PK\x03\x04 and then nothing", "x.zip is no zip that can be opened; make it anew"),
        ("x.zip", "no zip at all", "x.zip is no zip that can be opened"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_what_to_do(
    server: Server, name: str, content: str | bytes, told: str
) -> None:
    refused(server, server.imports(content, name=name), told)


def test_a_file_that_is_not_there_is_told(server: Server) -> None:
    refused(server, server.says("import", "services", "nowhere.json"), "there is no nowhere.json; look at the name")


def test_many_faults_are_told_in_part_and_counted(server: Server) -> None:
    records = [ride() | {"id": ident(f"r{number}"), "status": "open"} for number in range(MOST_TOLD + 12)]

    refused(server, server.imports(json.dumps(records)), f"service {MOST_TOLD} status", "… and 12 more")
    assert server.err.count("has to be one of") == MOST_TOLD


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members.items():
            archive.writestr(name, inside)
    return content.getvalue()


@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "a/../../services.csv", "..\\services.csv", "C:\\x.csv"]
)
def test_a_zip_whose_files_would_stand_outside_is_refused(server: Server, name: str) -> None:
    before = {path.name for path in server.where.iterdir()}

    refused(server, server.imports(zipped(**{name: b"id\n"}), name="x.zip"), "would stand outside of it")

    assert {path.name for path in server.where.iterdir()} == before | {"x.zip"}


def test_a_package_that_points_outside_is_not_followed(server: Server) -> None:
    package = csv_package()
    secret = server.where / "secret.csv"
    secret.write_text(package.pop("services.csv"), "utf-8")
    package["datapackage.json"] = json.dumps({"resources": [{"name": "service", "path": "../secret.csv"}]})

    refused(server, server.imports_package(package, zipped=False), "there is no services.csv in it")


def test_a_zip_that_swells_is_read_no_further_than_allowed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    bomb = zipped(**{"services.csv": b"id,name\n" + b"x" * 50_000_000})
    assert len(bomb) < 100_000

    refused(server, server.imports(bomb, name="x.zip"), "cut it in pieces")


def test_a_member_that_lies_about_its_size_is_read_no_further_either(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    bomb = bytearray(zipped(**{"services.csv": b"x" * 50_000_000}))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")

    refused(server, server.imports(bytes(bomb), name="x.zip"))


def test_too_large_a_file_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1000)

    refused(server, server.imports(" " * 1001), "there is more in it than", "cut it in pieces")


def test_zips_with_a_password_several_packages_or_crowds_are_refused(server: Server) -> None:
    locked = bytearray(zipped(**{"services.csv": b"id\n"}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.index(mark) + offset] |= 1
    crowd = zipped(**{f"{number}.csv": b"" for number in range(files.MOST_MEMBERS + 1)})

    refused(server, server.imports(bytes(locked), name="x.zip"), "asks for a password")
    refused(server, server.imports(zipped(**{"a/x.csv": b"", "b/x.csv": b""}), name="x.zip"), "several directories")
    refused(server, server.imports(crowd, name="x.zip"), "has more than 1000 files")


def test_an_export_of_a_fresh_installation_has_our_own_lines(server: Server) -> None:
    assert server.exports("out.json") == 0

    whole = json.loads((server.where / "out.json").read_text("utf-8"))
    assert whole["total_items"] == len(whole["contents"]) == OURS
    names = {record["name"]: record for record in whole["contents"]}
    assert names["Awel"]["description"] == "voor kinderen en jongeren; in het Nederlands"
    assert names["Télé-Accueil"]["description"].endswith("en français")


def test_our_own_lines_keep_their_words_in_every_language_when_they_come_back(server: Server) -> None:
    server.exports("out.json")
    before = server.entry(Service.CHILDREN_NL.hsds_id)

    assert server.says("import", "services", str(server.where / "out.json")) == 0

    assert server.out.startswith(f"0 services came, {OURS} that were there")
    after = server.entry(Service.CHILDREN_NL.hsds_id)
    assert (after.description, after.themes, after.urgent, after.phone) == ("", before.themes, True, before.phone)


@pytest.mark.parametrize("name", ["out.json", "out.jsonl", "out.zip", "out"])
def test_what_was_exported_can_be_imported_elsewhere(server: Server, name: str) -> None:
    server.imports(page(soup(), ride()))
    server.exports(name)
    before = [server.entry(ident(what)) for what in ("soup", "ride")]
    server.run(lambda tx: tx.execute(services.delete()))

    assert server.says("import", "services", str(server.where / name)) == 0

    after = [server.entry(ident(what)) for what in ("soup", "ride")]
    if name in ("out.zip", "out"):  # where CSV needs an organisation, there is one of the same name
        assert after[1].organisation == "Ritten"
        before, after = before[:1], after[:1]
    assert [(one.name, one.phone, one.themes, one.at) for one in after] == [
        (one.name, one.phone, one.themes, one.at) for one in before
    ]


def test_json_gives_back_exactly_what_came(server: Server) -> None:
    server.imports(page(soup(), ride()))

    server.exports("out.jsonl")

    lines = (server.where / "out.jsonl").read_text("utf-8").splitlines()
    kept = {record["id"]: record for record in map(json.loads, lines)}
    assert (kept[ident("soup")], kept[ident("ride")]) == (soup(), ride())


def test_an_export_is_for_its_owner_only(server: Server) -> None:
    for name in ("out.json", "out.zip", "out"):
        server.exports(name)

        assert stat.S_IMODE((server.where / name).stat().st_mode) & 0o077 == 0


def test_nothing_is_written_over_unless_one_says_so(server: Server) -> None:
    (server.where / "out.json").write_text("mine", "utf-8")

    assert server.exports("out.json") == 1
    assert "is there already; give another name, or --replace" in server.err
    assert (server.where / "out.json").read_text("utf-8") == "mine"

    assert server.exports("out.json", "--replace") == 0
    assert "Awel" in (server.where / "out.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "told"),
    [("out.xlsx", "has to end in .json, .jsonl or .zip"), ("nowhere/out.json", "cannot be written")],
)
def test_an_export_that_cannot_be_is_told(server: Server, name: str, told: str) -> None:
    assert server.exports(name) == 1

    assert told in server.err
    assert server.err.endswith("Nothing was written.\n")
