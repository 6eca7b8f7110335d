"""The application factory: a table of contents of the portal."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import database_form
from .api import guide as api_guide
from .api import headers as api_headers
from .api import views as api
from .core import error_pages, headers, languages, limits, templating
from .core.database import db
from .core.forms import csrf
from .core.lemmas import choose as choose_morphology
from .core.settings import Settings
from .discussion import journal_check
from .discussion import models as discussion_models
from .discussion import views as discussion
from .discussion.placements import models as placement_models
from .discussion.placements import views as placements
from .discussion.wordings import models as wording_models
from .discussion.wordings import views as wordings
from .drafts import models as draft_models
from .drafts.exports import views as exports
from .drafts.queries import revision_reader
from .drafts.uploads import models as upload_models
from .feedback import models as feedback_models
from .feedback import views as feedback
from .feedback.answers import journal_check as answer_check
from .feedback.answers import models as answer_models
from .feedback.answers import views as answers
from .feedback.answers.file import views as answers_file
from .feedback.answers.file.reader import KeptRowsReader
from .feedback.answers.reader import AnswerReader
from .feedback.campaigns import copies as campaign_copies
from .feedback.campaigns import models as campaign_models
from .feedback.campaigns import views as campaigns
from .feedback.campaigns.reader import CampaignReader
from .feedback.desk import models as desk_models
from .feedback.desk import views as desk
from .feedback.exports import models as export_models
from .feedback.reader import SummaryReader
from .feedback.report import journal_check as report_check
from .feedback.report import models as report_models
from .feedback.report import views as report
from .feedback.report.reader import ReportReader
from .feedback.themes import models as theme_models
from .feedback.themes import views as themes
from .feedback.themes.reader import ThemeReader
from .journal import models as journal_models
from .journal import views as journal
from .notices import models as notice_models
from .notices import views as notices
from .notices.calendar import views as calendar
from .notices.feeds import views as feeds
from .notices.following import models as following_models
from .notices.following import views as following
from .notices.following.letters import LetterMaker
from .notices.reader import NoticeReader
from .opendata import views as opendata
from .people import models as people_models
from .people import session
from .people import views as people
from .search import views as search
from .search.engines.chosen import engine_for
from .search.queries import answer_to
from .search.reader import AnsweredReader, SearchReader
from .web import views as web
from .web.comparison import views as comparison
from .web.discovery import views as discovery
from .web.fragments import Fragments
from .web.page_cache import PageCache
from .web.uploads import views as uploads

BLUEPRINTS = (
    web.bp,
    discovery.bp,
    uploads.bp,
    comparison.bp,
    exports.bp,
    people.bp,
    discussion.bp,
    placements.bp,
    wordings.bp,
    notices.bp,
    following.bp,
    feeds.bp,
    calendar.bp,
    feedback.bp,
    themes.bp,
    answers.bp,
    report.bp,
    answers_file.bp,
    desk.bp,
    campaigns.bp,
    search.bp,
    journal.bp,
    opendata.bp,
    api.bp,
    api_guide.bp,
)
MODELS = (
    journal_models,
    people_models,
    draft_models,
    upload_models,
    discussion_models,
    placement_models,
    wording_models,
    feedback_models,
    campaign_models,
    theme_models,
    answer_models,
    report_models,
    desk_models,
    export_models,
    notice_models,
    following_models,
)
# An answer to a group holds for its members, so the groups come first; news is told when all else is done.
READERS = (
    SearchReader,
    CampaignReader,
    ThemeReader,
    AnswerReader,
    AnsweredReader,
    SummaryReader,
    ReportReader,
    KeptRowsReader,
    NoticeReader,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI application."""
    settings = settings or Settings.from_env()
    app = Flask("reform_portal", template_folder=templating.templates_folder())
    app.extensions["settings"] = settings
    app.config.update(_flask_config(settings))
    db.init_app(app)
    database_form.migrate.init_app(app, db, directory=str(database_form.FOLDER))
    csrf.init_app(app)
    for part in (languages, templating, headers, error_pages, session):
        part.init_app(app)
    limits.init_app(app, settings)
    choose_morphology(settings.morphology)
    app.extensions["search_engine"] = engine_for(settings)
    api_headers.init_app(app)
    app.extensions["readers"] = [reader() for reader in READERS]
    app.extensions["fragments"] = Fragments()
    app.extensions["search_answers"] = answer_to
    app.extensions["letter_makers"] = {"following": LetterMaker()}
    app.extensions["copy_finder"] = campaign_copies.find
    app.extensions["journal_checks"] = [journal_check.compare, answer_check.compare, report_check.compare]
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    with app.app_context():
        revisions = revision_reader(db.engine)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    app.wsgi_app = PageCache(app.wsgi_app, revisions, app.config["SESSION_COOKIE_NAME"])  # type: ignore[method-assign]
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": settings.database_url.startswith("postgresql")},
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 100,
        "TRUSTED_HOSTS": settings.hosts or None,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 31536000,
        "PREFERRED_URL_SCHEME": "https" if settings.production else "http",
    }
