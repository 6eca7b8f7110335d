"""Security headers on every answer, errors among them."""

from flask import Flask, Response, current_app, request, session

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

# What caches in front of the portal may do. Words may be taken away at any moment, and that must be seen everywhere within
# two seconds: pages that cost much are kept so long, all else is asked for each time.
KEPT_SHORTLY = "public, max-age=0, s-maxage=2"
ASKED_EACH_TIME = "public, no-cache"


def init_app(app: Flask) -> None:
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.extensions["settings"].production:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    if request.endpoint != "static" and (session.modified or (session.accessed and cookie in request.cookies)):
        # A page made for one person must never be shown to another by a shared cache.
        headers["Cache-Control"] = "no-store"
    return response
