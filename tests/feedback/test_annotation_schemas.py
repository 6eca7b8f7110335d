"""Our annotations against the schemas with which the W3C tests programs that write annotations."""

import json
from pathlib import Path

import pytest

from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.exports.formats import save
from tests.discussion.proposing import propose
from tests.factories import say
from tests.feedback.json_schema import Schema, load

pytestmark = pytest.mark.corpora
MUSTS = {
    "annotation": "annotations/annotationMusts.test",
    "collection": "collections/collectionMusts.test",
    "page": "collections/pages/pageMusts.test",
}


@pytest.fixture
def w3c(corpora):
    return corpora / "w3c-web-annotation"


def refused(w3c: Path, kind: str, value: object) -> list[str]:
    """The assertions that a value does not meet."""
    names = load(w3c / MUSTS[kind])["assertions"]
    return [name for name in names if not meets(w3c, name, value)]


def meets(w3c: Path, name: str, value: object) -> bool:
    schema = load(w3c / name)
    wanted = schema.get("expectedResult", "valid") == "valid"
    return Schema(w3c / name, w3c / "definitions").accepts(value) == wanted


@pytest.fixture
def collection(tmp_path, draft, olena, petro):
    """Every kind of comment as an annotation."""
    one = say(olena, quote="30 календарних днів")
    say(olena, eid="art_2")
    say(petro, eid="", stance="question", name_mode="initial")
    say(petro, "Не погоджуюся.", parent=one)
    propose(olena, "20 робочих днів", "30 календарних днів")
    propose(petro, "", "30 календарних днів")
    save(draft_by_slug("land"), "jsonld", tmp_path / "a.jsonld", "http://portal.test")
    return json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))


def test_every_annotation_meets_every_must(w3c, collection):
    found = collection["first"]["items"]
    assert len(found) == collection["total"] == 6
    assert len(load(w3c / MUSTS["annotation"])["assertions"]) == 54
    assert {item["id"]: refused(w3c, "annotation", item) for item in found} == {item["id"]: [] for item in found}


def test_collection_and_its_page_meet_every_must(w3c, collection):
    assert refused(w3c, "collection", collection) == []
    assert refused(w3c, "page", collection) == []


@pytest.mark.parametrize(
    "breach",
    [
        {"@context": "http://example.org"},
        {"id": "no address"},
        {"type": "Comment"},
        {"target": None},
        {"created": "22.11.2026"},
        {"bodyValue": "Тіло двічі"},
        {"target": {"type": "SpecificResource", "source": "http://a.b", "selector": {"type": "FragmentSelector"}}},
        {"body": {"type": "TextualBody"}},
    ],
)
def test_breach_is_found(w3c, collection, breach):
    item = {**collection["first"]["items"][0], **breach}
    assert refused(w3c, "annotation", {name: value for name, value in item.items() if value is not None})


def test_this_reader_of_schemas_accepts_the_samples_of_the_w3c(w3c):
    samples = [load(path) for path in sorted((w3c / "tools" / "samples" / "correct").glob("anno*.json"))]
    # Sets of targets, which no comment has, are refused by the W3C's own wording of its schema.
    samples = [sample for sample in samples if "items" not in sample["target"]]
    assert len(samples) > 30
    assert [sample["id"] for sample in samples if refused(w3c, "annotation", sample)] == []
