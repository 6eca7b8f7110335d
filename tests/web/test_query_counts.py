"""A page asks the database as often for a thousand comments as for ten."""

import json
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from reform_portal.core.database import db
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.journal import readers
from tests.client import PageClient
from tests.discussion.proposing import propose
from tests.factories import make_draft, make_person, say
from tests.texts import LAND, LAND_2, long_act

PAGES = (
    "/",
    "/drafts/",
    "/drafts/land/",
    "/drafts/land/art_3__para_1",
    "/drafts/land/art_3__para_1/talk",
    "/drafts/land/feedback",
    "/drafts/land/feedback?sort=attention",
    "/drafts/land/feedback/art_3__para_1",
    "/drafts/land/feedback/questions",
    "/drafts/land/answers",
    "/drafts/land/downloads",
    "/drafts/land/campaigns",
    "/search?q=задовгий",
    "/search?q=строк&draft=land&clause=ст. 3&kind=comment&stance=oppose&author=Автор&from=2020&to=2100&answered=no",
    "/search.atom?q=задовгий",
    "/search.json?q=задовгий",
    "/account/",
    "/account/signed",
    "/account/tokens",
    "/journal/",
)
FOR_PROGRAMS = (
    "/api/v1/drafts",
    "/api/v1/drafts/land",
    "/api/v1/drafts/land/comments?limit=200",
    "/api/v1/drafts/land/feedback",
    "/api/v1/drafts/land/answers",
    "/api/v1/drafts/land/annotations/",
    "/api/v1/search?q=задовгий",
)
PLACES = ("art_3__para_1", "art_3__para_2", "art_2", "art_1__para_1", "")


@contextmanager
def counted():
    """How many statements are sent to the database inside."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def fill(app, tmp_path):
    """Bring the draft to so many comments: threads with replies, quotes, supports, several authors."""

    def to(first: int, last: int) -> None:
        rows = [
            {
                "external_id": f"e{number}",
                "body": f"Строк задовгий, думка {number}.",
                "clause": PLACES[number % len(PLACES)],
                "quote": "30 календарних днів" if number % len(PLACES) == 0 else "",
                "author": f"Автор {number % 37}",
                "stance": ("oppose", "support", "question", "amend", "neutral")[number % 5],
                "supports": number % 7,
                "parent_external_id": f"e{number - 10}" if number >= 10 and number % 3 == 0 else "",
            }
            for number in range(first, last)
        ]
        file = tmp_path / f"{first}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        assert CommentImport("land", "test").run(file, {}).rejected == []
        readers.run_once(app.extensions["readers"], patience=60)

    return to


def numbers(client: PageClient, paths: tuple[str, ...] = PAGES) -> dict[str, int]:
    found = {}
    for path in paths:
        with counted() as statements:
            assert client.ask("get", path, follow_redirects=False).status_code in (200, 303)
        found[path] = len(statements)
    return found


def test_programs_ask_as_little_for_many_comments(app, draft, fill):
    reader = PageClient(app)
    fill(0, 40)
    before = numbers(reader, FOR_PROGRAMS)
    fill(40, 160)
    assert numbers(reader, FOR_PROGRAMS) == before and max(before.values()) <= 12


def test_number_of_queries_does_not_grow_with_the_comments(app, draft, fill):
    reader, visitor = PageClient(app), PageClient(app).sign_in(make_person("guest"))
    fill(0, 10)
    before = [numbers(reader), numbers(visitor)]
    fill(10, 1000)
    assert [numbers(reader), numbers(visitor)] == before
    assert all(2 <= number <= 20 for found in before for path, number in found.items() if "/drafts/land" in path)


CARRIED = ("/drafts/land/art_3__para_1", "/drafts/land/detached", "/drafts/land/wordings")
OF_DRAFTERS = (*CARRIED, "/desk/drafts/land/places", "/desk/drafts/land/wordings")


def test_number_of_queries_does_not_grow_with_the_comments_carried_over(app, draft, fill):
    reader, desk = PageClient(app), PageClient(app).sign_in(make_person("drafter", "drafter"))
    author = make_person("author")
    mine = PageClient(app).sign_in(author)

    def asked(first, last, text):
        for number in range(first, last):
            propose(author, f"{number + 40} діб", "30", body=f"Пропозиція {number}.")
            say(author, f"Про плату {number}.", eid="art_2__para_nn_2")
        make_draft(text=text)
        for number in range(first, last):
            propose(author, f"{number} заяв", "заяву", body=f"Ще {number}.")
        readers.run_once(app.extensions["readers"], patience=60)
        of_author = ("/account/notices", "/account/")
        return [numbers(who, paths) for who, paths in ((reader, CARRIED), (desk, OF_DRAFTERS), (mine, of_author))]

    without = LAND.replace("Розмір плати не може перевищувати 3 відсотки вартості ділянки.", "Ліси охороняють.")
    few = asked(0, 3, without.replace("календарних", "робочих"))
    assert asked(3, 30, LAND_2.replace("календарних", "вихідних")) == few
    assert all(2 <= number <= 20 for found in few for number in found.values())


def test_number_of_queries_does_not_grow_with_the_drafts_and_the_length_of_the_act(app, draft):
    # An act of several pages asks two things more than one of a single page: its contents and their heat.
    reader = PageClient(app)
    make_draft(text=long_act(81))
    make_draft("other", LAND.replace("землею", "лісом"))
    with counted() as few:
        reader.get("/")
        reader.get("/drafts/")
        reader.get("/drafts/land/")
    for number in range(12):
        make_draft(f"more-{number}", LAND.replace("землею", f"лісом {number}"))
    make_draft(text=long_act(240))
    with counted() as many:
        reader.get("/")
        reader.get("/drafts/")
        reader.get("/drafts/land/")
    assert len(many) == len(few)


def test_kept_page_asks_nothing_but_the_revision(app, draft):
    reader = PageClient(app)
    reader.get("/drafts/land/")
    with counted() as statements:
        reader.get("/drafts/land/")
    assert statements == []


def test_the_counter_can_count(app):
    with counted() as statements:
        for _time in range(3):
            db.session.execute(text("SELECT 1"))
    assert len(statements) == 3
