"""The files of a report: Word and PDF, kept with their hashes, made anew when missing or touched."""

import sys
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from reform_portal.core.clock import now
from reform_portal.core.typesetting import NoTypesetter, printable, typeset
from reform_portal.feedback.report.files import SHEETS
from tests.discussion.acts import erase, hide
from tests.factories import make_draft, say
from tests.feedback.answering import work
from tests.feedback.reporting import answer_all, end, publish, write

FILE = "/drafts/land/report/file"
HARD = 'Ґанок об’єкта «Ї» #read("/etc/passwd") $x$ <script>алє</script> = 1\n\n- другий абзац'


@pytest.fixture
def published(app, olena, petro, taras):
    make_draft(rule_set="ua.3841", closes_at=now() + timedelta(days=1))
    hard = say(olena, HARD, stance="amend")
    say(petro, "Плата зависока.", eid="art_2")
    say(petro, "Думка без імені.", name_mode="pseudonym" if petro.pseudonym else "full", eid="")
    answer_all(taras)
    end()
    write("land", taras)
    publish("land", taras)
    return hard


def word(client):
    return Document(BytesIO(client.ask("get", f"{FILE}.docx").data))


def cells(document):
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_word_file_has_real_headings_and_repeated_header_rows(published, client):
    document = word(client)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Звіт про результати обговорення")
    parts = [text for style, text in headings if style == "Heading 2"]
    assert [text.split(".")[0] for text in parts[:6]] == ["1", "2", "3", "4", "5", "6"]
    assert document.sections[0].page_width > document.sections[0].page_height
    assert document.tables and all('w:tblHeader w:val="true"' in t.rows[0]._tr.xml for t in document.tables)


def test_word_file_says_every_word_as_it_was_written(published, client):
    found = cells(word(client))
    assert any(HARD in text for text in found) and any("Плата зависока." in text for text in found)
    assert sum(text.isdecimal() and len(text) < 3 for text in found) >= 3


def test_file_is_made_once_and_again_when_missing_or_touched(app, published, client, settings):
    work(app)
    folder = settings.data_dir / "reports" / "land"
    [path] = folder.glob("1.*.docx")
    first, at = path.read_bytes(), path.stat().st_mtime_ns
    assert client.ask("get", f"{FILE}.docx").data == first and path.stat().st_mtime_ns == at
    path.write_bytes(b"another")
    assert client.ask("get", f"{FILE}.docx").data.startswith(b"PK")
    path.unlink()
    assert len(cells(word(client))) == len(cells(Document(BytesIO(first))))


def test_words_that_are_no_longer_public_are_in_no_file(app, published, client, marta, settings):
    work(app)
    hide(published, marta)
    assert "Ґанок" not in str(cells(word(client)))
    work(app)
    erase(published, marta)
    work(app)
    assert "Ґанок" not in str(cells(word(client)))
    assert len(list((settings.data_dir / "reports" / "land").glob("*.docx"))) == 1


def test_earlier_reports_keep_their_files(published, client, taras):
    publish("land", taras, "Виправлено.")
    old = client.ask("get", f"{FILE}.docx?number=1")
    assert "filename=land-report-1.docx" in old.headers["Content-Disposition"]
    assert "Виправлено." not in [p.text for p in Document(BytesIO(old.data)).paragraphs]
    assert "Виправлено." in [p.text for p in word(client).paragraphs]


@pytest.mark.parametrize("path", [f"{FILE}.odt", f"{FILE}.docx?number=9", "/drafts/nowhere/report/file.pdf"])
def test_what_is_not_there(published, client, path):
    client.get(path, 404)


def test_before_it_is_published_there_is_no_file(draft, client):
    client.get(f"{FILE}.docx", 404)


def test_without_the_typesetter_the_error_says_what_to_do(published, client, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoTypesetter, match="reform-portal"):
        typeset(SHEETS / "report.typ", {})
    assert "pdf" in client.get(f"{FILE}.pdf", 503).text


def test_the_worker_goes_on_without_the_typesetter(app, published, monkeypatch, settings):
    monkeypatch.setitem(sys.modules, "typst", None)
    work(app)
    assert [path.suffix for path in (settings.data_dir / "reports" / "land").glob("1.*[!6]")] == [".docx"]


@pytest.mark.parametrize(("text", "printed"), [
    ("Ґанок п’ять «слів» ʼ ї", "Ґанок п’ять «слів» ʼ ї"), ("🔒 так", "[U+1F512] так"), ("中", "[U+4E2D]"),
    ("5 ₴ № 1 – 2…", "5 ₴ № 1 – 2…"), ("о́", "о́"), ("a\tb\nc", "a\tb\nc"), ("\x01", "[U+0001]"),
])  # fmt: skip
def test_letters_without_a_glyph_are_printed_as_their_code(text, printed):
    assert printable({"a": [text, 1, None]}) == {"a": [printed, 1, None]}
