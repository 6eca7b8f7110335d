"""Comments as annotations: whose, about which words, with what."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.core.clock import now
from reform_portal.core.text import clean_typed
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.exports import annotated, writers
from reform_portal.feedback.exports.annotations import annotation
from tests.discussion.acts import bend, erase, hide, support, withdraw
from tests.discussion.proposing import propose
from tests.factories import make_draft, say
from tests.texts import LAND_2

BASE = "http://portal.test"


def exported(slug="land"):
    return json.loads("".join(annotated.lines_of(draft_by_slug(slug), BASE)))


def items(slug="land"):
    return exported(slug)["first"]["items"]


def made(**more):
    """The annotation of a comment that is not in the database."""
    values = {
        "public_id": "abc", "stance": "oppose", "body": "Строк задовгий.", "wording": None, "author": "Олена",
        "created_at": now(), "edited_at": None, "slug": "land", "version": 1, "eid": "art_1", "quote": "", "prefix": "",
        "suffix": "", "start": None, "end": None,
    }  # fmt: skip
    return annotation(SimpleNamespace(**{**values, **more}), BASE, more.pop("language", "uk"))


def test_words_of_a_clause_are_found_by_fragment_quote_and_position(draft, olena):
    one = say(olena, quote="30 календарних днів")
    (found,) = items()
    assert found["id"] == f"{BASE}/comments/{one}" and found["type"] == "Annotation"
    assert found["creator"] == {"type": "Person", "name": "Олена Коваленко"}
    assert found["motivation"] == "commenting" and found["created"].endswith("Z") and "modified" not in found
    target = found["target"]
    assert target["source"] == f"{BASE}/drafts/land/?version=1"
    assert (target["selector"]["type"], target["selector"]["value"]) == ("FragmentSelector", "art_3__para_1")
    quote, position = target["selector"]["refinedBy"]
    assert quote["exact"] == "30 календарних днів" and quote["prefix"] and quote["suffix"]
    assert position["end"] - position["start"] == len("30 календарних днів")


def test_text_and_stance_are_bodies(draft, olena):
    say(olena, "Перший рядок\n\nДругий <b>")
    said, stance = items()[0]["body"]
    assert said["value"] == "Перший рядок\n\nДругий <b>"
    assert (said["format"], said["language"], said["purpose"]) == ("text/plain", "uk", "commenting")
    assert (stance["value"], stance["purpose"]) == ("oppose", "classifying")


def test_whole_clause_has_no_quote_and_the_whole_draft_no_selector(draft, olena):
    say(olena, eid="art_2")
    say(olena, eid="")
    clause, whole = items()
    assert "refinedBy" not in clause["target"]["selector"]
    assert whole["target"] == f"{BASE}/drafts/land/?version=1"


def test_reply_is_about_the_comment_that_it_replies_to(draft, olena, petro):
    one = say(olena)
    say(petro, "Згоден.", parent=one)
    reply = items()[1]
    assert (reply["motivation"], reply["target"]) == ("replying", f"{BASE}/comments/{one}")


def test_wording_and_question_say_what_they_are_for(draft, olena):
    propose(olena, "20 днів", "30 календарних днів")
    propose(olena, "", "30 календарних днів")
    say(olena, stance="question")
    wording, deletion, question = items()
    assert (wording["motivation"], wording["body"][1]["value"]) == ("editing", "20 днів")
    assert wording["body"][1]["purpose"] == "editing"
    assert deletion["body"][1]["value"] == ""
    assert question["motivation"] == question["body"][0]["purpose"] == "questioning"


def test_name_is_the_one_that_was_chosen(draft, olena):
    say(olena, name_mode="pseudonym")
    assert items()[0]["creator"]["name"] == "Чайка"
    assert "Коваленко" not in str(exported()) and olena.email not in str(exported())


def test_imported_comment_without_a_name_has_no_creator():
    assert "creator" not in made(author="")


@pytest.mark.parametrize("how", ["hidden", "withdrawn", "erased", "held"])
def test_only_published_comments_are_there(draft, olena, petro, marta, how):
    one = say(olena, "Зниклі слова.")
    reply = say(petro, "Відповідь.", parent=one)
    {
        "hidden": lambda: hide(one, marta),
        "withdrawn": lambda: withdraw(one, olena),
        "erased": lambda: erase(one, marta),
        "held": lambda: bend(one, status="held"),
    }[how]()
    found = exported()
    assert found["total"] == 1 and found["first"]["items"][0]["id"] == f"{BASE}/comments/{reply}"
    assert found["first"]["items"][0]["target"] == f"{BASE}/comments/{one}"
    assert "Зниклі" not in str(found)


def test_edited_comment_says_when(draft, olena, as_):
    one = say(olena)
    as_(olena).submit(f"/comments/{one}/edit", {"body": "Другі слова.", "stance": "amend"})
    (found,) = items()
    assert found["modified"] >= found["created"] and found["body"][0]["value"] == "Другі слова."


def test_version_is_the_one_it_was_written_on(draft, olena):
    say(olena)
    make_draft(text=LAND_2, name="002.md")
    say(olena)
    assert [item["target"]["source"][-1] for item in items()] == ["1", "2"]


def test_collection_says_what_it_is(draft, olena, petro):
    support(say(olena), petro)
    found = exported()
    assert found["type"] == "AnnotationCollection" and found["total"] == 1
    assert found["id"] == f"{BASE}/drafts/land/downloads/annotations.jsonld"
    assert found["first"]["partOf"] == found["id"] and found["first"]["startIndex"] == 0


def test_empty_discussion_is_an_empty_collection(draft):
    assert (exported()["total"], items()) == (0, [])


@pytest.mark.parametrize(
    ("body", "language", "told"),
    [
        ("Строк задовгий", "uk", "uk"),
        ("Too long, ґ", "uk", None),
        ("Too long", "en", "en"),
        ("Строк", "en", None),
        ("123 — 45", "uk", None),
    ],
)
def test_language_is_told_only_where_the_letters_agree(body, language, told):
    assert made(body=body, language=language)["body"][0].get("language") == told


def accepted(text):
    try:
        return bool(text) and clean_typed(text) == text
    except ValueError:
        return False


@given(st.lists(st.text(max_size=60).filter(accepted), max_size=6), st.text(max_size=20).filter(accepted))
def test_every_accepted_text_comes_back_from_the_collection(bodies, name):
    rows = (made(body=body, quote=body, author=name, start=0, end=len(body)) for body in bodies)
    found = json.loads("".join(writers.as_collection(rows, f"{BASE}/x", name)))
    assert found["total"] == len(bodies) and found["label"] == name
    for item, body in zip(found["first"]["items"], bodies, strict=True):
        quote, position = item["target"]["selector"]["refinedBy"]
        assert item["body"][0]["value"] == quote["exact"] == body and item["creator"]["name"] == name
        assert position["end"] == len(body)


def test_each_annotation_stands_on_a_line_of_its_own(draft, olena):
    for number in range(3):
        say(olena, f"Думка {number}\u2028ще рядок")
    lines = "".join(annotated.lines_of(draft_by_slug("land"), BASE)).split("\n")
    assert [json.loads(line.removesuffix(","))["type"] for line in lines[1:4]] == ["Annotation"] * 3
