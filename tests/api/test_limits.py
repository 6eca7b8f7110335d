"""How often programs may ask, and how they learn of it."""

import pytest

from reform_portal.core import limits
from tests.api.programs import annotate, annotation, bearer, problem, token_of
from tests.client import PageClient
from tests.factories import make_draft


@pytest.fixture
def settings(settings):
    from dataclasses import replace

    return replace(settings, limits_enabled=True)


@pytest.fixture
def limited(app):
    limits.limiter.reset()
    make_draft()
    yield PageClient(app)
    limits.limiter.reset()


def test_every_answer_tells_what_is_left(limited):
    first = limited.ask("get", "/api/v1/drafts").headers
    second = limited.ask("get", "/api/v1/drafts/land").headers
    assert int(first["RateLimit-Limit"]) >= 1000 and first["RateLimit-Policy"] == f"{first['RateLimit-Limit']};w=60"
    assert int(first["RateLimit-Remaining"]) - int(second["RateLimit-Remaining"]) == 1
    assert 0 <= int(second["RateLimit-Reset"]) <= 60


def test_a_thousand_requests_a_minute_are_no_hardship_and_then_it_is_said_when_to_come_back(limited):
    statuses = [limited.ask("get", "/api/v1/search").status_code for _ in range(1000)]
    assert set(statuses) == {200}
    while (last := limited.ask("get", "/api/v1/search")).status_code == 200:
        pass
    problem(last, 429)
    assert last.headers["RateLimit-Remaining"] == "0" and 1 <= int(last.headers["Retry-After"]) <= 60
    assert limited.ask("get", "/drafts/land/").status_code == 200


def test_writing_is_counted_by_token(limited, olena, petro):
    token = token_of(olena)
    answers = [annotate(limited, token, annotation(type="Nothing")) for _ in range(61)]
    assert [one.status_code for one in answers] == [422] * 60 + [429]
    problem(answers[-1], 429)
    assert annotate(limited, token_of(petro), annotation()).status_code == 201
    assert limited.ask("get", "/api/v1/drafts", headers=bearer(token)).status_code == 200
