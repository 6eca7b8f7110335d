"""Everything in one file, and the way back; a bad file changes nothing."""

import hashlib
import io
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from tests.cli.conftest import refused


@pytest.fixture
def backup(published, tmp_path):
    """A backup of a portal with a draft and a comment."""
    file = tmp_path / "c.jsonl"
    file.write_text(json.dumps({"external_id": "1", "body": "Дельфін.", "clause": "art_3"}), encoding="utf-8")
    assert published("comments", "import", "land", file).code == 0
    target = tmp_path / "backup.tar.gz"
    outcome = published("backup", target)
    assert outcome.code == 0 and str(target) in outcome.out
    return target


def digest(folder: Path) -> dict[str, str]:
    """What stands in the data folder, but for files that SQLite makes by itself."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_what_was_backed_up_comes_back(run, backup, tmp_path, content, folder):
    before = content()
    assert run("search", "rebuild").code == 0
    land = tmp_path / "other.md"
    land.write_text("# Про повітря\n\n1. Дельтаплан літає.\n", encoding="utf-8")
    assert run("drafts", "publish", land, "--slug", "other").code == 0
    assert content() != before
    outcome = run("restore", backup)
    assert outcome.code == 0 and "журнал цілий" in outcome.out
    # What came after the copy is gone, and the journal says so: nothing else differs.
    lost = [line for line in content().splitlines() if line not in before.splitlines()]
    assert all("journal_entries" in line or "journal_openings" in line for line in lost)
    assert sum("restore.declared" in line for line in lost) == 1
    assert json.loads(run("search", "query", "--json", "дельфін").out)["total"] == 1
    assert json.loads(run("search", "query", "--json", "дельтаплан").out)["total"] == 0


def test_what_was_there_before_is_kept_beside(run, backup, folder):
    assert run("restore", backup).code == 0
    kept = list(folder.glob("portal.sqlite.before-restore-*"))
    assert len(kept) == 1
    with sqlite3.connect(kept[0]) as connection:
        assert connection.execute("SELECT count(*) FROM drafts").fetchone() == (1,)
    connection.close()


def test_backup_is_restored_into_an_empty_folder(run, backup, tmp_path):
    new = {"REFORM_PORTAL_DATA_DIR": str(tmp_path / "new")}
    assert run("restore", backup, **new).code == 0
    assert run("drafts", "list", **new).out.startswith("land\t1")
    assert run("journal", "verify", **new).code == 0


def test_backup_replaces_an_older_one_and_leaves_nothing_beside(run, backup, tmp_path):
    before = set(tmp_path.iterdir())
    assert run("backup", backup).code == 0
    assert set(tmp_path.iterdir()) == before


def test_backup_into_no_folder_is_one_line(published, tmp_path):
    assert refused(published("backup", tmp_path / "none" / "b.tar.gz"), "none")


def test_backup_onto_a_folder_is_one_line(published, tmp_path):
    (tmp_path / "b.tar.gz").mkdir()
    assert refused(published("backup", tmp_path / "b.tar.gz"), "directory")
    assert list(tmp_path.glob("*/packed*")) == []


def packed(path: Path, **members: bytes) -> None:
    """Write a tar.gz; «manifest_json» becomes manifest.json."""
    with tarfile.open(path, "w:gz") as archive:
        for name, body in members.items():
            member = tarfile.TarInfo(name.replace("_", "."))
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))


def unpacked(path: Path) -> dict[str, bytes]:
    with tarfile.open(path, "r:gz") as archive:
        return {name.replace(".", "_"): archive.extractfile(name).read() for name in archive.getnames()}


def changed(path: Path, **values: object) -> None:
    """Write the manifest of a backup anew."""
    members = unpacked(path)
    manifest = {**json.loads(members["manifest_json"]), **values}
    packed(path, **{**members, "manifest_json": json.dumps(manifest).encode()})


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def lose_a_row(path: Path) -> None:
    members = unpacked(path)
    file = path.with_name("changed.sqlite")
    file.write_bytes(members["portal_sqlite"])
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM comments")
    connection.close()
    packed(path, **{**members, "portal_sqlite": file.read_bytes()})


def spoil_the_database(path: Path) -> None:
    members = unpacked(path)
    body = bytearray(members["portal_sqlite"])
    body[8192:12288] = b"\xff" * 4096
    packed(path, **{**members, "portal_sqlite": bytes(body)})


BREACHES = {
    "cut": cut,
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("not a backup"),
    "lost row": lose_a_row,
    "spoilt database": spoil_the_database,
    "no database": lambda path: packed(path, manifest_json=unpacked(path)["manifest_json"]),
    "no manifest": lambda path: packed(path, portal_sqlite=unpacked(path)["portal_sqlite"]),
    "another format": lambda path: changed(path, format="other/1"),
    "another database": lambda path: changed(path, database="portal.dump"),
    "outside": lambda path: changed(path, database="../portal.sqlite"),
    "manifest is no JSON": lambda path: packed(path, **{**unpacked(path), "manifest_json": b"{"}),
    "no rows named": lambda path: changed(path, rows={}),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_bad_backup_is_refused_and_nothing_changes(run, backup, folder, breach):
    assert run("search", "rebuild").code == 0
    BREACHES[breach](backup)
    before = digest(folder)
    assert refused(run("restore", backup))
    assert digest(folder) == before


def test_missing_backup_is_one_line(run, tmp_path, folder):
    run("drafts", "list")
    before = digest(folder)
    assert refused(run("restore", tmp_path / "none.tar.gz"), "none.tar.gz")
    assert refused(run("restore", tmp_path), tmp_path.name)
    assert digest(folder) == before


@pytest.mark.parametrize("manifest", [b"[]", b"5", b'{"format": "reform-portal-backup/1", "database": 5}'])
def test_manifest_of_another_shape_is_one_line(run, backup, folder, manifest):
    packed(backup, **{**unpacked(backup), "manifest_json": manifest})
    assert refused(run("restore", backup))


def broken_at(path: Path, share: float) -> None:
    body = bytearray(path.read_bytes())
    at = int(len(body) * share)
    body[at : at + 8] = bytes(255 - byte for byte in body[at : at + 8])
    path.write_bytes(bytes(body))


@pytest.mark.parametrize("share", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_backup_with_flipped_bits_is_one_line(run, backup, folder, share):
    broken_at(backup, share)
    before = digest(folder)
    assert refused(run("restore", backup))
    assert digest(folder) == before


def test_tampered_words_are_told_after_restoring(run, backup, change, tmp_path):
    change("UPDATE comments SET body = 'Інші слова.'")
    assert run("backup", tmp_path / "tampered.tar.gz").code == 0
    outcome = run("restore", tmp_path / "tampered.tar.gz")
    assert outcome.code == 1 and "журнал не сходиться" in outcome.err
