"""The family of errors that carry a status and a sentence for the person who meets them."""

from collections.abc import Mapping


class PortalError(Exception):
    """Base of all errors that a person may see. ``message`` is already translated text."""

    status = 500

    def __init__(self, message: str = "", *, suggestions: list[tuple[str, str]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = suggestions or []


class NotFound(PortalError):
    """Nothing stands at this address; ``suggestions`` are (text, address) of the nearest things."""

    status = 404


class NotAllowed(PortalError):
    status = 403


class Conflict(PortalError):
    """The act is right in itself but not in the present state of the thing."""

    status = 409


class WrongStage(Conflict):
    """The consultation does not take this act now."""


class BadInput(PortalError):
    """``fields`` maps a field's name to what is wrong with it."""

    status = 422

    def __init__(self, message: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message or "; ".join((fields or {}).values()))
        self.fields = dict(fields or {})


class ConfigurationError(PortalError):
    """The portal cannot start with these settings."""


class CommandError(PortalError):
    """A shell command cannot do its work; shown as one line, exit code 1 unless told otherwise."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
