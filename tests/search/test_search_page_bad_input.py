"""Whatever is typed is answered, stays in its field, and breaks nothing."""

import html
import random
import re
from urllib.parse import quote, quote_from_bytes

import pytest

from reform_portal.search.queries import answer_to, engine
from tests.factories import say
from tests.search.talking import follow

GENERATED = 500
# So many of them as pages, every tenth of the others as JSON, the rest without a request around them.
SHOWN_AS_PAGES = 30

BOMBS = {
    "deep quotes": '"«“' * 400 + "дельфін" + '”»"' * 400,
    "minus signs": "-" * 10_000,
    "many ORs": " OR ".join(["дельфін"] * 5_000),
    "long text": "Дельфін і земля громади. " * 4_000,
    "NUL": "дель\x00фін \x00",
    "turned direction": "\u202eплаває\u202c \u2066дельфін\u2069 \u200f",
    "broken quotes": '"дельфін «земля “вода',
    "many beginnings": "а* " * 500 + "дел* " * 500,
    "very long word": "дельфін" * 3_000,
    "piled marks": "і" + "\u0301\u0308" * 5_000,
    "syntax of engines": "text:[* TO *] AND (a OR b) NOT c~2 ^3 +x /r.*/ {!func} && || to_tsquery('а & !б | (в <-> г):*')",
    "SQL": "'; DROP TABLE comments; -- ' OR 1=1 UNION SELECT * FROM people",
    "pictures only": "👨‍👩‍👧‍👦🐬🏳️‍🌈 ☃",
    "from right to left": "שלום עולם مرحبا بالعالم дельфін",
    "fields": "автор:а стаття:5 від:2026 " * 1_000,
    "markup": "</title><script>alert(1)</script>{{7*7}} %s %(q)s ${7*7} &amp; &#0;",
    "odd characters": "\u0001\u0008\u001b\u0085\ufffe\ufeff\u2028 дельфін",
}
# Pieces out of which queries are made at random.
PIECES = (
    "дельфін", "землею", "об’єкт", "ґ", "Ц", "a", "the", "5", "8,5", "ст.", "ч. 2 ст. 5", "5¹", "*", "-", "−", "–", '"',
    "«", "»", "“", "„", "”", "(", ")", "[", "]", "{", "}", ":", "::", "+", "^", "~", "\\", "/", "'", "’", "ʼ", "`", "|",
    "||", "&", "&&", "OR", "АБО", "або", "AND", "NOT", "TO", "автор:", "draft:", "від:", "до:2026-02-30", "стаття:ст.",
    "ставлення:проти", "відповідь:так", "вид:звіт", "kind:x", "from:9999-99-99", "\x00", "\u202e", "\u0301", "\u200d",
    "\ud7ff", "\ufffd", "🐬", "ש", "\n", "\t", "%", "_", "?", "#", ";", "--", "/*", "$", "земел*", "зе*", "*ля", "а" * 60,
)  # fmt: skip


@pytest.fixture
def index(app, draft, olena):
    say(olena, "Дельфін плаває на землі громади.")
    follow(app)


def unbroken() -> bool:
    return not (engine().folder / "broken").exists()


def test_every_bomb_is_answered_and_stays_in_its_field(client, index):
    for name, typed in BOMBS.items():
        page = client.get("/search?q=" + quote(typed))
        assert page.status == 200 and "<script>alert" not in page.html and "49" not in page.h1s[0], name
        kept = re.search(r'<input id="q" name="q" type="search" value="([^"]*)"', page.html)
        assert kept, name
        if name != "fields":
            # NUL is no part of any address, whatever server stands in front.
            expected = typed.replace("\x00", "\ufffd").strip()
            assert html.unescape(kept[1]).strip() == html.unescape(html.escape(expected)), name
        for kind in ("json", "atom", "csv"):
            assert client.ask("get", f"/search.{kind}?q=" + quote(typed)).status_code in (200, 422), (name, kind)
    assert unbroken()


def test_the_page_says_what_of_it_did_not_count(client, index):
    for name in ("many ORs", "long text", "many beginnings"):
        assert "Запит задовгий" in client.get("/search?q=" + quote(BOMBS[name])).text, name
    for name in ("pictures only", "syntax of engines"):
        assert "Не враховано:" in client.get("/search?q=" + quote(BOMBS[name])).text, name


def test_what_can_be_understood_is_searched(client, index):
    for name in ("turned direction", "odd characters", "long text"):
        answer = client.ask("get", "/search.json?q=" + quote(BOMBS[name])).json
        assert answer["total"] or answer["loose"], name


def test_bytes_that_are_no_text_are_answered(client, index):
    for raw in (b"\xed\xa0\x80", b"\xff\xfe", b"\xc3(", b"\xf4\x90\x80\x80", bytes(range(1, 255))):
        address = quote_from_bytes(raw, safe="")
        assert client.get(f"/search?q={address}&draft={address}&from={address}&cursor={address}").status == 200
    assert unbroken()


def test_no_query_made_at_random_breaks_anything(client, index):
    made = random.Random(2026)
    for number in range(GENERATED):
        pieces = made.choices(PIECES, k=made.randint(1, 12))
        typed = made.choice(("", " ")).join(pieces)
        if number < SHOWN_AS_PAGES:
            assert client.get("/search?q=" + quote(typed)).status == 200
        elif number % 10:
            assert not answer_to({"q": typed}).unavailable, typed
        else:
            assert client.ask("get", "/search.json?q=" + quote(typed)).status_code in (200, 422), typed
    assert unbroken()
    assert client.ask("get", "/search.json?q=" + quote("дельфін")).json["total"] == 1


def test_every_other_argument_takes_anything(client, index):
    made = random.Random(7)
    names = ("draft", "clause", "kind", "stance", "author", "from", "to", "answered", "sort", "cursor")
    for _time in range(60):
        values = "&".join(f"{name}={quote(made.choice(PIECES) + made.choice(PIECES))}" for name in names)
        assert client.get(f"/search?q={quote('земля')}&{values}").status == 200, values
    assert unbroken()
