"""What a drafter types to arrange themes."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Optional

from ...core.forms import Form, LineField, at_most, required

TOO_LONG = _l("Задовго: назва теми — до 120 знаків.")
MAX_LABEL = 120


class RenameForm(Form):
    label = LineField(_l("Назва теми"), [required(_l("Назвіть тему.")), at_most(MAX_LABEL, TOO_LONG)])


class MergeForm(Form):
    """``themes`` are public ids; without a label that of the largest stays."""

    themes = SelectMultipleField(_l("Які теми об’єднати"), validate_choice=False)
    label = LineField(_l("Назва об’єднаної теми (необов’язково)"), [Optional(), at_most(MAX_LABEL, TOO_LONG)])


class MoveForm(Form):
    """``comments`` are public ids; ``to`` is a theme, "other" or empty for a new theme with the label."""

    comments = SelectMultipleField(_l("Зауваження"), validate_choice=False)
    to = SelectField(_l("Куди"), validate_choice=False)
    label = LineField(_l("Назва нової теми"), [Optional(), at_most(MAX_LABEL, TOO_LONG)])
