"""Letters: written in the transaction that causes them, sent afterwards by the worker.

Without an SMTP server the letters become files under ``DATA_DIR/mail``.
"""

import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import Text, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .database import Base, Instant, change, db, unit_of_work
from .settings import Settings

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


class OutgoingMail(Base):
    __tablename__ = "outgoing_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Text)


def enqueue(recipient: str, subject: str, body: str) -> None:
    """Write a letter in the present unit of work; it leaves only if that is committed."""
    row = {"recipient": recipient, "subject": " ".join(subject.split()), "body": body, "due_at": now()}
    db.session.execute(insert(OutgoingMail).values(row))


def deliver_due() -> int:
    """Send what is due and return how many letters left.

    A letter is deleted after the server took it; one that it refuses is tried again later, five
    times in all, and then kept with the reason.
    """
    due = select(OutgoingMail).where(OutgoingMail.due_at <= now(), OutgoingMail.tries <= len(RETRY_AFTER))
    letters = db.session.scalars(due.order_by(OutgoingMail.id).limit(50)).all()
    db.session.expunge_all()
    db.session.rollback()
    return sum(_deliver(letter) for letter in letters)


def _deliver(letter: OutgoingMail) -> bool:
    settings: Settings = current_app.extensions["settings"]
    try:
        _transport(settings, _message(letter, settings))
    except Exception as error:  # a letter that cannot even be written must not hold up the others
        _postpone(letter, error)
        return False
    with unit_of_work():
        change(delete(OutgoingMail).where(OutgoingMail.id == letter.id))
    return True


def _postpone(letter: OutgoingMail, error: Exception) -> None:
    wait = RETRY_AFTER[min(letter.tries, len(RETRY_AFTER) - 1)]
    with unit_of_work():
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == letter.id)
            .values(tries=letter.tries + 1, due_at=now() + wait, failure=str(error)[:500])
        )


def _message(letter: OutgoingMail, settings: Settings) -> EmailMessage:
    host = urlsplit(settings.base_url).hostname or "localhost"
    message = EmailMessage()
    message["From"] = f"Портал реформ <no-reply@{host}>"
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(idstring=str(letter.id), domain=host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
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
    body = message.get_content()
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
