"""How do letters about notices leave? After the commit, by SMTP, at least once, with a link and a reference and nothing else."""

import asyncio
import smtplib
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncpg
import structlog
from chassis.access import SYSTEM
from chassis.db import Row
from chassis.lost import LOST
from chassis.service import Service

from prof_service.settings import MailSettings
from prof_service.store.mails import CLAIM, SENT

BATCH = 20
_LOOK_SECONDS = 1.0
_TIMEOUT_SECONDS = 20
_log = structlog.get_logger()


async def send_mails(service: Service[Any]) -> None:
    """Send for ever; without LTC_SMTP_URL there is no mail, and nothing to do."""
    settings = MailSettings()
    while settings.smtp_url is not None:
        try:
            while await send_waiting(service, settings) == BATCH:
                pass
        except LOST as lost:
            _log.warning("mails_wait", service=service.name, reason=type(lost).__name__)
        await asyncio.sleep(_LOOK_SECONDS)


async def send_waiting(service: Service[Any], settings: MailSettings) -> int:
    """Send what waits; returns how many were tried. What fails is tried again later, ever more slowly."""
    connection: asyncpg.Connection
    async with service.database.acquire() as connection:
        sql, arguments = CLAIM.bound(SYSTEM, {"limit": BATCH})
        claimed = await connection.fetch(sql, *arguments)
    for mail in claimed:
        try:
            await asyncio.to_thread(_send, letter(mail, settings), settings)
        except (OSError, smtplib.SMTPException) as failed:  # the class says enough: a message repeats the address
            _log.warning("mail_failed", mail=str(mail["id"]), attempts=mail["attempts"], reason=type(failed).__name__)
            continue
        async with service.database.acquire() as connection:
            sql, arguments = SENT.bound(SYSTEM, {"mail_id": mail["id"]})
            await connection.execute(sql, *arguments)
    return len(claimed)


def letter(mail: Row, settings: MailSettings) -> EmailMessage:
    """Its own id is the Message-ID, so that a letter that comes twice is seen to be one."""
    message = EmailMessage()
    message["Subject"] = f"長照服務異動通報 {mail['reference']}"
    message["From"] = settings.mail_from
    message["To"] = mail["address"]
    message["Message-ID"] = f"<{mail['id']}@{settings.mail_from.rpartition('@')[2]}>"
    message.set_content(f"{mail['reference']}\n{settings.link_base.rstrip('/')}/v1/notices/{mail['notice_id']}\n")
    return message


def _send(message: EmailMessage, settings: MailSettings) -> None:
    if settings.smtp_url is None:
        raise ValueError("LTC_SMTP_URL is not set")
    url = urlsplit(settings.smtp_url.get_secret_value())
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with kind(url.hostname or "localhost", url.port or 0, timeout=_TIMEOUT_SECONDS) as server:
        if url.scheme == "smtp+starttls":
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)
