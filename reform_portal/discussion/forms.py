"""What people type about clauses and about comments."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from ..core.forms import BodyField, ConsentField, Form, LineField, at_most, options, required
from .stances import HIDE_REASONS, MAX_BODY, NAME_MODE_LABELS, REASON_LABELS, STANCE_LABELS, STANCES

_TOO_LONG = _l("Задовго: можна щонайбільше 10 000 знаків. Скоротіть текст.")


class WordsForm(Form):
    """The words of a comment and the stance."""

    stance = RadioField(
        _l("Ваше ставлення"),
        [InputRequired(_l("Оберіть ставлення."))],
        choices=options((stance, STANCE_LABELS[stance]) for stance in STANCES),
    )
    body = BodyField(_l("Ваша думка"), [required(_l("Напишіть, що ви думаєте.")), at_most(MAX_BODY, _TOO_LONG)])
    personal_data_meant = ConsentField(_l("Так, це справді треба оприлюднити"))


class CommentForm(WordsForm):
    """A new comment or a reply. ``quote`` comes from selected words or from the list of sentences.

    ``own_text_meant`` names a comment that the text copies and beside which it is to be published all the same;
    ``sign_instead`` names one that is to be signed in place of publishing.
    """

    quote = LineField(
        _l("Слова, про які йдеться"), [Optional(), at_most(5000, _l("Цитата задовга: виділіть коротший уривок."))]
    )
    start = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=0)])
    sentence = SelectField(
        _l("Про які слова йдеться"), [Optional()], choices=options([("", "")]), validate_choice=False
    )
    wording = BodyField(_l("Ваша редакція цих слів (необов’язково)"), [Optional(), at_most(MAX_BODY, _TOO_LONG)])
    delete_words = BooleanField(_l("Пропоную вилучити ці слова зовсім"))
    name_mode = RadioField(
        _l("Як підписати"), [InputRequired(_l("Оберіть, як підписати."))], choices=options(NAME_MODE_LABELS.items())
    )
    consent = ConsentField(
        _l("Погоджуюся, що мою думку й обраний підпис буде оприлюднено на порталі"),
        [InputRequired(_l("Без згоди на оприлюднення думку не можна опублікувати."))],
    )
    own_text_meant = HiddenField()
    sign_instead = HiddenField()


class ReasonForm(Form):
    reason = RadioField(
        _l("Підстава"),
        [InputRequired(_l("Оберіть підставу."))],
        choices=options((reason, REASON_LABELS[reason]) for reason in HIDE_REASONS),
    )


class ReportForm(ReasonForm):
    note = BodyField(
        _l("Поясніть, якщо потрібно (необов’язково)"), [Optional(), at_most(1000, _l("Задовго: до 1 000 знаків."))]
    )


class EraseForm(Form):
    basis = LineField(
        _l("Правова підстава"), [required(_l("Назвіть правову підставу.")), at_most(300, _l("Задовго: до 300 знаків."))]
    )


class ButtonForm(Form):
    """Only a button and its token."""
