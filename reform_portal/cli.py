"""The command ``reform-portal``. Exit code 0, or one line on standard error and another code."""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import DatabaseError

from .app import create_app
from .core.access import ROLES
from .core.clock import parse_instant
from .core.database import db, one_moment, unit_of_work
from .core.errors import BadInput, CommandError, PortalError
from .core.settings import PREFIX
from .core.text import shorten
from .discussion.stances import STANCES
from .feedback.exports.formats import FORMATS
from .people.token_scopes import SCOPES
from .search.engines.documents import KINDS, SORTS


class Portal(click.Group):
    """Turns every error that a person can do something about into one line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        try:
            result = super().main(*args, **{**kwargs, "standalone_mode": False})
            sys.exit(result if isinstance(result, int) else 0)
        except CommandError as error:
            _fail(error.message, error.exit_code)
        except PortalError as error:
            _fail(error.message or str(error), 1)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(2)
        except DatabaseError as error:
            _fail(_one_line(error), 1)
        except click.ClickException as error:
            _fail(error.format_message(), 2)
        except click.Abort:
            _fail(_("Перервано.") if _in_app() else "Aborted.", 130)
        except FileNotFoundError as error:
            _fail(f"{error.strerror}: {error.filename}", 1)
        except (PermissionError, IsADirectoryError) as error:
            _fail(f"{error.strerror}: {error.filename}", 1)


@click.group(cls=Portal)
@click.pass_context
def main(context: click.Context) -> None:
    """Портал реформ: обговорення проєктів актів / Reform Portal."""
    if context.invoked_subcommand == "serve":
        return
    app = create_app()
    context.with_resource(app.app_context())
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    context.with_resource(force_locale("en" if language.startswith("en") else "uk"))
    context.obj = app


@main.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True)
def serve(host: str, port: int, workers: int, no_worker: bool) -> int:
    """Run the web server and, unless told otherwise, the worker beside it."""
    from .serving import serve as run

    # Letters must lead to where the portal answers; the processes of the server inherit it.
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    os.environ.setdefault(f"{PREFIX}BASE_URL", f"http://{here}:{port}")
    app = create_app()
    with app.app_context():
        _ready()
    return run(host, port, workers, not no_worker)


@main.command()
@click.option("--once", is_flag=True, help="Bring every reader to the end of the journal and stop.")
@click.pass_obj
def worker(app: Flask, once: bool) -> None:
    """Follow the journal: search index, summaries, letters."""
    from .core import mail
    from .feedback.exports import making
    from .journal import readers
    from .notices.following.actions import forget_stopped
    from .notices.following.sending import write_due
    from .opendata import dumps
    from .opendata.making import is_due
    from .people.actions import purge_expired
    from .search.reader import heal
    from .serving import Aside, end_all, goes_on_with_parent

    _ready()
    found = app.extensions["readers"]
    if once:
        try:
            readers.run_once(found)
        except TimeoutError as error:
            raise CommandError(str(error)) from error
        write_due()
        mail.deliver_due()
        making.make_all()
        making.wait_for_others()
        making.tidy()
        dumps.sweep()
        return
    asides = [
        Aside(lambda: _with(app, making.is_there_work), "feedback", "prepare"),
        Aside(lambda: _with(app, is_due), "opendata", "dump", "--quiet"),
    ]
    letters: list[Callable[[], object]] = [_every(1, partial(write_due, 0.5)), partial(mail.deliver_due, 1.0)]
    tidying = [_every(30, making.tidy), _every(3600, _in_work(purge_expired)), _every(3600, forget_stopped)]
    goes_on = goes_on_with_parent()
    quick = [reader for reader in found if getattr(reader, "is_quick", False)]
    apart = threading.Thread(target=_with, args=(app, lambda: readers.run(quick, [_every(2, heal)], goes_on)))
    for aside in asides:
        aside.watch()
    apart.start()
    try:
        others = [reader for reader in found if reader not in quick]
        readers.run(others, [*letters, *tidying], goes_on)
    finally:
        apart.join()
        end_all(asides)


@main.group("drafts")
def drafts_group() -> None:
    """Drafts and their versions."""


@drafts_group.command("publish")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slug", required=True)
@click.option("--title")
@click.option("--language", default="uk", type=click.Choice(("uk", "en")))
@click.option("--opens", help="ISO 8601, Kyiv time without a zone.")
@click.option("--closes", help="ISO 8601; a bare date means the end of that day.")
@click.option("--rules", "rule_set")
@click.option("--rehearse", is_flag=True, help="Change nothing, print what would happen as JSON.")
def publish_draft(
    file: Path, slug: str, title: str | None, language: str, opens: str | None, closes: str | None,
    rule_set: str | None, rehearse: bool,
) -> None:  # fmt: skip
    """Publish FILE as a draft, or as the next version of one."""
    from .drafts import actions
    from .drafts.remarks import say

    _ready()
    facts = actions.DraftFacts(
        title=title,
        opens_at=_instant("--opens", opens),
        closes_at=_instant("--closes", closes, end_of_day=True),
        rule_set=rule_set,
    )
    source = _read(file)
    structure = actions.read_source(source, file.name)
    if rehearse:
        click.echo(json.dumps(_rehearsal(slug, source, file.name, facts, structure), ensure_ascii=False, indent=1))
        return
    with unit_of_work():
        published = _publish(slug, source, file.name, facts, language, structure)
    for warning in published.warnings[:20]:
        click.echo(say(warning), err=True)
    click.echo(
        _("%(slug)s, редакція %(number)s. Структурних одиниць: %(clauses)s, збереглося: %(kept)s, зникло: %(gone)s.",
          slug=slug, number=published.number, clauses=published.clauses, kept=published.kept, gone=published.gone)
    )  # fmt: skip


@drafts_group.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_drafts(as_json: bool) -> None:
    """All drafts."""
    from .core.clock import now
    from .drafts import queries, rules

    _ready()
    rows = [
        {
            "slug": row.slug,
            "title": row.title,
            "language": row.language,
            "version": row.version,
            "stage": rules.stage(row, now()),
            "rules": row.rule_set,
        }
        for row in queries.all_drafts()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['slug']}\t{row['version']}\t{row['stage']}\t{row['title']}")


@drafts_group.command("export")
@click.argument("slug")
@click.option("--version", "number", type=click.IntRange(1, 999999), help="The newest by default.")
@click.option("--format", "format_name", required=True, type=click.Choice(("md", "json", "akn", "docx")))
@click.option("-o", "output", required=True, type=click.Path(path_type=Path))
@click.pass_obj
def export_draft(app: Flask, slug: str, number: int | None, format_name: str, output: Path) -> None:
    """Write the text of a version of SLUG to a file."""
    from .drafts.exports import queries as exports
    from .drafts.exports import writing
    from .drafts.queries import draft_by_slug, version_of

    _ready()
    draft = draft_by_slug(slug)
    version = version_of(draft, number)
    if not output.parent.is_dir():
        raise CommandError(_("Теки %(folder)s немає. Створіть її або вкажіть іншу.", folder=output.parent))
    act = exports.exported_version(draft, version, app.extensions["settings"].base_url)
    writing.save(act, format_name, output)
    click.echo(str(output))


@main.group("comments")
def comments_group() -> None:
    """Comments from elsewhere."""


@comments_group.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="")
@click.option("--map", "mapping", default="", help="field=column,…")
def import_comments(slug: str, file: Path, source: str, mapping: str) -> int:
    """Import comments from FILE (.csv, .jsonl) into SLUG; repeated imports make no duplicates."""
    from .discussion.comment_import import CommentImport, write_rejected
    from .discussion.import_rows import parse_mapping

    _ready()
    if not file.is_file():
        raise CommandError(_("Файлу %(file)s немає.", file=file))
    run = CommentImport(slug, source or "import", _progress())
    result = run.run(file, parse_mapping(mapping))
    click.echo(
        _("Узято %(taken)s, уже було %(known)s, відхилено %(rejected)s.",
          taken=result.taken, known=result.known, rejected=len(result.rejected))
    )  # fmt: skip
    if not result.rejected:
        return 0
    target = write_rejected(file, result.rejected)
    for row in result.rejected[:10]:
        click.echo(_("рядок %(line)s: %(reason)s", line=row.line, reason=row.reason), err=True)
    click.echo(_("Відхилені рядки з причинами: %(path)s", path=target), err=True)
    return 3


@main.group("feedback")
def feedback_group() -> None:
    """What was said, to take home."""


@feedback_group.command("export")
@click.argument("slug")
@click.option("--format", "format_name", required=True, type=click.Choice(tuple(FORMATS)))
@click.option("-o", "output", required=True, type=click.Path(path_type=Path))
@click.pass_obj
def export_feedback(app: Flask, slug: str, format_name: str, output: Path) -> None:
    """Write what was said about SLUG to a file; a table gets a data dictionary beside it."""
    from .drafts.queries import draft_by_slug
    from .feedback.exports.formats import save

    _ready()
    one_moment()
    draft = draft_by_slug(slug)
    if not output.parent.is_dir():
        raise CommandError(_("Теки %(folder)s немає. Створіть її або вкажіть іншу.", folder=output.parent))
    if output.is_dir():
        raise CommandError(_("%(path)s — це тека. Вкажіть назву файлу.", path=output))
    save(draft, format_name, output, app.extensions["settings"].base_url, _progress())
    click.echo(str(output))


@feedback_group.command("prepare")
def prepare_exports() -> None:
    """Make the files that people asked for on the pages of downloads; the worker starts this."""
    from .feedback.exports.making import make_all
    from .serving import goes_on_with_parent

    _ready()
    make_all(goes_on_with_parent())


@feedback_group.command("answers")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "email", default="", help="Who answers; the body that proposes the draft by default.")
@click.option("--dry-run", is_flag=True, help="Change nothing, print what would change.")
def take_answers(slug: str, file: Path, email: str, dry_run: bool) -> int:
    """Take the answers that were filled in in the table of proposals of SLUG; unchanged ones write nothing."""
    from .drafts.queries import draft_by_slug
    from .feedback.answers.file import actions, refused
    from .feedback.answers.file.limited import read_limited
    from .feedback.answers.file.plan import CHANGED, NEW
    from .feedback.exports.proposals_columns import CONCLUSION_WORDS

    _ready()
    draft = draft_by_slug(slug)
    person = _answering(email, draft)
    if not file.is_file():
        raise CommandError(_("Файлу %(file)s немає.", file=file))
    plan = actions.look(read_limited(file.read_bytes()), slug)
    for line in plan.lines if dry_run else ():
        act = _("нова відповідь") if line.act == NEW else _("зміниться")
        click.echo(f"{line.row.row}\t{line.row.id}\t{act}\t{CONCLUSION_WORDS[line.decision]}\t{_one_row(line.reason)}")
    failed = [*plan.refused, *([] if dry_run else actions.give(plan, person, _progress()))]
    told = {"new": plan.count(NEW), "changed": plan.count(CHANGED), "same": plan.same, "empty": plan.empty}
    click.echo(
        _("Нових відповідей %(new)s, змінених %(changed)s, без змін %(same)s, без висновку %(empty)s, відхилено рядків %(refused)s.",
          refused=len(failed), **told)
    )  # fmt: skip
    if not failed:
        return 0
    target = file.with_suffix(".rejected.csv")
    target.write_text("".join(refused.as_csv(failed)), encoding="utf-8", newline="")
    for one in failed[:10]:
        click.echo(_("рядок %(line)s: %(reason)s", line=one.row.row, reason=one.reason), err=True)
    click.echo(_("Відхилені рядки з причинами: %(path)s", path=target), err=True)
    return 3


def _one_row(text: str, most: int = 100) -> str:
    """The beginning of a text in one line."""
    return shorten(" ".join(text.split()), most)


def _answering(email: str, draft: Any) -> Any:
    """Who gives the answers of a file: a drafter, or the body as a whole."""
    from .feedback.answers.actions import require_drafter
    from .feedback.answers.file.actions import ByCommand
    from .people import queries

    person = queries.person_by_email(email) if email else ByCommand(draft.body or _("Розробник"))
    if person is None:
        raise CommandError(_("Облікового запису %(email)s немає.", email=email))
    require_drafter(person)
    return person


@main.group("search")
def search_group() -> None:
    """The search index."""


@search_group.command("rebuild")
def rebuild_search() -> None:
    """Make the index from the database alone."""
    from .search.reader import rebuild

    _ready()
    click.echo(_("Документів в індексі: %(count)s.", count=rebuild(_progress())))


@search_group.command("query")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--draft", default="")
@click.option("--clause", default="")
@click.option("--kind", default="", type=click.Choice(("", *KINDS)))
@click.option("--stance", default="", type=click.Choice(("", *STANCES)))
@click.option("--author", default="")
@click.option("--from", "since", default="")
@click.option("--to", "until", default="")
@click.option("--answered", default="", type=click.Choice(("", "yes", "no")))
@click.option("--sort", default="relevance", type=click.Choice(SORTS))
@click.option("--limit", default=20, type=click.IntRange(1, 200))
def query_search(words: tuple[str, ...], as_json: bool, since: str, until: str, limit: int, **filters: str) -> None:
    """Search as on the page."""
    from .search.queries import answer_to, facets_by_name

    _ready()
    answer = answer_to({"q": " ".join(words), "from": since, "to": until, **filters}, limit=limit)
    if answer.unavailable:
        raise CommandError(_("Індекс зараз створюється. Повторіть за хвилину або запустіть search rebuild."))
    if answer.asked.errors:
        name, value = answer.asked.errors[0]
        raise CommandError(_("Незрозуміло: %(name)s «%(value)s».", name=name, value=value))
    items = [found.as_json() for found in answer.items]
    if as_json:
        found = {"total": answer.total, "items": items, "facets": facets_by_name(answer.facets)}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(_("Знайдено: %(total)s", total=answer.total))
    for item in items:
        click.echo(f"{item['url']}\t{item['excerpt']}")


@main.group("people")
def people_group() -> None:
    """Accounts."""


@people_group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--password-stdin", is_flag=True)
def add_person(email: str, role: str, password_stdin: bool) -> None:
    """Make a confirmed account, or give an existing one the role."""
    from .people import actions, queries
    from .people.passwords import MIN_LENGTH, hash_password

    _ready()
    if "@" not in email:
        raise CommandError(_("Це не схоже на адресу пошти: %(email)s", email=email))
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    if password_stdin and len(password) < MIN_LENGTH:
        raise CommandError(_("Пароль закороткий: потрібно щонайменше %(n)s символів.", n=MIN_LENGTH))
    hashed = hash_password(password) if password else None
    with unit_of_work():
        person = queries.person_by_email(email)
        if person is None:
            given = email.partition("@")[0]
            person = actions.add_person(email, given, "", password_hash=hashed, role=role, confirmed=True)
        else:
            actions.give_role(person, role)
            if hashed:
                actions.set_password(person, hashed)
    click.echo(f"{email}\t{role}")


@people_group.command("token")
@click.argument("email")
@click.option("--name", default="", help="your own word for the program")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="what it may do; everything unless told"
)
def make_token(email: str, name: str, scopes: tuple[str, ...]) -> None:
    """Print a new token for programs."""
    from .people import actions, queries

    _ready()
    with unit_of_work():
        person = queries.person_by_email(email)
        if person is None:
            raise CommandError(_("Облікового запису %(email)s немає.", email=email))
        token = actions.make_api_token(person, name[:80], scopes or SCOPES)
    click.echo(token)


@main.group("journal")
def journal_group() -> None:
    """The public journal."""


@journal_group.command("verify")
@click.pass_obj
def verify_journal(app: Flask) -> int:
    """Re-hash every entry and compare it with what it speaks of."""
    from .journal.verification import verify

    _ready()
    verdict = verify(app.extensions["journal_checks"])
    for fault in verdict.faults[:50]:
        click.echo(fault, err=True)
    if not verdict.sound:
        raise CommandError(_("Журнал не сходиться. Невідповідностей: %(n)s.", n=len(verdict.faults)))
    click.echo(
        _("Журнал цілий. Записів: %(n)s, зі стертими словами: %(erased)s.", n=verdict.entries, erased=verdict.erased)
    )
    return 0


@main.group("opendata")
def opendata_group() -> None:
    """Open data: everything public as files."""


@opendata_group.command("dump")
@click.option("--quiet", is_flag=True, help="Say nothing of what is being done; the worker starts it so.")
def make_dump(quiet: bool) -> None:
    """Make the files of open data now, as the worker does every night."""
    from .opendata.making import Overtaken, make
    from .serving import goes_on_with_parent

    _ready()
    try:
        made = make(goes_on_with_parent(), (lambda done: None) if quiet else _progress())
    except Overtaken as error:
        raise CommandError(_("Поки файли робилися, чиїсь слова забрали. Їх буде зроблено ще раз згодом.")) from error
    if made is None:
        raise CommandError(_("Перервано."), 130)
    if not quiet:
        click.echo(_("Відкриті дані за %(date)s: %(folder)s", date=made.date, folder=made.folder))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(app: Flask, file: Path) -> None:
    """Write everything to one FILE and check it by opening it again."""
    from .backups import back_up

    _ready()
    manifest = back_up(app.extensions["settings"], file)
    rows = sum(manifest.get("rows", {}).values())
    click.echo(_("Резервну копію %(file)s записано й перевірено. Рядків: %(rows)s.", file=file, rows=rows))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(app: Flask, file: Path) -> None:
    """Bring everything back from FILE; what was there before is kept beside it."""
    from .backups import restore as bring_back
    from .discussion.queries import erased_ids
    from .journal.queries import last_number
    from .journal.verification import verify
    from .opendata.dumps import forget_all
    from .search.reader import rebuild

    _ready()
    erased, last = erased_ids(), last_number()
    db.session.remove()
    manifest = bring_back(app.extensions["settings"], file)
    db.engine.dispose()
    _ready()
    _after_restore(erased, last)
    verdict = verify(app.extensions["journal_checks"])
    if not verdict.sound:
        raise CommandError(_("Відновлено, але журнал не сходиться: %(fault)s", fault=verdict.faults[0]))
    rebuild()
    forget_all()
    click.echo(
        _("Відновлено копію від %(made)s; журнал цілий. Записів: %(n)s.", made=manifest["made_at"], n=verdict.entries)
    )


@main.command()
@click.pass_obj
def doctor(app: Flask) -> int:
    """Look at everything the portal needs and say what is wrong."""
    from .doctor import examine

    faults = 0
    for name, verdict, fine in examine(app):
        faults += not fine
        click.echo(f"{'✓' if fine else '✗'} {name}: {verdict}")
    return 1 if faults else 0


@main.group("samples")
def samples_group() -> None:
    """Sample drafts and demo accounts."""


@samples_group.command("load")
@click.option("--accounts", is_flag=True, help="Also make the demo accounts and print them.")
def load_samples(accounts: bool) -> None:
    """Publish the sample drafts with their discussion, where they are not there yet."""
    from .samples import load_samples as load

    _ready()
    if accounts:
        _demo_accounts()
    load(click.echo)


@main.command()
def migrate() -> None:
    """Bring the database to the present form."""
    _ready()


DEMO_PASSWORD = "чорне море взимку"  # noqa: S105 - printed on purpose, for a portal on one's own machine
DEMO_ACCOUNTS = (
    ("olena@example.org", "citizen", "Олена", "Коваленко", "Одеситка"),
    ("taras@example.org", "drafter", "Тарас", "Мельник", ""),
    ("marta@example.org", "moderator", "Марта", "Шевчук", ""),
    ("admin@example.org", "admin", "Ігор", "Бондар", ""),
)


def _demo_accounts() -> None:
    from .people import actions, queries
    from .people.passwords import hash_password

    hashed = hash_password(DEMO_PASSWORD)
    for email, role, given, family, pseudonym in DEMO_ACCOUNTS:
        with unit_of_work():
            if queries.person_by_email(email) is None:
                actions.add_person(
                    email, given, family, pseudonym=pseudonym, password_hash=hashed, role=role, confirmed=True
                )
        click.echo(f"  {email:<20} {role:<10} {DEMO_PASSWORD}")


def _publish(slug: str, source: bytes, name: str, facts: Any, language: str, structure: Any) -> Any:
    from .discussion.placements.publishing import publish
    from .drafts import actions, queries

    draft = queries.find_draft(slug)
    if draft is not None and draft.language != language:
        return actions.publish_translation(slug, source, name, language)
    return publish(slug, source, name, facts, language, structure)


def _after_restore(erased: list[str], last: int) -> None:
    """What was erased since the backup is erased again, and entries that it does not have are declared lost."""
    from .discussion.actions import erase_again
    from .journal.actions import record
    from .journal.queries import last_number

    with unit_of_work():
        kept = last_number()
        if last > kept:
            record("restore.declared", "restore", first_lost=kept + 1, last_lost=last)
        erase_again(erased)


def _rehearsal(slug: str, source: bytes, name: str, facts: Any, structure: Any) -> dict[str, Any]:
    """What publishing would do to each clause and to each comment; nothing is written."""
    from .discussion.placements.publishing import rehearse
    from .discussion.placements.rehearsal import as_json

    return as_json(rehearse(slug, source, name, facts, structure))


def _read(file: Path) -> bytes:
    from .drafts.formats.source_text import MAX_BYTES

    if not file.is_file():
        raise CommandError(_("Файлу %(file)s немає.", file=file))
    if file.stat().st_size > MAX_BYTES:
        size = file.stat().st_size // 1048576
        raise BadInput(_("Файл завеликий: %(size)s МБ. Текст акта може мати щонайбільше 20 МБ.", size=size))
    return file.read_bytes()


def _instant(option: str, value: str | None, end_of_day: bool = False) -> Any:
    if value is None:
        return None
    try:
        return parse_instant(value, end_of_day=end_of_day)
    except ValueError as error:
        raise CommandError(_("%(option)s: «%(value)s» не є датою ISO 8601.", option=option, value=value), 2) from error


def _progress() -> Callable[[int], None]:
    """Progress on standard error: one line that grows on a terminal, a line every few seconds elsewhere."""
    began = time.monotonic()
    terminal = sys.stderr.isatty()
    pause = 0.2 if terminal else 2.0
    due = [began]

    def tell(done: int) -> None:
        now = time.monotonic()
        if now < due[0]:
            return
        due[0] = now + pause
        rate = done / max(0.001, now - began)
        click.echo(f"\r{done} · {rate:.0f}/s " if terminal else f"{done} · {rate:.0f}/s", nl=not terminal, err=True)

    return tell


def _ready() -> None:
    """Bring the database to the present form; a new one is made."""
    from .database_form import upgrade

    upgrade()


def _every(seconds: float, task: Callable[[], object]) -> Callable[[], object]:
    due = [0.0]

    def run() -> None:
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + seconds
            task()

    return run


def _with(app: Flask, task: Callable[[], bool]) -> bool:
    with app.app_context():
        return task()


def _in_work(task: Callable[[], object]) -> Callable[[], object]:
    def run() -> None:
        with unit_of_work():
            task()

    return run


def _in_app() -> bool:
    from flask import has_app_context

    return has_app_context()


def _one_line(error: DatabaseError) -> str:
    """What the database says, without the statement that it met."""
    return f"{type(error).__name__}: {str(error.orig or error).splitlines()[0]}"


def _fail(message: str, code: int) -> None:
    click.echo(" ".join(str(message).split()), err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
