"""What the tests of the pages of campaigns share: letters that many sent, and their grouping."""

from typing import Any

from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.feedback.campaigns.models import Campaign
from reform_portal.feedback.campaigns.reader import CampaignReader
from reform_portal.journal import readers
from tests.factories import make_person, say

LETTER = (
    "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися. "
    "Торік маршрут уже закривали на два місяці, і черга на виклик швидкої виросла втричі."
)
OWN_WORDS = "Я сама вожу туди маму щовівторка."
MINE = f"Шановні депутати!\n{LETTER} {OWN_WORDS}\nЗ повагою,\nОлена Коваленко"
SHORTER = "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися. "
OTHER = (
    "Маршрут до лікарні потрібен, але раз на годину йому ходити нема чого: водії возять повітря. "
    "Краще пустити малий автобус на виклик, як зробили у Балті минулої весни."
)


def follow() -> None:
    """Let the worker group what was said."""
    readers.run_once([CampaignReader()])
    db.session.rollback()


def send(*letters: str, **more: Any) -> list[str]:
    """Each letter posted by a citizen of its own and grouped; returns the public ids of the comments."""
    said = [say(make_person(f"sender{number}", given_name=f"Особа{number}"), body, **more) for number, body in
            enumerate(letters)]  # fmt: skip
    follow()
    return said


def campaign_ids() -> list[str]:
    """Public ids of all campaigns, the largest first."""
    db.session.rollback()
    found = list(db.session.scalars(select(Campaign.public_id).order_by(Campaign.size.desc(), Campaign.id)))
    db.session.rollback()
    return found
