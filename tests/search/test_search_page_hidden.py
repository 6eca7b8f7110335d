"""What is hidden, held, withdrawn or erased appears nowhere: not on the page, not beside it, in no file."""

import json
from urllib.parse import quote

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.discussion.comment_import import CommentImport
from tests.discussion.proposing import propose
from tests.factories import make_person, say
from tests.feedback.answering import answer
from tests.search.talking import follow

PAGES = ("/search", "/search.atom", "/search.csv", "/search.json", "/api/v1/search")
SECRETS = ("Секретарюк", "видра", "бабак", "тхір")


@pytest.fixture
def secret(app, draft, olena, taras):
    """A comment with a wording, a quote, a name and an answer of which the words are nowhere else."""
    author = make_person("secret", given_name="Секрет", family_name="Секретарюк")
    public_id = propose(author, "бабак робочих днів", body="Тут живе видра.")
    say(olena, "Строк тут не до речі.")
    answer(public_id, taras, "rejected", "Тварин на землях громади рахує інший закон.")
    follow(app)
    return public_id


def take_away(way: str, public_id: str, olena, marta, author) -> None:
    acts = {
        "hide": (discussion.hide, marta, "off_topic"),
        "withdraw": (discussion.withdraw, author),
        "erase": (discussion.erase, marta, "на вимогу закону"),
    }
    done, *more = acts[way]
    with unit_of_work():
        done(comments.comment_by_public_id(public_id), *more)


def everywhere(client, asked: str) -> str:
    """What the page and all files say to one question, without the question itself."""
    said = [client.ask("get", f"{path}?{asked}").get_data(as_text=True) for path in PAGES]
    return " ".join(said)


@pytest.mark.parametrize("way", ["hide", "withdraw", "erase"])
def test_words_that_are_taken_away_are_nowhere(app, client, secret, olena, marta, way):
    person = comments.find_comment(secret)
    assert "видра" in everywhere(client, "q=" + quote("тут")) and secret in everywhere(client, "kind=wording")
    author = type("Author", (), {"id": person.person_id, "role": "citizen"})
    take_away(way, secret, olena, marta, author)
    # The reader has not run: the index still knows, the pages must not tell.
    for asked in (
        "q=" + quote("тут"),
        "q=" + quote("видра"),
        "kind=wording",
        "stance=amend",
        "author=" + quote("секретарюк"),
    ):
        said = everywhere(client, asked)
        assert secret not in said and "живе" not in said and "Секрет Секретарюк" not in said, asked
    follow(app)
    for asked in ("q=" + quote("видра"), "q=" + quote("бабак"), "author=" + quote("Секретарюк"), "kind=wording"):
        found = client.ask("get", f"/search.json?{asked}").json
        assert found["total"] == 0 and found["items"] == []
        assert found["facets"]["stance"].get("amend") is None and "wording" not in found["facets"]["kind"]
        assert "Нічого не знайшлося" in client.get(f"/search?{asked}").text
    assert client.ask("get", "/search.json?q=" + quote("тут")).json["facets"]["stance"].get("amend") is None


@pytest.mark.parametrize("way", ["hide", "withdraw", "erase"])
def test_words_that_are_taken_away_are_not_suggested(app, client, secret, olena, marta, way):
    assert "Можливо, ви шукали" in client.get("/search?q=" + quote("видрра")).text
    author = type("Author", (), {"id": comments.find_comment(secret).person_id, "role": "citizen"})
    take_away(way, secret, olena, marta, author)
    assert "видра" not in client.get("/search?q=" + quote("видрра")).text
    follow(app)
    assert "видра" not in client.get("/search?q=" + quote("видрра")).text


def test_answer_to_words_that_are_gone_does_not_repeat_them(app, client, secret, olena, marta):
    take_away("hide", secret, olena, marta, None)
    follow(app)
    said = everywhere(client, "q=" + quote("тварини"))
    assert "рахує інший закон" in said
    assert not [word for word in (*SECRETS, secret) if word in said]


def test_held_words_are_nowhere(app, client, draft, tmp_path):
    file = tmp_path / "held.jsonl"
    row = {"external_id": "1", "body": "Тхір чекає.", "author": "Секретарюк", "status": "held", "clause": "art_2"}
    file.write_text(json.dumps(row), encoding="utf-8")
    CommentImport("land", "x").run(file, {})
    follow(app)
    for asked in ("q=" + quote("тхір"), "author=" + quote("Секретарюк"), "kind=comment"):
        assert "чекає" not in everywhere(client, asked)
        assert client.ask("get", f"/search.json?{asked}").json["total"] == 0
