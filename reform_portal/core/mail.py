"""Letters: written in the transaction that causes them, sent afterwards by the worker.

A letter either has its words, or refers to the things that it tells of (``enqueue_made``): then its words are made
when it is sent, and what was hidden or erased in between is not in it. Without an SMTP server the letters become files
under ``DATA_DIR/mail``.
"""

import smtplib
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import JSON, String, Text, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .database import Base, Instant, change, db, unit_of_work
from .identifiers import new_public_id
from .settings import Settings

# A process that took a letter to send it and is not done after this long has died.
SENDING = timedelta(minutes=10)
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


@dataclass(frozen=True)
class Letter:
    """A letter as it leaves: ``html`` is another form of ``body``, ``headers`` go beside those of every letter."""

    subject: str
    body: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class _Policy(EmailPolicy):
    """What the newer class of Python 3.11 spoils. In subjects it loses spaces between encoded words; a long address in
    List-… it encodes, and no reader of letters decodes it there (RFC 2047, 5), so that nobody could unsubscribe."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.startswith("List-"):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        if name == "Subject" and not str(value).isascii():
            return f"{name}: {Header(str(value), 'utf-8', header_name=name).encode(linesep=self.linesep)}{self.linesep}".encode()
        return super().fold_binary(name, value)


# Gets what ``enqueue_made`` kept; None when there is nothing to tell any more.
Maker = Callable[[dict[str, Any]], Letter | None]


class OutgoingMail(Base):
    """A letter that waits. ``about`` names the subjects (``c:<id>``) whose words are in it, each with a space behind;
    ``maker`` the maker of its words out of ``contents``. ``taken_at`` is when a process began to send it."""

    __tablename__ = "outgoing_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text, default="")
    maker: Mapped[str] = mapped_column(String(20), default="")
    contents: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    message_id: Mapped[str] = mapped_column(String(40), default="")
    taken_at: Mapped[datetime | None] = mapped_column(Instant)


def enqueue(recipient: str, subject: str, body: str, about: Iterable[str] = ()) -> None:
    """Write a letter in the present unit of work; it leaves only if that is committed.

    ``about`` are the public subjects (``c:<id>``) whose words it has: see ``drop_about``.
    """
    row = {"subject": " ".join(subject.split()), "body": body, "about": "".join(f"{one} " for one in about)}
    db.session.execute(insert(OutgoingMail).values(_new(recipient) | row))


def enqueue_made(letters: Iterable[tuple[str, dict[str, Any]]], maker: str) -> None:
    """Write letters (recipient, contents) whose words the maker of this name will make when they are sent.

    Such a letter leaves once at most: if the process dies while it is being handed over, nobody knows whether it left,
    and it is not sent again.
    """
    rows = [
        {**_new(recipient), "subject": "", "body": "", "about": "", "maker": maker, "contents": contents}
        for recipient, contents in letters
    ]
    if rows:
        db.session.execute(insert(OutgoingMail), rows)


def drop_about(subject: str) -> int:
    """Take back the letters with the words of a subject that have not left yet; returns how many there were."""
    return change(delete(OutgoingMail).where(OutgoingMail.about.contains(f"{subject} ", autoescape=True)))


def deliver_due(patience: float = float("inf")) -> int:
    """Send what is due and return how many letters left.

    A letter is deleted after the server took it; one that it refuses is tried again later, five
    times in all, and then kept with the reason. After ``patience`` seconds the others are left to the next call.
    """
    _give_up_interrupted()
    due = select(OutgoingMail).where(OutgoingMail.due_at <= now(), OutgoingMail.tries <= len(RETRY_AFTER), _is_free())
    letters = db.session.scalars(due.order_by(OutgoingMail.id).limit(50)).all()
    db.session.expunge_all()
    db.session.rollback()
    until = time.monotonic() + patience
    return sum(_deliver(letter) for letter in letters if time.monotonic() < until)


def _is_free() -> Any:
    return OutgoingMail.taken_at.is_(None) | (OutgoingMail.taken_at < now() - SENDING)


def _new(recipient: str) -> dict[str, Any]:
    return {"recipient": recipient, "due_at": now(), "tries": 0, "message_id": new_public_id()}


def _give_up_interrupted() -> None:
    """A made letter that somebody died over may have left: it is kept with the reason and not sent again."""
    interrupted = (
        (OutgoingMail.maker != "")
        & (OutgoingMail.taken_at < now() - SENDING)
        & (OutgoingMail.tries <= len(RETRY_AFTER))
    )
    found = db.session.scalars(select(OutgoingMail.id).where(interrupted)).all()
    db.session.rollback()
    if found:
        with unit_of_work():
            values = {"tries": len(RETRY_AFTER) + 1, "failure": "interrupted while it was handed over"}
            change(update(OutgoingMail).where(OutgoingMail.id.in_(found), interrupted).values(values))


def _take(letter: OutgoingMail) -> bool:
    """Whether this process is the one that may send a letter now."""
    with unit_of_work():
        mine = (OutgoingMail.id == letter.id) & (OutgoingMail.tries == letter.tries) & _is_free()
        return change(update(OutgoingMail).where(mine).values(taken_at=now())) == 1


def _deliver(letter: OutgoingMail) -> bool:
    settings: Settings = current_app.extensions["settings"]
    if not _take(letter):
        return False
    try:
        written = _written(letter)
        if written is not None:
            _transport(settings, _message(letter, written, settings))
    except Exception as error:  # a letter that cannot even be written must not hold up the others
        _postpone(letter, error)
        return False
    with unit_of_work():
        change(delete(OutgoingMail).where(OutgoingMail.id == letter.id))
    return written is not None


def _written(letter: OutgoingMail) -> Letter | None:
    if not letter.maker:
        return Letter(letter.subject, letter.body)
    maker: Maker = current_app.extensions["letter_makers"][letter.maker]
    try:
        return maker(letter.contents or {})
    finally:
        db.session.rollback()


def _postpone(letter: OutgoingMail, error: Exception) -> None:
    wait = RETRY_AFTER[min(letter.tries, len(RETRY_AFTER) - 1)]
    with unit_of_work():
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == letter.id)
            .values(tries=letter.tries + 1, due_at=now() + wait, failure=str(error)[:500], taken_at=None)
        )


def _message(letter: OutgoingMail, written: Letter, settings: Settings) -> EmailMessage:
    host = urlsplit(settings.base_url).hostname or "localhost"
    message = EmailMessage(_Policy())
    message["From"] = f"Портал реформ <no-reply@{host}>"
    message["To"] = letter.recipient
    message["Subject"] = " ".join(written.subject.split())
    message["Date"] = format_datetime(now())
    # The same at every try: a server that took the letter and could not say so knows it again.
    message["Message-ID"] = f"<{letter.message_id or letter.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in written.headers.items():
        message[name] = value
    message.set_content(written.body)
    if written.html:
        message.add_alternative(written.html, subtype="html")
    return message


def _transport(settings: Settings, message: EmailMessage) -> None:
    if settings.smtp_url is None:
        _to_file(settings.data_dir / "mail", message)
    else:
        _to_server(settings.smtp_url, message)


def _to_file(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = now().strftime("%Y%m%d-%H%M%S-%f")
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
    body = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    (folder / f"{name}.txt").write_text(f"{message['To']}\n{message['Subject']}\n\n{body}", encoding="utf-8")


def _to_server(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(parts.hostname or "", parts.port or 465, timeout=15, context=context)
    else:
        server = smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=15)
    with server:
        if parts.scheme == "smtp" and parts.username:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
