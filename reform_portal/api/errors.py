"""Refusals that only programs meet."""

from ..core.errors import BadInput, PortalError


class BadQuery(BadInput):
    """A parameter of the address cannot be understood; ``fields`` says which and why."""

    status = 400


class NotAcceptable(PortalError):
    """Nothing can be given in a form that the program accepts."""

    status = 406


class Gone(PortalError):
    """It was here and was taken back."""

    status = 410


class Changed(PortalError):
    """The thing is not what the program thinks it is."""

    status = 412


class WrongMedia(PortalError):
    """The body of the request is in a form that is not read here."""

    status = 415


class ConditionMissing(PortalError):
    """Such a change must say which state of the thing it is meant for."""

    status = 428
