"""Links to clauses in the kept HTML of a comment."""

import time
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.text import plain_to_html
from reform_portal.discussion.linked_text import MOST_LINKS, cited_eids, with_citation_links

KNOWN = {"art_5", "art_3__para_2", "art_3__para_nn_1", "art_5-1__para_1__point_3"}
BASE = "/drafts/land/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>ст. 5</p>", '<p><a href="/drafts/land/art_5">ст. 5</a></p>'),
        ("<p>ч. 2 ст. 3, ст. 4</p>", '<p><a href="/drafts/land/art_3__para_2">ч. 2 ст. 3</a>, ст. 4</p>'),
        ("<p>ч. 1 ст. 3</p>", '<p><a href="/drafts/land/art_3__para_nn_1">ч. 1 ст. 3</a></p>'),
        ("<p>cт.&nbsp;5</p>", '<p><a href="/drafts/land/art_5">cт.\u00a05</a></p>'),
        ("<p>&lt;b&gt; &amp; ст. 5 &lt;</p>", '<p>&lt;b&gt; &amp; <a href="/drafts/land/art_5">ст. 5</a> &lt;</p>'),
        ("<p>ст. 5<br>ст. 4</p>", '<p><a href="/drafts/land/art_5">ст. 5</a><br>ст. 4</p>'),
        ("<p>ст. 5 Конституції України</p>", "<p>ст. 5 Конституції України</p>"),
        ('<p><a href="http://x" rel="y">ст. 5</a></p>', '<p><a href="http://x" rel="y">ст. 5</a></p>'),
        ("<p>ст. 9</p>", "<p>ст. 9</p>"),
        ("<p>“ст. 5”</p>", '<p>“<a href="/drafts/land/art_5">ст. 5</a>”</p>'),
        ("", ""),
    ],
)
def test_citations_of_clauses_that_exist_become_links(before, after):
    assert with_citation_links(before, KNOWN, BASE) == after
    assert with_citation_links(before, lambda eids: KNOWN & set(eids), BASE) == after


def test_the_address_is_escaped():
    assert 'href="/x?a=1&amp;b=%22art_5"' not in with_citation_links("<p>ст. 5</p>", KNOWN, '/x"')
    assert 'href="/x&quot;art_5"' in with_citation_links("<p>ст. 5</p>", KNOWN, '/x"')


def test_candidates_are_collected_before_anything_is_asked():
    assert {"art_3__para_2", "art_3__para_nn_2"} <= cited_eids("<p>ч. 2 ст. 3</p>")
    assert cited_eids("<p>ст. 5 ЦК</p>") == cited_eids("<p>без посилань</p>") == set()


def test_a_comment_of_citations_alone_has_an_end():
    linked = with_citation_links(f"<p>{'ст. 5; ' * 1000}</p>", KNOWN, BASE)
    assert linked.count("<a ") == MOST_LINKS


class Plain(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.inside = "", [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.inside += tag == "a"
        assert self.inside <= 1

    def handle_endtag(self, tag):
        self.inside -= tag == "a"

    def handle_data(self, data):
        self.text += data


TEXTS = st.lists(
    st.sampled_from(
        ["ст. 5", "ч. 2 ст. 3", "<", ">", "&", '"', "'", "&lt;", "<script>", "https://example.org/ст.5", "\n", "\n\n", "слово",
         "п. 3 ч. 1 ст. 5¹", "об’єкт", "«", "e\u0301", " ", "<a href=x>", "ст. 5 ЦК"]
    ),
    max_size=15,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_words_stay_as_they_were_and_nothing_new_is_markup(words):
    html = plain_to_html(" ".join(words))
    linked = with_citation_links(html, KNOWN, BASE)
    before, after = Plain(html), Plain(linked)
    assert after.text == before.text
    assert [tag for tag in after.tags if tag != "a"] == [tag for tag in before.tags if tag != "a"]
    assert set(after.tags) <= {"p", "br", "a"} and unescape(linked).count("<script") == unescape(html).count("<script")


@pytest.mark.parametrize("body", ["ч 1-а,1-а " * 400, ("ч 1-а,1-а " * 20 + "\n") * 50], ids=["one run", "many lines"])
def test_a_pile_of_ordinals_costs_nothing_and_breaks_nothing(body):
    began = time.process_time()
    assert with_citation_links(plain_to_html(body[:10_000]), {"art_1"}, "/drafts/land/")
    assert time.process_time() - began < 10
