"""What people choose about what they follow."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from ...core.forms import Form, LineField, at_most, options
from .labels import FREQUENCY_LABELS
from .targets import NAME_LENGTH
from .timing import DAILY

_CHOOSE = _l("Оберіть, як часто надсилати листи.")


class FollowForm(Form):
    """How often letters come; ``name`` is that of a saved search."""

    name = LineField(_l("Назва пошуку"), [Optional(), at_most(NAME_LENGTH, _l("Назва задовга: до 100 знаків."))])
    frequency = RadioField(
        _l("Як дізнаватися про нове"),
        [InputRequired(_CHOOSE)],
        choices=options(FREQUENCY_LABELS.items()),
        default=DAILY,
    )


class FrequencyForm(Form):
    """How often letters about one thing, or about all, come."""

    frequency = SelectField(_l("Листи"), [InputRequired(_CHOOSE)], choices=options(FREQUENCY_LABELS.items()))
