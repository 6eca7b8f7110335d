"""The annotations of a draft as the Web Annotation Protocol has it, each comment at its own address."""

import pytest

from reform_portal.api import annotation_views
from tests.api.programs import BASE, CONTAINER, LD, faults, problem
from tests.client import PageClient
from tests.discussion.acts import bend, erase, hide, withdraw
from tests.discussion.proposing import propose
from tests.factories import make_draft, say
from tests.feedback.test_annotation_schemas import refused

PROFILE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
IRIS = 'return=representation;include="http://www.w3.org/ns/oa#PreferContainedIRIs"'
MINIMAL = 'return=representation; include="http://www.w3.org/ns/ldp#PreferMinimalContainer"'


def ask(client: PageClient, path: str = CONTAINER, **headers: str):
    answer = client.ask("get", path.removeprefix(BASE), headers={n.replace("_", "-"): v for n, v in headers.items()})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def walked(client, **headers):
    """Every page, from the first to the last by next, and back by prev."""
    found = ask(client, **headers).json
    page = found["first"]
    if isinstance(page, str):
        page = ask(client, page).json
    pages = [page]
    while "next" in pages[-1]:
        pages.append(ask(client, pages[-1]["next"]).json)
    back = [pages[-1]]
    while "prev" in back[-1]:
        back.append(ask(client, back[-1]["prev"]).json)
    assert [one["id"] for one in reversed(back)] == [one["id"] for one in pages]
    assert found["last"] == pages[-1]["id"]
    return found, pages


def test_container_says_what_it_is(client, draft, olena):
    one = say(olena)
    answer = ask(client)
    assert answer.content_type == PROFILE
    links = answer.headers.getlist("Link")
    assert '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"' in links
    assert any("ldp#constrainedBy" in link for link in links)
    assert answer.headers["Accept-Post"] == PROFILE and answer.headers["ETag"]
    assert {"Accept", "Prefer"} <= set(answer.headers["Vary"].split(", "))
    assert {"GET", "HEAD", "OPTIONS", "POST"} == set(answer.headers["Allow"].split(", "))
    found = answer.json
    assert set(found["type"]) == {"BasicContainer", "AnnotationCollection"} and found["total"] == 1
    assert answer.headers["Content-Location"] == found["id"]
    assert [item["id"] for item in found["first"]["items"]] == [f"{BASE}/comments/{one}"]


def test_head_and_options(client, draft):
    head, options = client.ask("head", CONTAINER), client.ask("options", CONTAINER)
    assert head.status_code == options.status_code == 200 and not head.get_data()
    assert head.headers["Accept-Post"] == options.headers["Accept-Post"] == PROFILE
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_addresses_alone_or_the_container_alone(client, draft, olena):
    one = say(olena)
    answer = ask(client, Prefer=IRIS)
    assert answer.json["first"]["items"] == [f"{BASE}/comments/{one}"]
    assert answer.headers["Preference-Applied"] == "return=representation" and answer.json["id"].endswith("?iris=1")
    minimal = ask(client, Prefer=MINIMAL).json
    assert isinstance(minimal["first"], str) and ask(client, minimal["first"]).json["items"][0]["type"] == "Annotation"
    both = MINIMAL.replace('"http', '"http://www.w3.org/ns/oa#PreferContainedIRIs http')
    assert ask(client, ask(client, Prefer=both).json["first"]).json["items"] == [f"{BASE}/comments/{one}"]
    assert "Preference-Applied" not in ask(client, Prefer="respond-async").headers
    etags = {ask(client, Prefer=one).headers["ETag"] for one in ("", IRIS, MINIMAL)}
    assert len(etags) == 3


@pytest.mark.parametrize("preferred", ["", IRIS, MINIMAL])
def test_pages_lead_through_all_and_back(client, draft, olena, monkeypatch, preferred):
    monkeypatch.setattr(annotation_views, "PAGE", 3)
    ids = [f"{BASE}/comments/{say(olena, f'Думка {n}')}" for n in range(8)]
    found, pages = walked(client, Prefer=preferred)
    assert (found["total"], [one["startIndex"] for one in pages]) == (8, [0, 3, 6])
    assert [item if isinstance(item, str) else item["id"] for one in pages for item in one["items"]] == ids
    wholes = [one["partOf"] if isinstance(one["partOf"], str) else one["partOf"]["id"] for one in pages]
    assert set(wholes) == {found["id"]} and pages[-1]["partOf"]["total"] == 8


@pytest.mark.parametrize("number", [1, 3, 4, 6])
def test_last_page_is_never_empty(client, draft, olena, monkeypatch, number):
    monkeypatch.setattr(annotation_views, "PAGE", 3)
    for n in range(number):
        say(olena, f"Думка {n}")
    _found, pages = walked(client)
    assert all(one["items"] for one in pages) and len(pages) == -(-number // 3)


@pytest.mark.parametrize("how", ["hidden", "withdrawn", "erased", "held"])
def test_what_is_not_public_is_nowhere(client, draft, olena, petro, marta, how):
    kept, one = say(olena, "Лишається."), say(olena, "Зниклі слова.")
    say(petro, "Відповідь.", parent=one)
    before = ask(client).json
    assert before["total"] == 3
    {
        "hidden": lambda: hide(one, marta),
        "withdrawn": lambda: withdraw(one, olena),
        "erased": lambda: erase(one, marta),
        "held": lambda: bend(one, status="held"),
    }[how]()
    if how != "held":
        found = ask(client)
        assert found.json["total"] == 2 and "Зниклі" not in found.get_data(as_text=True)
        assert next(item["id"] for item in found.json["first"]["items"]).endswith(kept)
        for headers in ({"Accept": LD}, {"Accept": PROFILE}):
            problem(client.ask("get", f"/comments/{one}", headers=headers), 410)
            problem(client.ask("get", f"/api/v1/comments/{one}", headers=headers), 410)
    else:
        problem(client.ask("get", f"/comments/{one}", headers={"Accept": LD}), 404)


def test_empty_container(client, draft):
    found = ask(client).json
    assert found["total"] == 0 and "first" not in found and "last" not in found


@pytest.mark.parametrize("page", ["x", "WzBd", "Wy0xLDBd", "W10", "1"])
def test_page_that_is_no_page(client, draft, page):
    assert faults(client.ask("get", f"{CONTAINER}?page={page}"), 400) == {"page"}


def test_unknown_draft_form_and_method(client, draft):
    problem(client.ask("get", "/api/v1/drafts/nothing/annotations/"), 404)
    problem(client.ask("get", CONTAINER, headers={"Accept": "text/turtle"}), 406)
    problem(client.ask("put", CONTAINER), 405)


def test_comment_at_its_lasting_address(client, draft, olena):
    one = say(olena, quote="30 календарних днів")
    found = ask(client, f"/comments/{one}", Accept=PROFILE)
    assert found.content_type == PROFILE and found.json["id"] == f"{BASE}/comments/{one}"
    assert found.headers["Link"] == '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
    assert {"GET", "PUT", "DELETE"} <= set(found.headers["Allow"].split(", "))
    assert "Accept" in found.headers["Vary"]
    again = client.ask("get", f"/comments/{one}", headers={"Accept": LD, "If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304
    assert client.ask("head", f"/comments/{one}", headers={"Accept": LD}).headers["ETag"] == found.headers["ETag"]
    assert ask(client, f"/api/v1/comments/{one}", Accept=LD).json == found.json
    assert ask(client, f"/comments/{one}", Accept="application/json").json["id"] == one


@pytest.mark.parametrize("accept", [None, "text/html", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "image/png"])
def test_people_get_the_page(client, draft, olena, accept):
    answer = client.ask("get", f"/comments/{say(olena)}", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200 and answer.mimetype == "text/html" and "Accept" in answer.headers["Vary"]


def test_pages_of_a_draft_say_where_its_annotations_are(client, draft):
    for path in ("/drafts/land/", "/drafts/land/art_1", "/drafts/land/"):
        assert client.ask("get", path).headers["Link"] == (
            f'<{CONTAINER}>; rel="http://www.w3.org/ns/oa#annotationService"'
        )


@pytest.mark.corpora
def test_every_must_of_the_w3c_is_met(client, draft, corpora, olena, petro, monkeypatch):
    w3c = corpora / "w3c-web-annotation"
    monkeypatch.setattr(annotation_views, "PAGE", 4)
    one = say(olena, quote="30 календарних днів")
    ids = [one, say(olena, eid="art_2"), say(petro, eid="", stance="question", name_mode="initial")]
    ids += [say(petro, "Не погоджуюся.", parent=one), propose(olena, "20 робочих днів", "30 календарних днів")]
    for public_id in ids:
        assert refused(w3c, "annotation", ask(client, f"/comments/{public_id}", Accept=LD).json) == []
    for preferred in ("", IRIS, MINIMAL):
        found, pages = walked(client, Prefer=preferred)
        assert len(pages) == 2 and refused(w3c, "collection", found) == []
        assert [refused(w3c, "page", ask(client, page["id"]).json) for page in pages] == [[], []]
        if preferred != MINIMAL:
            assert refused(w3c, "page", found) == []
    make_draft(text="# Порожній\n\nСтаття 1. Одне.\n", slug="empty")
    assert refused(w3c, "collection", ask(client, "/api/v1/drafts/empty/annotations/").json) == []
