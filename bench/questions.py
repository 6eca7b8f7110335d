"""How well a question in plain words finds its clause: headings and definitions of real laws, asked as people ask.

``python -m bench.questions`` prints for each law, engine and morphology the share of questions whose clause is among
the first ten, and fails below 0.80. The questions are made by fixed templates around a heading («Які правила
встановлює закон щодо …») and of the beginnings of definitions without the word defined.
"""

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reform_portal.core import lemmas
from reform_portal.core.errors import ConfigurationError
from reform_portal.drafts.formats.importers import read as read_file
from reform_portal.drafts.structure import parse_structure
from reform_portal.search.asked import read
from reform_portal.search.engines.documents import Document, Engine, Filters
from reform_portal.search.engines.whoosh_engine import WhooshEngine

from .themes import CORPORA

GOAL = 0.80
FIRST = 10
WORDS = 10
TEMPLATES = (
    "Підкажіть, будь ласка, що саме цей закон говорить про таке питання: {}?",
    "Які правила встановлює закон, коли йдеться про {}, і де про це написано?",
    "Хочу зрозуміти, як за новими правилами вирішується {} у нашій громаді",
)
_HEADING = re.compile(r"Стаття\s+\S+\s*(?P<title>.*)", re.DOTALL)
_DEFINITION = re.compile(r"(?P<word>[^–—-]{3,80}?)\s+[–—-]\s+(?P<said>.{60,})", re.DOTALL)


@dataclass(frozen=True)
class Question:
    """``refs`` are the documents that answer it: more than one where the law says the same words twice."""

    words: str
    refs: frozenset[str]


def laws(folder: Path) -> Iterator[tuple[str, list[Document], list[Question]]]:
    """(name, clauses as documents, questions) of each law of ``corpora/ua-laws``."""
    for path in sorted(folder.glob("*.txt")):
        clauses = parse_structure(read_file(path.read_bytes(), path.name).paragraphs).clauses
        documents = [
            Document(f"k:{path.stem}-{number}", "clause", path.stem, f"{clause.num} {clause.text}".strip())
            for number, clause in enumerate(clauses)
        ]
        same = defaultdict(set)
        for document in documents:
            same[document.text].add(document.ref)
        questions = [
            Question(words, frozenset(same[document.text]))
            for number, (clause, document) in enumerate(zip(clauses, documents, strict=True))
            for words in _asked(clause.num, clause.text, number)
        ]
        yield path.stem, documents, questions


def _asked(num: str, text: str, number: int) -> Iterator[str]:
    heading = _HEADING.fullmatch(f"{num} {text}".strip())
    if heading and len(heading["title"].split()) > 1:
        yield TEMPLATES[number % len(TEMPLATES)].format(heading["title"][:1].lower() + heading["title"][1:].rstrip("."))
    definition = _DEFINITION.fullmatch(text)
    if definition and not heading:
        yield f"як за законом називається {' '.join(definition['said'].split()[:WORDS])}"


def share_found(engine: Engine, questions: Sequence[Question], draft: str = "") -> float:
    """The share of questions whose document is among the first ten."""
    return sum(_is_found(engine, question, draft) for question in questions) / max(len(questions), 1)


def _is_found(engine: Engine, question: Question, draft: str) -> bool:
    query, filters = read({"q": question.words}).query, Filters(draft=draft)
    hits = engine.search(query, filters, limit=FIRST)
    if not hits.total and query.is_plain:
        hits = engine.search(query.loosened(), filters, limit=FIRST)
    return not question.refs.isdisjoint(ref for ref, _score in hits.refs)


def main() -> int:
    found = list(laws(CORPORA / "ua-laws"))
    questions = [question for _name, _documents, here in found for question in here]
    shares = []
    for morphology in ("simplemma", "pymorphy3"):
        try:
            lemmas.choose(morphology)
        except ConfigurationError as error:
            print(f"{morphology}: {error}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            engine = WhooshEngine(Path(folder) / "index")
            engine.rebuild(document for _name, documents, _questions in found for document in documents)
            shares.append(share_found(engine, questions))
            print(f"{morphology}: {len(questions)} questions, all laws together: {shares[-1]:.3f} in the first {FIRST}")
            for name, _documents, here in found:
                print(f"  {name}: {len(here)} questions, {share_found(engine, here):.3f}")
    return 0 if shares and min(shares) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
