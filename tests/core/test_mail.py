"""Letters: written with the act that causes them, sent afterwards, and never lost."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from reform_portal.app import create_app
from reform_portal.core import mail
from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.mail import OutgoingMail, deliver_due, enqueue
from reform_portal.people.forms import _EMAIL

SUBJECT, BODY = "Підтвердьте адресу — Портал реформ", "Вітаємо, Олено!\n\nhttp://portal.test/register/confirm/abc\n"


class PostOffice:
    """Takes letters, or refuses them."""

    def __init__(self) -> None:
        self.letters = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.letters.append((envelope.mail_from, envelope.rcpt_tos, message))
        return self.answer


@contextmanager
def portal_with(settings, **more) -> Iterator[None]:
    app = create_app(replace(settings, **more))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def office(settings):
    """A mail server on this machine, and a portal that sends through it."""
    handler, port = PostOffice(), free_port()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with portal_with(settings, smtp_url=f"smtp://127.0.0.1:{port}"):
            yield handler
    finally:
        server.stop()


def write(recipient="olena@example.org", subject=SUBJECT, body=BODY):
    with unit_of_work():
        enqueue(recipient, subject, body)


def waiting():
    db.session.rollback()
    rows = db.session.execute(select(OutgoingMail.__table__).order_by(OutgoingMail.id)).all()
    db.session.rollback()
    return rows


def let_time_pass():
    with unit_of_work():
        db.session.execute(update(OutgoingMail).values(due_at=now() - timedelta(seconds=1)))


def test_server_gets_the_letter_once_and_whole(office):
    write()
    assert (deliver_due(), deliver_due()) == (1, 0)
    sender, recipients, message = office.letters[0]
    assert (sender, recipients) == ("no-reply@portal.test", ["olena@example.org"])
    assert message["Subject"] == SUBJECT and message["To"] == "olena@example.org"
    assert message.get_content().replace("\r\n", "\n") == BODY
    assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"] and message["Date"]
    assert len(office.letters) == 1 and waiting() == []


def test_refused_letter_is_tried_again_later_and_then_leaves(office):
    write()
    office.answer = "451 later please"
    assert deliver_due() == 0
    kept = waiting()[0]
    assert kept.tries == 1 and "later please" in kept.failure and kept.due_at > now() + timedelta(seconds=30)
    assert deliver_due() == 0
    office.answer = "250 OK"
    let_time_pass()
    assert deliver_due() == 1 and waiting() == []


def test_letter_is_tried_five_times_and_then_kept_with_the_reason(office):
    write()
    office.answer = "554 never"
    for _ in range(8):
        deliver_due()
        let_time_pass()
    kept = waiting()[0]
    assert kept.tries == 5 and "never" in kept.failure


def test_waits_grow():
    assert list(mail.RETRY_AFTER) == sorted(mail.RETRY_AFTER) and len(mail.RETRY_AFTER) == 4


def test_server_that_is_away_loses_nothing(settings):
    with portal_with(settings, smtp_url="smtp://127.0.0.1:1"):
        write()
        assert deliver_due() == 0
        assert waiting()[0].tries == 1


def test_one_refused_letter_does_not_stop_the_others(office, monkeypatch):
    write("refused@example.org")
    write()
    whole = office.handle_DATA

    async def picky(server, session, envelope):
        return "550 no" if "refused@example.org" in envelope.rcpt_tos else await whole(server, session, envelope)

    monkeypatch.setattr(office, "handle_DATA", picky)
    assert deliver_due() == 1
    assert [row.recipient for row in waiting()] == ["refused@example.org"]


def test_without_a_server_letters_become_files(app, settings):
    write()
    assert deliver_due() == 1 and waiting() == []
    folder = settings.data_dir / "mail"
    text = next(folder.glob("*.txt")).read_text(encoding="utf-8")
    assert "olena@example.org" in text and SUBJECT in text and "http://portal.test/register/confirm/abc" in text
    message = email.message_from_bytes(next(folder.glob("*.eml")).read_bytes(), policy=email.policy.default)
    assert message["Subject"] == SUBJECT and message.get_content() == BODY


def test_every_letter_has_a_file_of_its_own(app, settings):
    for number in range(5):
        write(body=f"Лист {number}\n")
    assert deliver_due() == 5
    assert len(list((settings.data_dir / "mail").glob("*.txt"))) == 5


def test_letter_of_an_act_that_failed_is_not_sent(app):
    with pytest.raises(RuntimeError), unit_of_work():
        enqueue("olena@example.org", SUBJECT, BODY)
        raise RuntimeError
    assert waiting() == [] and deliver_due() == 0


def test_subject_cannot_carry_another_header(app, settings):
    write(subject="Так\r\nBcc: all@example.org")
    deliver_due()
    message = email.message_from_bytes(next((settings.data_dir / "mail").glob("*.eml")).read_bytes())
    assert message["Bcc"] is None


@pytest.mark.parametrize("address", ["x:victim@example.org", "=?utf-8?q?x?=@example.org", "a:@example.org"])
def test_address_that_means_another_one_is_refused(address):
    assert not _EMAIL.match(address)


def test_letter_that_cannot_be_made_does_not_stop_the_others(app):
    write("=?x?b?!!!?=@example.org")
    write()
    assert deliver_due() == 1
    assert [row.recipient for row in waiting()] == ["=?x?b?!!!?=@example.org"]


def test_long_subjects_keep_their_spaces(office):
    subjects = [f"Нове зауваження — «{'Про ' * number}правила проведення консультацій»" for number in range(1, 9)]
    for subject in subjects:
        write(subject=subject)
    assert deliver_due() == 8 and [message["Subject"] for _from, _to, message in office.letters] == subjects


def test_address_that_stops_letters_stands_in_the_header_as_it_is(app, settings):
    """Readers of letters decode no encoded words in List-Unsubscribe, however long the address is."""
    stop = f"<https://portal.test/unsubscribe/{'WyJvbmUi' * 30}>"
    app.extensions["letter_makers"]["test"] = lambda _contents: mail.Letter(
        "Новини", "Ось.", "", {"List-Unsubscribe": stop}
    )
    with unit_of_work():
        mail.enqueue_made([("olena@example.org", {})], "test")
    assert deliver_due() == 1
    written = next((settings.data_dir / "mail").glob("*.eml")).read_bytes()
    assert f"List-Unsubscribe: {stop}\n".encode() in written
