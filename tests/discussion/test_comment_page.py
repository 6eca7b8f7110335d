"""The lasting page of one comment."""

import json

import pytest
from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.discussion.models import Comment
from reform_portal.journal.models import Entry
from tests.discussion.acts import age, bend, hide, withdraw
from tests.factories import make_draft, say
from tests.texts import LAND_2

BODY = "Строк <script>alert(1)</script> задовгий.\n\nДив. https://example.org/a?b=1&c=2"


@pytest.fixture
def theirs(draft, olena):
    return say(olena, BODY, quote="30 календарних днів")


def actions_on(page):
    """The last words of the addresses that links and forms of the page lead to."""
    return {address.rpartition("/")[2] for address in (*page.links, *(form.action for form in page.forms))}


def test_page_shows_the_words_the_quote_the_clause_and_the_name(client, theirs):
    page = client.get(f"/comments/{theirs}")
    for words in ("задовгий.", "30 календарних днів", "Рада розглядає заяву протягом", "Олена Коваленко", "проти"):
        assert words in page.text
    assert "/drafts/land/art_3__para_1" in " ".join(page.links)


def test_words_are_never_markup_and_links_lead_away_safely(client, theirs):
    html = client.get(f"/comments/{theirs}").html
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener noreferrer"' in html


def test_page_shows_the_whole_conversation(client, petro, theirs):
    reply = say(petro, "А мені підходить.", parent=theirs)
    assert "А мені підходить." in client.get(f"/comments/{theirs}").text
    assert "задовгий." in client.get(f"/comments/{reply}").text


def test_receipt_names_the_entry_of_the_journal(client, theirs):
    kept = db.session.scalar(select(Entry.leaf_hash).where(Entry.subject == f"c:{theirs}"))
    page = client.get(f"/comments/{theirs}")
    assert kept[:16] in page.text and f"/journal/?subject=c:{theirs}" in page.html


def test_page_stays_about_the_version_it_was_written_on(client, theirs):
    make_draft(text=LAND_2, name="002.md")
    page = client.get(f"/comments/{theirs}")
    assert "протягом 30 календарних днів" in page.text and "редакція 1" in page.text


@pytest.mark.parametrize("name_mode", ["full", "initial", "pseudonym"])
def test_only_the_chosen_name_is_shown(client, olena, draft, name_mode):
    page = client.get(f"/comments/{say(olena, name_mode=name_mode)}")
    shown = {"full": "Олена Коваленко", "initial": "Олена К.", "pseudonym": "Чайка"}
    for mode, name in shown.items():
        assert (f"<b>{name}</b>" in page.html) is (mode == name_mode)
    assert olena.email not in page.html and olena.handle not in page.html


def test_author_is_offered_to_mend_and_withdraw_but_not_to_sign(as_, olena, theirs):
    offered = actions_on(as_(olena).get(f"/comments/{theirs}"))
    assert {"edit", "withdraw"} <= offered and "support" not in offered


def test_author_is_not_offered_to_mend_after_a_quarter_of_an_hour(as_, olena, theirs):
    age(theirs, minutes=16)
    offered = actions_on(as_(olena).get(f"/comments/{theirs}"))
    assert "edit" not in offered and "withdraw" in offered


def test_stranger_is_offered_to_sign_only(as_, petro, theirs):
    offered = actions_on(as_(petro).get(f"/comments/{theirs}"))
    assert {"support", "reply", "report"} <= offered
    assert not {"edit", "withdraw", "hide", "erase"} & offered


def test_signed_out_reader_is_offered_to_sign_in(client, theirs):
    page = client.get(f"/comments/{theirs}")
    assert f"/sign-in?next=/comments/{theirs}" in " ".join(page.links)
    assert not {"support", "edit", "withdraw", "hide", "erase"} & actions_on(page)


def test_moderator_is_offered_to_hide_and_erase(as_, marta, theirs):
    client = as_(marta)
    assert {"hide", "erase"} <= actions_on(client.get(f"/comments/{theirs}"))
    hide(theirs, marta)
    assert {"restore", "erase"} <= actions_on(client.get(f"/comments/{theirs}"))


def test_reply_in_the_middle_of_a_tree_can_be_gone(client, olena, petro, theirs):
    middle = say(petro, "Середина розмови.", parent=theirs)
    say(olena, "Кінець розмови.", parent=middle)
    withdraw(middle, petro)
    page = client.get(f"/comments/{theirs}")
    assert "Середина розмови." not in page.html and "Кінець розмови." in page.text


def test_page_in_english_has_english_words_around_the_same_comment(client, theirs):
    page = client.get(f"/en/comments/{theirs}")
    assert "задовгий." in page.text and "Квитанція" not in page.text


def test_held_and_unknown_comments(client, theirs):
    bend(theirs, status="held")
    client.get(f"/comments/{theirs}", status=404)
    client.get("/comments/0000000000000000", status=404)
    client.get("/comments/" + "%00" * 5, status=404)


def test_wrong_method(client, theirs):
    assert client.ask("patch", f"/comments/{theirs}").status_code == 405


def test_reply_number_401_is_shown_on_its_own_page(client, theirs, tmp_path):
    parent = {"external_id": "root", "body": "Корінь."}
    replies = [{"external_id": n, "body": f"Відповідь {n}.", "parent_external_id": "root"} for n in range(402)]
    file = tmp_path / "comments.jsonl"
    file.write_text("\n".join(map(json.dumps, [parent, *replies])))
    CommentImport("land", "radio").run(file, {})
    last = db.session.scalar(select(Comment.public_id).where(Comment.body == "Відповідь 401."))
    db.session.rollback()
    assert "Відповідь 401." in client.get(f"/comments/{last}").text
