"""The Word file of a draft with what people said in its margin, reopened by another library."""

import io
from datetime import timedelta

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_portal.core.text import clean_typed
from reform_portal.discussion.queries import find_comment
from reform_portal.drafts.actions import read_source_here
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.feedback.exports import margin_comments
from tests.discussion.acts import bend, hide, support
from tests.factories import comment, make_draft, say
from tests.feedback.answering import REASON, answer, make_campaign
from tests.texts import LAND, LAND_2

BASE = "http://portal.test"
QUOTE = "30 календарних днів"


@pytest.fixture
def written(tmp_path):
    """The file of a draft, opened."""

    def write(slug="land"):
        path = tmp_path / f"{slug}.docx"
        margin_comments.write(draft_by_slug(slug), path, BASE)
        return docx.Document(str(path))

    return write


def anchored(document):
    """Id of a comment → the words between its marks, numbers and tabs of the paragraph among them."""
    words, open_ = {}, set()
    for element in document.element.body.iter():
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            open_.add(int(number))
            words[int(number)] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            open_.remove(int(number))
        elif element.tag in (qn("w:t"), qn("w:tab")):
            for one in open_:
                words[one] += element.text or "\t"
    assert not open_
    return words


def said(document):
    """(the words that it is about, author, lines) of each comment in the margin."""
    words = anchored(document)
    return [(words[one.comment_id], one.author, one.text.split("\n")) for one in document.comments]


def test_comment_stands_on_the_quoted_words(draft, olena, written):
    one = say(olena, "Задовго.\n\nДуже.", quote=QUOTE)
    document = written()
    assert said(document) == [(QUOTE, "Олена Коваленко", ["Проти.", "Задовго.", "", "Дуже.", f"{BASE}/comments/{one}"])]
    first = next(iter(document.comments))
    assert first.initials == "ОК"
    assert abs(first.timestamp - comment(one).created_at) < timedelta(seconds=1)


def test_words_that_several_quote_are_marked_for_each(draft, olena, petro, written):
    say(olena, quote=QUOTE)
    say(petro, quote="календарних днів з дня подання")
    say(petro, "Так.", quote="протягом 30 календарних днів з дня")
    assert [words for words, _author, _lines in said(written())] == [
        QUOTE, "календарних днів з дня подання", "протягом 30 календарних днів з дня",
    ]  # fmt: skip


def test_quote_with_marks_and_pictures_is_found_by_code_points(olena, written):
    text = LAND.replace("протягом 30", "🇺🇦 ў\u0301 об’єкта 𝒳 протягом 30")
    make_draft("signs", text)
    for quote in ("🇺🇦", "ў\u0301 об’єкта", "𝒳 протягом 30"):
        say(olena, slug="signs", quote=quote)
    assert [words for words, _author, _lines in said(written("signs"))] == ["🇺🇦", "ў\u0301 об’єкта", "𝒳 протягом 30"]


def test_comment_on_a_whole_clause_is_on_its_paragraph(draft, olena, written):
    say(olena, eid="art_3__para_2")
    assert said(written())[0][0] == "2.\tЯкщо відповіді немає, заяву вважають задоволеною."


def test_comment_on_the_whole_draft_is_on_its_title(draft, olena, written):
    say(olena, "Про все.", eid="")
    assert said(written())[0][0] == "Про користування землею громади"


def test_comment_of_an_earlier_version_follows_its_words(draft, olena, written):
    say(olena, quote="заяву вважають задоволеною", eid="art_3__para_2")
    say(olena, "Довго.", quote=QUOTE)
    make_draft(text=LAND_2, name="002.md")
    moved, changed = sorted(said(written()), key=lambda one: "Довго." in one[2])
    assert moved[0] == "заяву вважають задоволеною"
    assert "20" in changed[0] and f"Слова змінилися. Ішлося про: «{QUOTE}»." in changed[2]


def test_comment_whose_words_are_gone_stands_in_a_section_at_the_end(draft, olena, written):
    say(olena, "Шкода.", quote="заяву вважають задоволеною", eid="art_3__para_2")
    make_draft(text=LAND.replace("2. Якщо відповіді немає, заяву вважають задоволеною.\n\n", ""), name="002.md")
    document = written()
    assert said(document)[0][0] == "«заяву вважають задоволеною»"
    lines = [one.text for one in document.paragraphs]
    at = lines.index("Зауваження, місця яких у тексті вже немає")
    assert lines[at + 1].startswith("Редакція 1, ч. 2 ст. 3: «заяву")


def test_wording_supports_answer_and_replies_stand_under_the_words(draft, as_, olena, petro, taras, written):
    one = say(olena, quote=QUOTE, stance="amend")
    bend(one, wording="20 днів")
    support(one, petro)
    answer(one, taras, decision="partly")
    say(petro, "Згоден.\n=1+1", parent=one)
    lines = said(written())[0][2]
    assert lines[0] == "Пропоную зміну."
    for line in (
        "Пропонована редакція: «20 днів».", "Підтримали: 1.", "Відповідь розробника: враховано частково.", REASON,
        "Згоден.", "=1+1",
    ):  # fmt: skip
        assert line in lines, line
    assert any(line.startswith("У частині першій статті 3") for line in lines)
    assert any(line.startswith("↳ Петро Гнатюк, ") for line in lines)


def test_copies_of_a_letter_are_one_comment_and_a_table(draft, olena, petro, marta, taras, written):
    first = say(olena, "Однаковий лист.", quote=QUOTE)
    second = say(petro, "Однаковий лист.", quote=QUOTE)
    third = say(marta, "Однаковий лист. І дітям шкода.", quote=QUOTE)
    make_campaign(first, second, third)
    document = written()
    assert len(list(document.comments)) == 1
    assert "Однакові звернення. Текстів: 1, людей: 3, звернень: 3." in said(document)[0][2]
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[0] == ["Автор", "Дата", "Текст", "Адреса"]
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [
        ("Петро Гнатюк", "той самий", f"{BASE}/comments/{second}"),
        ("Марта Коваленко", "Проти.\nОднаковий лист. І дітям шкода.", f"{BASE}/comments/{third}"),
    ]


def test_no_published_comment_is_lost_and_no_other_is_there(draft, olena, petro, marta, written):
    shown = [say(olena, f"Думка {number}.", eid=eid) for number, eid in enumerate(("", "art_1", "art_3__para_1"))]
    reply = say(petro, "Відповідь на приховане.", parent=shown[1])
    hide(shown[1], marta)
    bend(say(olena, "Чекає на перевірку."), status="held")
    hide(say(olena, "Приховане без відповідей."), marta)
    document = written()
    text = "\n".join("\n".join(lines) for _words, _author, lines in said(document))
    for words in ("Думка 0.", "Думка 2.", "Відповідь на приховане.", "Приховано модератором."):
        assert words in text
    for words in ("Думка 1.", "Чекає", "Приховане без"):
        assert words not in text
    assert find_comment(reply) is not None
    tombstone = next(one for one in document.comments if "Відповідь на приховане." in one.text)
    assert tombstone.author == "Без підпису"


def test_nameless_comment_has_an_author_in_words(draft, olena, written):
    bend(say(olena), author="")
    assert said(written())[0][1] == "Без підпису"


def test_text_of_the_act_is_the_same_with_comments_and_without(draft, olena, written, tmp_path):
    say(olena, quote=QUOTE)
    say(olena, eid="art_1")
    written()
    read = read_source_here((tmp_path / "land.docx").read_bytes(), "land.docx")
    wanted = clauses_of(version_of(draft_by_slug("land")).id)
    assert [(one.eid, one.num, one.text) for one in read.clauses] == [(one.eid, one.num, one.text) for one in wanted]


def test_draft_without_comments_is_just_its_text(draft, written):
    document = written()
    assert list(document.comments) == [] and document.paragraphs[0].text == "Про користування землею громади"


def test_table_of_an_act_takes_comments_too(olena, written):
    make_draft("tables", "# Про збори\n\n### Стаття 1. Ставки\n\n| Збір | Ставка |\n|---|---|\n| Земля | 3 |\n")
    eid = next(one.eid for one in clauses_of(version_of(draft_by_slug("tables")).id) if one.table)
    say(olena, slug="tables", eid=eid)
    assert said(written("tables"))[0][0] == "ЗбірСтавкаЗемля3"


def accepted(text):
    """Whether a person could have typed this text."""
    try:
        return bool(text) and clean_typed(text) == text
    except ValueError:
        return False


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40).filter(accepted), min_size=1, max_size=10))
def test_every_accepted_text_comes_back(bodies):
    elements = [
        margin_comments._comment_line(line, is_first=False) for body in bodies for line in body.split("\n")
    ]  # fmt: skip
    document = docx.Document()
    root = document.part._comments_part.element.add_comment()
    for element in elements:
        root.append(element)
    file = io.BytesIO()
    document.save(file)
    found = next(iter(docx.Document(io.BytesIO(file.getvalue())).comments))
    assert [one.text for one in found.paragraphs][1:] == [line for body in bodies for line in body.split("\n")]


def test_progress_tells_how_many_were_read(draft, olena, tmp_path):
    say(olena)
    told = []
    margin_comments.write(draft_by_slug("land"), tmp_path / "a.docx", BASE, told.append)
    assert told[-1] == 1
