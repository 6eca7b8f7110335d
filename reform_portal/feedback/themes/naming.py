"""Labels that a language model proposes, where the owner of the portal has set one. For the worker."""

import logging
from collections.abc import Collection
from functools import partial
from typing import Any

from ...core.database import db
from ...core.settings import Settings
from . import actions, queries
from .label_model import LabelModel, NoAnswer, Refused

logger = logging.getLogger(__name__)


def name(theme_ids: Collection[int], settings: Settings) -> None:
    """Ask for labels of themes whose label is taken from the words of their comments.

    A label that does not check is refused, and no failure is more than a line in the log: then that label stays.
    """
    if settings.labels_url is None or not theme_ids:
        return
    model = LabelModel(settings.labels_url, settings.labels_model, settings.labels_key)
    for row in queries.with_own_labels(theme_ids):
        try:
            _name(row, model)
        except Refused as error:
            logger.warning("a proposed label of theme %s was refused: %s", row.public_id, error)
        except NoAnswer as error:
            logger.warning("no labels of themes could be asked for: %s", error)
            return
        finally:
            db.session.rollback()


def _name(row: Any, model: LabelModel) -> None:
    quotes = queries.shown_theme(row).quotes
    db.session.rollback()
    if quotes:
        members = partial(queries.placed_here, row.provision_id, row.id)
        actions.relabel(row.id, row.quotes, model.propose(quotes, row.language, members))
