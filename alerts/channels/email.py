"""E-mail by SMTP: always encrypted, the server's certificate always verified.

The Message-ID is made of the letter's key, so a letter that had to be sent twice is one letter to its reader's mailbox.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from alerts.parcels import Parcel, Steps, Undelivered
from alerts.policy import Mail
from news.letter import Letter
from news.times import Clock, local, utc_now

#: Seconds for each answer of the server.
_PATIENCE = 30.0
_POLICY = SMTP.clone(cte_type="7bit")
_GREYLISTED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class EmailChannel:
    """The office's mail server. ``user`` is empty where it asks for none; ``context`` says whose word is trusted."""

    mail: Mail
    user: str = ""
    password: str = field(default="", repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    clock: Clock = utc_now

    def send(self, parcel: Parcel, steps: Steps) -> None:
        message = mail_of(parcel.letter, self.mail.sender, parcel.address, parcel.key, self.clock())
        if parcel.may_repeat:
            message["X-Diembao-Note"] = "possibly repeated"
        content = message.as_bytes(policy=_POLICY)
        with _said_in_words(), self._connected() as server:
            _expect(*server.mail(self.mail.sender, [f"size={len(content)}"] if server.has_extn("size") else []))
            _expect(*server.rcpt(parcel.address))
            steps.about_to()
            try:
                code, answer = server.data(content)
            except (OSError, smtplib.SMTPServerDisconnected) as error:
                raise Undelivered(f"mất kết nối khi đang gửi: {_words(error)}", may_have_arrived=True) from error
            _expect(code, answer)

    def probe(self) -> None:
        """Connect, encrypt and sign in; nothing is sent. Raises ``Undelivered``."""
        with _said_in_words(), self._connected():
            return

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        mail = self.mail
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_PATIENCE, context=self.context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=_PATIENCE)
        try:
            server.ehlo()
            if mail.security != "tls":
                server.starttls(context=self.context)
                server.ehlo()
            if not f"{self.user}{self.password}".isascii():
                raise Undelivered("tên hoặc mật khẩu thư có ký tự mà máy chủ thư không nhận (chỉ ASCII)", is_down=True)
            if self.user:
                server.login(self.user, self.password)
            yield server
        finally:
            _leave(server)


def mail_of(letter: Letter, sender: str, recipient: str, key: str, now: datetime) -> EmailMessage:
    """The letter as a message: plain text and HTML side by side, attachments after them."""
    message = EmailMessage(policy=_POLICY)
    host = sender.rpartition("@")[2]
    message["From"], message["To"], message["Subject"] = sender, recipient, letter.subject
    message["Date"] = format_datetime(local(now))
    message["Message-ID"] = f"<{_digest(key)}@{host}>"
    if letter.thread:
        message["References"] = f"<thread.{_digest(f'{recipient}/{letter.thread}')}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    for one in letter.attachments:
        kind, _, subtype = one.media_type.partition("/")
        message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return message


@contextmanager
def _said_in_words() -> Iterator[None]:
    """What went wrong before the step that cannot be undone, as ``Undelivered``."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = f"chứng thư của máy chủ thư không hợp lệ: {error.verify_message}"
        raise Undelivered(reason, is_down=True) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Undelivered("máy chủ thư không nhận tên hoặc mật khẩu", is_down=True) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Undelivered(f"máy chủ thư không có mã hóa hoặc đăng nhập: {error}", is_down=True) from error
    except smtplib.SMTPException as error:
        raise Undelivered(f"máy chủ thư: {_words(error)}", is_down=True) from error
    except OSError as error:
        raise Undelivered(f"không kết nối được máy chủ thư: {_words(error)}", is_down=True) from error


def _expect(code: int, answer: bytes) -> None:
    """4xx: later; 5xx: never (RFC 5321 §4.2.1)."""
    if code // 100 == 2:
        return
    said = " ".join(answer.decode("utf-8", "replace").split())[:200]
    if code // 100 == 5:
        raise Undelivered(f"máy chủ thư từ chối: {code} {said}", helps=False)
    raise Undelivered(f"máy chủ thư hẹn gửi lại: {code} {said}", after=_GREYLISTED)


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
