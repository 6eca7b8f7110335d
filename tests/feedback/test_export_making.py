"""The worker's part in preparing files: order, crashes, interruptions, what lies about."""

import os
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.feedback.exports import actions, formats, making
from reform_portal.journal.readers import me
from tests.discussion.acts import hide
from tests.factories import make_draft, say
from tests.feedback.exporting import ask, files, let_all_be_prepared
from tests.feedback.test_prepare_export import bend
from tests.texts import LAND_2

DEAD = f"{me().rpartition(':')[0]}:999999999"


@pytest.fixture
def large(draft, monkeypatch):
    """The draft «land», for which every file has to be prepared."""
    let_all_be_prepared(monkeypatch)
    return draft


@pytest.fixture
def spied(monkeypatch):
    """``spied(act)``: the CSV is written as always, after ``act``."""

    def set_to(act):
        chosen = formats.FORMATS["csv"]

        def write(draft, path, base_url, progress):
            act(progress)
            chosen.write(draft, path, base_url, progress)

        monkeypatch.setitem(formats.FORMATS, "csv", replace(chosen, write=write))

    return set_to


def test_files_are_made_in_the_order_of_asking(client, large, spied):
    ask(client, "comments.jsonl")
    ask(client, "comments.csv")
    spied(lambda _progress: order.append([file.state for file in reversed(files())]))
    order = []
    assert making.make_all() == 2
    assert order == [["ready", "running"]]


def test_file_overtaken_by_a_removal_is_made_from_the_beginning(client, olena, marta, large, spied):
    words = [say(olena, f"Зайві слова {number}.") for number in range(2)]
    say(olena, "Добрі слова.")
    ask(client)
    spied(lambda _progress: words and making._beside(lambda: hide(words.pop(), marta)))
    assert making.make_all() == 1
    assert words == [] and files()[0].attempts == 3
    content = (making.folder() / files()[0].file_name).read_text(encoding="utf-8")
    assert "Добрі" in content and "Зайві" not in content
    assert client.ask("get", "/drafts/land/downloads/comments.csv").status_code == 200


def test_file_that_is_overtaken_again_and_again_is_given_up(client, olena, marta, large, spied):
    words = [say(olena, f"Зайві слова {number}.") for number in range(actions.MOST_ATTEMPTS)]
    ask(client)
    spied(lambda _progress: making._beside(lambda: hide(words.pop(), marta)))
    assert making.make_all() == 0
    assert [file.state for file in files()] == ["failed"]


def test_nothing_to_do_is_told(app, client, large):
    assert not making.is_there_work() and making.make_all() == 0
    ask(client)
    assert making.is_there_work()


def test_file_shows_one_moment_though_words_come_in_meanwhile(client, olena, large, spied, settings):
    say(olena, "Перші слова.")
    ask(client)
    seen = []

    def post(progress):
        making._beside(lambda: say(olena, "Пізніші слова."))
        progress(0)
        seen.append(files_apart(settings))

    spied(post)
    assert making.make_all() == 1
    content = (making.folder() / files()[0].file_name).read_text(encoding="utf-8")
    assert "Перші" in content and "Пізніші" not in content
    assert seen == [[("running", 0, 1)]]


def files_apart(settings):
    """What another process sees meanwhile."""
    with sqlite3.connect(settings.data_dir / "portal.sqlite") as connection:
        found = connection.execute("SELECT state, done, total > 0 OR done = 0 FROM export_files").fetchall()
    connection.close()
    return found


def test_half_made_file_of_a_dead_process_is_made_again(client, large):
    ask(client)
    file = actions.claim()
    bend(file.id, holder=DEAD)
    assert making.is_there_work() and making.make_all() == 1
    assert files()[0].state == "ready"


def test_file_of_a_living_process_is_left_to_it(client, large):
    ask(client)
    file = actions.claim()
    bend(file.id, holder=f"{me().rpartition(':')[0]}:{os.getppid()}")
    assert not making.is_there_work() and making.make_all() == 0
    bend(file.id, touched_at=now() - timedelta(hours=1))
    assert making.make_all() == 1


def test_file_that_kills_its_maker_is_given_up(client, large):
    ask(client)
    for _ in range(actions.MOST_ATTEMPTS):
        bend(actions.claim().id, holder=DEAD)
    assert actions.claim() is None
    assert [file.state for file in files()] == ["failed"]


def test_interrupted_file_waits_again_and_leaves_nothing(client, olena, large, spied):
    say(olena)
    ask(client)
    lives = [True]
    spied(lambda _progress: lives.clear())
    assert making.make_all(lambda: bool(lives)) == 0
    assert [(file.state, file.attempts) for file in files()] == [("waiting", 0)]
    assert list(making.folder().iterdir()) == []


def test_one_failure_does_not_stop_the_next(client, large, spied, caplog):
    ask(client, "comments.csv")
    ask(client, "comments.jsonl")

    def fail(_progress):
        raise OSError("no space")

    spied(fail)
    assert making.make_all() == 1
    assert [file.state for file in files()] == ["ready", "failed"]


def test_format_that_is_no_more_is_no_accident(client, large, monkeypatch, caplog):
    ask(client)
    monkeypatch.delitem(formats.FORMATS, "csv")
    assert making.make_all() == 0
    assert files()[0].state == "failed"


def test_strange_files_go_after_a_while(client, large):
    stray = making.folder() / "land-7-comments.csv.123.part"
    stray.write_bytes(b"x")
    making.tidy()
    assert stray.exists()
    os.utime(stray, (0, 0))
    making.tidy()
    assert not stray.exists()


def test_row_whose_file_was_lost_is_forgotten(client, large):
    ask(client)
    making.make_all()
    (making.folder() / files()[0].file_name).unlink()
    assert "станом на" not in client.get("/drafts/land/downloads").text
    client.get("/drafts/land/downloads/comments.csv", status=409)
    making.tidy()
    assert files() == []


def test_each_draft_has_files_of_its_own(client, olena, large):
    make_draft("water", text=LAND_2, name="2.md")
    say(olena, "Про землю.")
    ask(client)
    making.make_all()
    assert files("water") == []
    client.get("/drafts/water/downloads/comments.csv", status=409)


def test_files_are_private_to_the_portal(client, large):
    ask(client)
    making.make_all()
    assert making.folder().stat().st_mode & 0o077 == 0
