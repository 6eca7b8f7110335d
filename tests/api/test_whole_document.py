"""Every operation as the document has it, asked for with what is right and with what is wrong."""

import contextvars
import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reform_portal.api.operations import OPERATIONS
from reform_portal.app import create_app
from reform_portal.core.database import db
from reform_portal.journal import readers
from tests.api.programs import bearer, token_of
from tests.client import PageClient
from tests.conftest import settings_in
from tests.discussion.acts import hide
from tests.discussion.proposing import propose
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import answer
from tests.texts import LAND_2

SOUND = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# What fits its schema may still name what is not there; so it is asked about the draft and the comment that are.
FEW = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def portal(tmp_path_factory, empty_database):
    """A portal with a bit of everything; the WSGI application, an own comment's id and a token."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(empty_database, folder / "portal.sqlite")
    app = create_app(settings_in(folder))
    with app.app_context():
        olena, petro = make_person("olena"), make_person("petro")
        taras, marta = make_person("taras", "drafter"), make_person("marta", "moderator")
        make_draft()
        one = say(olena, quote="30 календарних днів")
        say(petro, "Згоден.", parent=one, stance="neutral")
        hide(say(petro, "Зайве."), marta)
        propose(petro, "20 днів", "30 календарних днів")
        make_draft(text=LAND_2)
        answer(one, taras, "partly", changed="ч. 1 ст. 3")
        readers.run_once(app.extensions["readers"], patience=60)
        yield app, one, token_of(olena)
        db.session.remove()
        db.engine.dispose()


def described(portal):
    app, _one, _token = portal
    document = PageClient(app).ask("get", "/api/v1/openapi.json").json
    schema = openapi.from_dict(document)
    schema.app, schema.location = app, "/"
    return {
        (found.method.upper(), found.path): found for result in schema.get_all_operations() if (found := result.ok())
    }


def try_out(strategy, checks, headers):
    """Ask in some of the ways of a strategy, check each answer; the statuses that came."""
    statuses = set()

    @FEW
    @given(case=strategy)
    def ask(case):
        response = contextvars.Context().run(lambda: case.call(headers=headers))
        case.validate_response(response, checks=checks)
        statuses.add(response.status_code)

    ask()
    return statuses


@pytest.mark.parametrize(("method", "path"), list(OPERATIONS), ids=lambda part: part)
def test_operation_answers_as_it_is_described(portal, method, path):
    _app, one, token = portal
    operation = described(portal)[method, path.replace("<", "{").replace(">", "}")]
    known = {"slug": "land", "public_id": one, "pair": "1...2"}
    there = {name: value for name, value in known.items() if f"<{name}>" in path}
    fixed = {"path_parameters": there} if there else {}
    headers = bearer(token) if method != "GET" else None
    came = try_out(operation.as_strategy(GenerationMode.POSITIVE, **fixed), SOUND, headers)
    assert method != "GET" or 200 in came
    if operation.query or operation.body:
        try_out(operation.as_strategy(GenerationMode.NEGATIVE), [*SOUND, negative_data_rejection], headers)
