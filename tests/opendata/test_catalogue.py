"""The catalogue by DCAT-AP and the papers for the state's portal."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from reform_portal.core.settings import Publisher
from reform_portal.opendata import catalogue, registry
from reform_portal.opendata.datasets import BY_NAME, DATASETS
from reform_portal.opendata.dumps import Dump, DumpFile
from tests.factories import say
from tests.feedback.sheets import read_csv
from tests.opendata.dumping import dump
from tests.opendata.shapes import faults, parsed, shapes

PUBLISHER = Publisher("Одеська обласна рада", "", "12345678", "Іван Коваль", "data@example.org")
FACTS = registry.Facts("http://portal.test", PUBLISHER, date(2026, 11, 22), "2026-10-01", "2026-11-22T02:00:00Z")
FILES = tuple(DumpFile(name, 5, "ab" * 32, 1) for dataset in DATASETS for name in dataset.file_names)
DUMP = Dump(Path("x"), "2026-11-22", "2026-11-22T02:00:00Z", 3, "s", FILES)
COLUMNS = (
    "identifier,title,description,accrualPeriodicity,keyword,purpose,landingPage,distributionFormat,publisherName,"
    "publisherIdentifier,contactPointFn,contactPointHasEmail"
)
FREQUENCIES = (
    "Відразу після внесення змін", "Більш як один раз на день", "Щодня", "Щотижня", "Щомісяця", "Щокварталу",
    "Кожного півріччя", "Щороку",
)  # fmt: skip


@pytest.mark.corpora
@pytest.mark.parametrize("facts", [FACTS, replace(FACTS, publisher=Publisher(), issued="", modified="")])
@pytest.mark.parametrize("made", [DUMP, None])
def test_catalogue_conforms(corpora, facts, made):
    if made is not None and not facts.modified:
        facts = replace(facts, modified=made.made_at)
    assert faults(catalogue.catalogue(facts, made), shapes(corpora / "dcat-ap")) == ""


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("kind", "term"),
    [
        (DCAT.Catalog, DCTERMS.title), (DCAT.Catalog, DCTERMS.publisher), (DCAT.Dataset, DCTERMS.description),
        (DCAT.Distribution, DCAT.accessURL), (DCAT.DataService, DCAT.endpointURL),
    ],
)  # fmt: skip
def test_catalogue_that_lacks_something_does_not_conform(corpora, kind, term):
    graph = catalogue.catalogue(FACTS, DUMP)
    graph.remove((next(graph.subjects(RDF.type, kind)), term, None))
    assert f":{term.fragment or term.rpartition('/')[2]}" in faults(graph, shapes(corpora / "dcat-ap"))


@pytest.mark.parametrize("made", [DUMP, None])
def test_both_forms_say_the_same(made):
    graph = catalogue.catalogue(FACTS, made)
    turtle, json_ld = (parsed(catalogue.written(graph, ending), form) for ending, form in FORMS)
    assert isomorphic(turtle, json_ld) and isomorphic(turtle, graph)


FORMS = (("ttl", "turtle"), ("jsonld", "json-ld"))


def test_catalogue_that_is_served_tells_the_files_of_the_dump(client, draft, olena):
    say(olena)
    made = dump()
    graphs = []
    for ending, form in FORMS:
        answer = client.ask("get", f"/open-data/catalog.{ending}")
        assert answer.status_code == 200 and answer.content_type == catalogue.FORMS[ending][1]
        graphs.append(parsed(answer.data, form))
        again = client.ask("get", f"/open-data/catalog.{ending}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    assert isomorphic(*graphs)
    for dataset in DATASETS:
        for name in dataset.file_names:
            file = graphs[0].value(predicate=DCAT.downloadURL, object=_url(f"/open-data/latest/{name}"))
            assert int(graphs[0].value(file, DCAT.byteSize)) == made.file(name).size
    service = next(graphs[0].subjects(RDF.type, DCAT.DataService))
    assert graphs[0].value(service, DCAT.endpointDescription) == _url("/api/v1/openapi.json")


def test_catalogue_without_a_dump_has_no_files(client, draft):
    graph = parsed(client.ask("get", "/open-data/catalog.ttl").data, "turtle")
    assert not list(graph.subjects(RDF.type, DCAT.Distribution))
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == len(DATASETS)


def test_catalogue_has_two_forms(client, app):
    assert "catalog.jsonld" in client.get("/open-data/catalog.xml", status=404).text


def test_what_the_body_did_not_say_is_not_made_up():
    graph = catalogue.catalogue(replace(FACTS, publisher=Publisher()), None)
    agent = graph.value(next(graph.subjects(RDF.type, DCAT.Catalog)), DCTERMS.publisher)
    assert graph.value(agent, DCTERMS.identifier) is None and not list(graph.objects(None, DCAT.contactPoint))
    told = catalogue.catalogue(FACTS, None)
    assert told.value(_url("/open-data#publisher"), DCTERMS.identifier) == Literal("12345678")


# The state's portal


def test_registry_has_the_columns_to_the_letter(client, draft):
    answer = client.ask("get", "/open-data/registry.csv")
    assert answer.data.decode().split("\r\n")[0] == COLUMNS
    rows = read_csv(b"\xef\xbb\xbf" + answer.data)
    assert [row["title"] for row in rows] == [dataset.title_uk for dataset in DATASETS]
    for row in rows:
        assert row["accrualPeriodicity"] == "Щодня" and row["landingPage"].startswith("http://portal.test/open-data#")
        # Nobody said who publishes.
        assert row["publisherName"] == row["publisherIdentifier"] == row["contactPointHasEmail"] == ""


def test_registry_names_the_body_that_publishes():
    rows = read_csv(registry.registry(FACTS).encode())
    assert {row["publisherIdentifier"] for row in rows} == {"12345678"}
    assert len({row["identifier"] for row in rows}) == len(DATASETS)
    assert rows[0]["identifier"] == "12345678-texts" and rows[0]["contactPointFn"] == "Іван Коваль"


def test_frequencies_are_those_of_the_rule():
    from reform_portal.drafts.rule_sets import open_data_rules, rule_sets

    rule = open_data_rules().rule("frequency.words", FACTS.today)
    assert rule is not None and tuple(row["word"] for row in rule.value) == FREQUENCIES and "835" in rule.basis
    assert registry.frequency_word(FACTS.today, "WEEKLY") == "Щотижня"
    assert open_data_rules().name not in rule_sets()


def test_every_dataset_has_a_passport_and_a_structure(client, draft):
    for name, dataset in BY_NAME.items():
        passport = read_csv(client.ask("get", f"/open-data/passports/{name}.passport.csv").data)
        values = {row["part"]: row["value"] for row in passport}
        assert values["title"] == dataset.title_uk and values["frequency"] == "Щодня" and values["publisher"] == ""
        structure = read_csv(client.ask("get", f"/open-data/passports/{name}.structure.csv").data)
        assert [(row["table"], row["name"]) for row in structure] == [
            (table.name, column.name) for table in dataset.tables for column in table.columns
        ]


def test_no_other_papers(client, app):
    for name in ("comments.csv", "nothing.passport.csv", "comments", "..%2Fx.passport.csv", "comments."):
        assert client.ask("get", f"/open-data/passports/{name}").status_code == 404


def _url(path):
    return URIRef(f"http://portal.test{path}")
