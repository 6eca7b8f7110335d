"""Programs that read and write with tokens."""

from typing import Any

from reform_portal.core.database import db, unit_of_work
from reform_portal.people import actions
from reform_portal.people.queries import api_tokens_of, person_by_email
from reform_portal.people.token_scopes import SCOPES

BASE = "http://portal.test"
LD = "application/ld+json"
CONTAINER = "/api/v1/drafts/land/annotations/"


def token_of(account: Any, *scopes: str, days: int = 0) -> str:
    """A new token of an account, good for everything unless scopes are named."""
    with unit_of_work():
        return actions.make_api_token(person_by_email(account.email), "Бот", scopes or SCOPES, days)


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): value for name, value in more.items()}}


def problem(answer: Any, status: int) -> dict[str, Any]:
    """What a refused request was told, as RFC 9457 has it."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    content = answer.get_json(force=True)
    assert content["status"] == status and content["detail"] and content["type"] == "about:blank"
    return content


def faults(answer: Any, status: int = 422) -> set[str]:
    """The fields that a refusal names."""
    return {one["field"] for one in problem(answer, status).get("errors", ())}


def annotation(**more: Any) -> dict[str, Any]:
    """An annotation about words of a clause; ``None`` leaves a field out."""
    content = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "commenting",
        "body": {"type": "TextualBody", "format": "text/plain", "value": "Досить 20 днів."},
        "target": on("art_3__para_1", {"type": "TextQuoteSelector", "exact": "30 календарних днів"}),
        **more,
    }
    return {name: value for name, value in content.items() if value is not None}


def on(eid: str = "", *refined: dict[str, Any], source: str = f"{BASE}/drafts/land/") -> dict[str, Any]:
    """A target: a clause, or words of it."""
    target: dict[str, Any] = {"type": "SpecificResource", "source": source}
    if eid:
        target["selector"] = {"type": "FragmentSelector", "value": eid}
        if refined:
            target["selector"]["refinedBy"] = list(refined) if len(refined) > 1 else refined[0]
    return target


def annotate(client: Any, token: str, content: Any, kind: str = LD, path: str = CONTAINER) -> Any:
    return client.ask("post", path, json=content, headers=bearer(token) | {"Content-Type": kind})


def tokens_of(account: Any) -> list[Any]:
    """The tokens that an account has now."""
    db.session.rollback()
    found = list(api_tokens_of(account.id))
    db.session.rollback()
    return found
