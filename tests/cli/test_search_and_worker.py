"""The index and the readers from the shell."""

import json
import shutil

from tests.cli.conftest import refused


def imported(run, tmp_path, *bodies: str) -> None:
    file = tmp_path / f"{len(bodies)}{hash(bodies)}.jsonl"
    rows = [{"external_id": body, "body": body, "clause": "art_3__para_1"} for body in bodies]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert run("comments", "import", "land", file).code == 0


def found(run, *words: str) -> dict:
    return json.loads(run("search", "query", "--json", *words).out)


def test_index_is_made_and_asked(published, tmp_path):
    imported(published, tmp_path, "Дельфіни плавають.")
    assert refused(published("search", "query", "дельфін"), "search rebuild")
    assert published("search", "rebuild").code == 0
    answer = found(published, "дельфінами")
    assert answer["total"] == 1
    item = answer["items"][0]
    assert (item["kind"], item["draft"], item["clause"]) == ("comment", "land", "art_3__para_1")
    assert item["url"] == f"/comments/{item['id']}" and "Дельфіни" in item["excerpt"]
    assert "Знайдено: 1" in published("search", "query", "дельфін").out


def test_several_words_must_all_be_there(published):
    published("search", "rebuild")
    assert found(published, "плата", "відсотки")["total"] == 1
    assert found(published, "плата", "дельфін")["total"] == 0
    assert found(published, "--", "плата", "-відсотки")["total"] > 1


def test_search_of_nothing_is_no_error(published):
    published("search", "rebuild")
    assert found(published, "***")["total"] == 0
    assert refused(published("search", "query"), "WORDS", 2)


def test_worker_once_brings_everything_up_to_now(published, tmp_path, folder):
    imported(published, tmp_path, "Дельфіни плавають.")
    assert published("worker", "--once").code == 0
    assert found(published, "дельфін")["total"] == 1
    imported(published, tmp_path, "Дельфіни знову.", "Кити теж.")
    assert found(published, "кит")["total"] == 0
    assert published("worker", "--once").code == 0
    assert found(published, "кит")["total"] == 1
    assert published("worker", "--once").code == 0


def test_worker_once_makes_a_lost_index_anew(published, tmp_path, folder):
    published("worker", "--once")
    shutil.rmtree(folder / "index")
    imported(published, tmp_path, "Дельфіни плавають.")
    assert published("worker", "--once").code == 0
    assert found(published, "дельфін")["total"] == 1


def test_worker_once_sends_the_letters_that_wait(published, folder, change):
    values = "('olena@example.org', 'Тема', 'Лист', '2020-01-01 00:00:00', 0)"
    change(f"INSERT INTO outgoing_mails (recipient, subject, body, due_at, tries) VALUES {values}")
    assert published("worker", "--once").code == 0
    assert len(list((folder / "mail").glob("*.eml"))) == 1
    assert change("DELETE FROM outgoing_mails") == 0
