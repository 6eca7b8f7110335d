"""What people type about themselves."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from ..core.forms import EmailLineField, Form, LineField, SecretField, at_most, options, required
from .names import is_personal_name, is_pseudonym, sounds_official
from .passwords import MAX_LENGTH, MIN_LENGTH, is_weak
from .token_scopes import EDIT, LIFETIMES, WRITE

_EMAIL = re.compile(r"(?!.*=\?)[^@:\s,;<>\"()\[\]\\]+@[^@:\s,;<>\"()\[\]\\.]+(?:\.[^@:\s,;<>\"()\[\]\\.]+)+\Z")


def check_email(form, field) -> None:
    address = field.data or ""
    if not _EMAIL.match(address) or len(address) > 254 or not address.isascii():
        raise ValidationError(_("Це не схоже на адресу пошти. Приклад: olena@example.org"))


def check_password(form, field) -> None:
    if len(field.data) < MIN_LENGTH:
        raise ValidationError(_("Пароль закороткий: потрібно щонайменше %(n)s символів.", n=MIN_LENGTH))
    if len(field.data) > MAX_LENGTH:
        raise ValidationError(_("Пароль задовгий: щонайбільше %(n)s символів.", n=MAX_LENGTH))
    email = form.email.data if "email" in form else ""
    if is_weak(field.data, email or ""):
        raise ValidationError(_("Такий пароль легко вгадати. Візьміть кілька не пов’язаних між собою слів."))


def check_name(form, field) -> None:
    if not is_personal_name(field.data) or sounds_official(field.data):
        raise ValidationError(_("Напишіть ім’я літерами однієї абетки, як у документах."))


def check_pseudonym(form, field) -> None:
    if not is_pseudonym(field.data):
        raise ValidationError(
            _("Псевдонім: від 2 до 40 літер і цифр однієї абетки; він не має бути схожим на назву посади чи установи.")
        )


class NamesForm(Form):
    given_name = LineField(_l("Ім’я"), [required(_l("Напишіть ваше ім’я.")), check_name])
    family_name = LineField(_l("Прізвище"), [required(_l("Напишіть ваше прізвище.")), check_name])
    pseudonym = LineField(_l("Псевдонім (необов’язково)"), [Optional(), check_pseudonym])

    def validate_family_name(self, field) -> None:
        if sounds_official(f"{self.given_name.data} {field.data}"):
            raise ValidationError(_("Ім’я не має бути схожим на назву посади чи установи."))


class RegisterForm(NamesForm):
    email = EmailLineField(_l("Електронна пошта"), [required(_l("Напишіть адресу пошти.")), check_email])
    password = SecretField(_l("Пароль (необов’язково)"), [Optional(), check_password])


class SignInForm(Form):
    email = EmailLineField(_l("Електронна пошта"), [required(_l("Напишіть адресу пошти.")), check_email])
    password = SecretField(_l("Пароль"), [required(_l("Введіть пароль або попросіть посилання для входу."))])
    remember = BooleanField(_l("Запам’ятати мене на цьому пристрої на 30 днів"))


class EmailForm(Form):
    email = EmailLineField(
        _l("Електронна пошта"), [required(_l("Напишіть адресу пошти.")), check_email, at_most(254, "")]
    )


class NewPasswordForm(Form):
    password = SecretField(_l("Новий пароль"), [required(_l("Введіть новий пароль.")), check_password])


SCOPE_LABELS = {
    WRITE: _l("Публікувати зауваження й відповіді від вашого імені"),
    EDIT: _l("Виправляти й відкликати ваші зауваження"),
}


def lifetime_label(days: int) -> str:
    if days == 0:
        return _("Доки не відкличу")
    return ngettext("%(num)s день", "%(num)s днів", days)


class TokenForm(Form):
    name = LineField(
        _l("Назва"), [required(_l("Назвіть програму, для якої цей ключ.")), at_most(80, _l("Не більше 80 знаків."))]
    )
    scopes = SelectMultipleField(
        _l("Що дозволяє ключ"),
        choices=options(SCOPE_LABELS.items()),
        default=[WRITE],
        validators=[required(_l("Оберіть, що дозволяє ключ."))],
    )
    days = RadioField(_l("Скільки діє"), default="90")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = options((str(days), lifetime_label(days)) for days in LIFETIMES)


class ConfirmForm(Form):
    """Only a button: opening a link in a letter must change nothing, mail scanners open links too."""
