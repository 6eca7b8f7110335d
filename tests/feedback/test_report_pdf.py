"""PDF files: tagged, in Ukrainian, with the words as they were written."""

from datetime import timedelta
from io import BytesIO

import pytest

from reform_portal.core.clock import now
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.report.summary_pdf import write as write_summary
from tests.factories import make_draft, say
from tests.feedback.answering import answer, work
from tests.feedback.reporting import answer_all, end, publish, write

pytest.importorskip("typst", reason="the extra «pdf» is not installed")
pypdf = pytest.importorskip("pypdf", reason="the requirements of the tests are not installed")

HARD = 'Ґанок об’єкта «Ї», п\'ять. #read("/etc/passwd") $x$ *b* 🔒 = 1'


def opened(content):
    reader = pypdf.PdfReader(BytesIO(content))
    return reader, unbroken("".join(page.extract_text() for page in reader.pages))


def unbroken(text):
    """A text without the spaces and hyphens that the ends of lines bring in."""
    return "".join(text.replace("\u00ad", "").split())


def assert_accessible(reader, language):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and "/StructTreeRoot" in root and root["/Lang"].startswith(language)
    assert b"pdfuaid" in root["/Metadata"].get_data()


def kinds(element):
    """Kinds of the elements of a structure tree."""
    found, children = [str(element.get("/S", ""))], element["/K"] if "/K" in element else []  # noqa: SIM401 - only an index follows references
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and "/S" in child:
            found += kinds(child)
    return found


@pytest.fixture
def report_pdf(app, olena, petro, taras, client):
    make_draft(rule_set="ua.3841", closes_at=now() + timedelta(days=1))
    say(olena, HARD, stance="amend")
    say(petro, "Плата зависока.", eid="art_2")
    answer_all(taras)
    end()
    write("land", taras)
    publish("land", taras)
    return client.ask("get", "/drafts/land/report/file.pdf").data


def test_report_is_tagged_and_its_words_come_out(report_pdf):
    reader, text = opened(report_pdf)
    assert_accessible(reader, "uk")
    for words in ("Ґанок об’єкта «Ї», п'ять.", '#read("/etc/passwd") $x$ *b*', "[U+1F512]", "Плата зависока."):
        assert unbroken(words) in text, words
    assert "root:" not in text
    tags = kinds(reader.trailer["/Root"]["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/THead"} <= set(tags)


def test_summary_of_a_draft_without_comments(draft, tmp_path):
    write_summary(draft_by_slug("land"), tmp_path / "s.pdf", "http://portal.test")
    reader, text = opened((tmp_path / "s.pdf").read_bytes())
    assert_accessible(reader, "uk")
    assert unbroken("Зауважень ще немає.") in text


def test_summary_says_what_was_said(app, draft, olena, petro, taras, tmp_path):
    answer(say(olena, HARD), taras)
    say(petro, "Чому так довго?", stance="question")
    work(app)
    write_summary(draft_by_slug("land"), tmp_path / "s.pdf", "http://portal.test")
    reader, text = opened((tmp_path / "s.pdf").read_bytes())
    assert_accessible(reader, "uk")
    assert unbroken("Чому так довго?") in text and unbroken("ч. 1 ст. 3") in text
