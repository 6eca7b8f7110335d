"""The base of all forms: cleaned text, limits with their messages, errors of actions at their field."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, StopValidation

from .errors import BadInput, PortalError
from .text import clean_line, clean_typed

csrf = CSRFProtect()


class Form(FlaskForm):
    """A form that can take an action's refusal and show it beside the field it is about."""

    form_errors: list[Any]

    def refuse(self, error: BadInput) -> None:
        for name, message in error.fields.items():
            field = self._fields.get(name)
            target = list(field.errors) if field is not None else list(self.form_errors)
            target.append(message)
            if field is not None:
                field.errors = target
            else:
                self.form_errors = target
        if not error.fields:
            self.form_errors = [*self.form_errors, error.message]

    @property
    def has_bad_token(self) -> bool:
        """Whether the form came without the token of this session: it is foreign, or the session was lost."""
        return "csrf_token" in self._fields and bool(self.csrf_token.errors)

    def page_status(self, refused: PortalError | None = None, lost: Any = None) -> int:
        """The status of the page that shows this form: that of ``refused``, which an action said, before all else.

        A lost token gets its words (``lost``, or that the text is kept), so this is asked before the page is made.
        """
        if refused is not None:
            return refused.status
        if not self.is_submitted():
            return 200
        if self.has_bad_token:
            self.csrf_token.errors = [lost or _("Сеанс закінчився, але текст збережено: натисніть кнопку ще раз.")]
            return 400
        return 422

    @property
    def all_errors(self) -> list[tuple[str, str]]:
        """(field id or '', message), in the order of the page, for the summary on top."""
        of_fields = [(field.id, str(message)) for field in self for message in field.errors]
        return of_fields + [("", str(message)) for message in self.form_errors]


class CleanTextMixin:
    """Turns what came from the browser into clean text, or says what is wrong with it."""

    cleaner = staticmethod(clean_line)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)  # type: ignore[misc]
        self.unreadable = False
        if self.data:  # type: ignore[has-type]
            try:
                self.data = self.cleaner(self.data)  # type: ignore[has-type]
            except ValueError:
                self.unreadable = True

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)  # type: ignore[misc]
        if getattr(self, "unreadable", False):
            raise StopValidation(str(_l("У тексті є службові символи, яких не видно. Наберіть це місце ще раз.")))


class LineField(CleanTextMixin, StringField):
    """One line of clean text."""


class EmailLineField(CleanTextMixin, EmailField):
    """A mail address."""


class BodyField(CleanTextMixin, TextAreaField):
    """Several lines of clean text."""

    cleaner = staticmethod(clean_typed)


class ConsentField(BooleanField):
    """A box that must be ticked by the person, never beforehand."""


class SecretField(PasswordField):
    """A password: taken as typed, never sent back."""


def required(message: Any) -> DataRequired:
    return DataRequired(message=message)


def at_most(length: int, message: Any) -> Length:
    return Length(max=length, message=message)


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices of a list or of radio buttons from (value, label) pairs."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]
