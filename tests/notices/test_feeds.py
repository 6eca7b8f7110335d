"""Feeds: what is public, by the rules of Atom, in both languages, and nothing of what went."""

from datetime import timedelta

import feedparser
import pytest

from reform_portal.core.clock import now
from tests.core.test_atom import faults
from tests.discussion.acts import age, bend, erase, hide, withdraw
from tests.factories import close_draft, make_draft, say
from tests.feedback.answering import answer, revise, work
from tests.texts import LAND_2

FEEDS = (
    "/drafts/feed.atom",
    "/drafts/land/feed.atom",
    "/drafts/land/art_3/feed.atom",
    "/drafts/land/whole/feed.atom",
    "/drafts/land/answers.atom",
    "/moderation.atom",
)
DRAFT = "/drafts/land/feed.atom"
pytestmark = pytest.mark.usefixtures("draft")


def read(client, path: str = DRAFT):
    answer = client.ask("get", path)
    assert answer.status_code == 200 and answer.content_type == "application/atom+xml; charset=utf-8", path
    assert faults(answer.data) == [], path
    found = feedparser.parse(answer.data)
    assert not found.bozo, path
    return found


def test_every_feed_keeps_the_rules_in_both_languages(app, client, olena, marta, taras):
    assert all(read(client, path).feed.language == "uk" for path in FEEDS)
    first = say(olena, 'Строк "A" & <b>об’єкт</b> ]]> ґ ё ' + "".join(map(chr, range(0x20, 0x7F))))
    answer(first, taras), hide(say(olena, "Погане."), marta)
    make_draft(text=LAND_2)
    work(app)
    for path in FEEDS:
        ukrainian, english = read(client, path), read(client, f"/en{path}")
        assert english.feed.language == "en" and english.feed.links[0].href == f"http://portal.test/en{path}"
        assert [one.id for one in ukrainian.entries] == [one.id for one in english.entries]
        assert all("/en/" in one.link for one in english.entries) and "Погане" not in str(ukrainian)


def test_draft_has_all_that_happened_newest_first(app, client, olena, taras):
    first = say(olena, quote="30 календарних днів")
    make_draft(text=LAND_2)
    close_draft("land", now() + timedelta(days=9))
    given = answer(first, taras)
    titles = [one.title for one in read(client).entries]
    assert [title.split(":")[-1].split("—")[0].strip()[:20] for title in titles] != []
    assert "враховано" in titles[0] and "триває до" in titles[1] and "редакцію 2" in titles[2]
    assert "Нове зауваження" in titles[3] and "редакцію 1" in titles[4] and len(titles) == 5
    entry = read(client).entries[3]
    assert entry.id == entry.link == f"http://portal.test/comments/{first}" and entry.author == "Олена Коваленко"
    assert "<blockquote>30 календарних днів</blockquote>" in entry.content[0].value
    revise(given, taras, "rejected")
    entries = read(client).entries
    assert len(entries) == 5 and "змінив відповідь: відхилено" in entries[0].title


@pytest.mark.parametrize("act", ["hide", "withdraw", "erase"])
def test_hidden_words_become_a_tombstone_at_once(client, olena, marta, act):
    public_id = say(olena, "Таємні слова.")
    assert "Таємні" in str(read(client))
    withdraw(public_id, olena) if act == "withdraw" else {"hide": hide, "erase": erase}[act](public_id, marta)
    for path in (DRAFT, "/drafts/land/art_3__para_1/feed.atom", f"/comments/{public_id}/feed.atom"):
        found = read(client, path)
        [entry] = [one for one in found.entries if one.id.endswith(public_id)]
        assert "Таємні" not in str(found) and "content" not in entry and entry.get("author", "") != "Олена Коваленко"
    moderated = read(client, "/moderation.atom").entries
    assert len(moderated) == (act != "withdraw") and "Таємні" not in str(moderated)
    assert act != "hide" or "не про цей проєкт" in moderated[0].title


def test_held_comment_is_nowhere(client, olena):
    public_id = say(olena)
    bend(public_id, status="held")
    assert public_id not in str(read(client)) + str(read(client, "/drafts/land/art_3/feed.atom"))
    assert client.ask("get", f"/comments/{public_id}/feed.atom").status_code == 404


def test_edit_moves_updated_and_keeps_the_id(client, olena, as_):
    public_id = say(olena)
    age(public_id, minutes=5)
    before = read(client).entries[0]
    as_(olena).submit(f"/comments/{public_id}/edit", {"body": "Виправлено: двадцять днів."})
    after = read(client).entries[0]
    assert after.id == before.id and "Виправлено" in after.content[0].value and after.updated >= before.updated
    assert after.published < after.updated and [one.id for one in read(client).entries].count(after.id) == 1


def test_clause_has_its_parts_and_the_versions_that_changed_it(client, olena, taras):
    inside, outside = say(olena, "Усередині."), say(olena, "Деінде.", eid="art_2")
    answer(inside, taras)
    make_draft(text=LAND_2)
    of_clause = [one.id for one in read(client, "/drafts/land/art_3/feed.atom").entries]
    assert f"http://portal.test/comments/{inside}" in of_clause and outside not in str(of_clause)
    assert any("/answers/" in one for one in of_clause) and "http://portal.test/drafts/land/?version=2" in of_clause
    assert "version=2" not in str(read(client, "/drafts/land/art_2__para_nn_2/feed.atom").entries)


def test_conversation(client, olena, petro, taras):
    root, other = say(olena, "Корінь."), say(olena, "Інше.")
    reply = say(petro, "Відповідь.", parent=root)
    answer(root, taras)
    found = str([one.id for one in read(client, f"/comments/{root}/feed.atom").entries])
    assert root in found and reply in found and "/answers/" in found and other not in found


def test_pages_follow_each_other_without_a_gap(client, olena):
    ids = [say(olena, f"Думка {number}.") for number in range(53)]
    seen, path = [], DRAFT
    while path:
        page = read(client, path)
        seen += [one.id.rpartition("/")[2] for one in page.entries if "/comments/" in one.id]
        links = {link.rel: link.href for link in page.feed.links}
        path = links.get("next", "").removeprefix("http://portal.test")
    assert seen == ids[::-1] and links["first"] == "http://portal.test/drafts/land/feed.atom"


def test_bad_page_is_the_first(client):
    for upto in ["x", "-1", "0", "1e9", "%00", "٣", "9" * 30]:
        assert len(read(client, f"{DRAFT}?upto={upto}").entries) == 1


def test_unchanged_feed_is_not_sent_again(client, as_, olena, petro):
    say(petro)
    visitor = as_(olena)
    tags = {}
    for path in FEEDS:
        for reader in (client, visitor):
            answer = reader.ask("get", path)
            again = reader.ask("get", path, headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304 and again.data == b"" and answer.headers["Last-Modified"]
        since = {"If-Modified-Since": answer.headers["Last-Modified"]}
        assert visitor.ask("get", path, headers=since).status_code == 304
        tags[path] = client.ask("get", path).headers["ETag"]
    say(petro, "Ще."), close_draft("land", now() + timedelta(days=3))
    changed = {p for p in FEEDS if client.ask("get", p, headers={"If-None-Match": tags[p]}).status_code == 200}
    assert changed == {"/drafts/feed.atom", "/drafts/land/feed.atom", "/drafts/land/art_3/feed.atom"}


def test_what_is_not_there(client):
    for path in ("drafts/nope/feed", "drafts/land/art_99/feed", "comments/x/feed", "drafts/nope/answers"):
        assert client.ask("get", f"/{path}.atom").status_code == 404
        assert client.ask("post", f"/{path}.atom").status_code in (400, 405)


def test_pages_name_their_feeds_in_the_head(client):
    for page, feed in (
        ("/", "/drafts/feed.atom"),
        ("/drafts/", "/drafts/feed.atom"),
        ("/drafts/land/", DRAFT),
        ("/drafts/land/art_3", "/drafts/land/art_3/feed.atom"),
        ("/drafts/land/answers", "/drafts/land/answers.atom"),
        ("/journal/", "/moderation.atom"),
    ):
        html = client.get(page).html.partition("</head>")[0]
        assert 'type="application/atom+xml"' in html and f'href="{feed}"' in html
        assert f'href="/en{feed}"' in client.get(f"/en{page}").html
