"""Errors as a person or a program reads them: a page, or ``application/problem+json``."""

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from .errors import BadInput, PortalError
from .limits import too_many

logger = logging.getLogger(__name__)

FOR_PROGRAMS = ("application/json", "application/ld+json", "application/problem+json")


def init_app(app: Flask) -> None:
    app.register_error_handler(PortalError, _portal_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _our_fault)


def _portal_error(error: PortalError) -> Response:
    fields = error.fields if isinstance(error, BadInput) else None
    return _answer(error.status, error.message or _sentence(error.status), error.suggestions, fields)


def _csrf_error(_error: CSRFError) -> Response:
    return _answer(
        400,
        _("Сторінка застаріла: сеанс закінчився або форму відкрито надто давно. Поверніться, оновіть її й повторіть."),
    )


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    response = _answer(error.code, too_many() if error.code == 429 else _sentence(error.code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _busy(error: OperationalError) -> Response:
    logger.exception("the database did not answer", exc_info=error)
    response = _answer(503, _("Портал зараз перевантажений. Нічого не записано. Спробуйте ще раз за хвилину."))
    response.headers["Retry-After"] = "30"
    return response


def _our_fault(error: Exception) -> Response:
    logger.exception("unexpected error at %s", request.path, exc_info=error)
    if _wants_problem():
        return problem(500, "Internal error")
    # This page uses nothing that may be broken: no base template, no database, no session.
    return make_response(render_template("errors/500.html"), 500)


def _answer(
    status: int,
    message: str,
    suggestions: list[tuple[str, str]] | None = None,
    fields: dict[str, str] | None = None,
) -> Response:
    if _wants_problem():
        return problem(status, message, fields)
    title = _title(status)
    if request_ctx.url_adapter is None:
        # A host name that is not ours: no address of the portal can be written, so no page with links.
        return Response(f"{title}. {message}\n", status, content_type="text/plain; charset=utf-8")
    page = render_template(
        "errors/error.html", status=status, title=title, message=message, suggestions=suggestions or []
    )
    return make_response(page, status)


def problem(status: int, detail: str, fields: dict[str, str] | None = None) -> Response:
    """An error as programs read it (RFC 9457); ``fields`` are errors by field."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if fields:
        content["errors"] = [{"field": name, "detail": text} for name, text in fields.items()]
    body = json.dumps(content, ensure_ascii=False)
    return Response(body, status, content_type="application/problem+json")


def _wants_problem() -> bool:
    accepted = request.accept_mimetypes
    best = (accepted.best or "").partition(";")[0]
    # No page of the portal sends these methods, and nobody reads JSON by eye.
    by_program = request.path.startswith("/api/v") or request.path.endswith(".json")
    by_program = by_program or request.method in ("PUT", "DELETE")
    return by_program or (best in FOR_PROGRAMS and not accepted.accept_html)


def _title(status: int) -> str:
    titles = {
        400: _("Незрозумілий запит"),
        403: _("Сюди не можна"),
        404: _("Такої сторінки немає"),
        405: _("Так не можна"),
        409: _("Зараз цього зробити не можна"),
        410: _("Цього вже немає"),
        413: _("Забагато даних"),
        422: _("Щось введено не так"),
        429: _("Забагато запитів"),
        503: _("Портал перевантажений"),
    }
    return titles.get(status, _("Не вдалося"))


def _sentence(status: int) -> str:
    if _wants_problem() and status in (404, 405):
        return (
            _("За цією адресою нічого немає.")
            if status == 404
            else _("Які запити приймає ця адреса, каже заголовок Allow.")
        )
    sentences = {
        404: _("Можливо, адресу набрано з помилкою або сторінку перенесено. Спробуйте пошук."),
        405: _("Ця адреса не приймає таких запитів. Поверніться й скористайтеся кнопкою на сторінці."),
        413: _("Надіслане завелике. Скоротіть текст або файл і спробуйте ще раз."),
    }
    return sentences.get(status, _("Портал не зміг виконати цей запит. Поверніться назад і спробуйте ще раз."))
