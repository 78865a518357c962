"""Do mails about notices leave after the commit, by a real SMTP server, with a link and nothing else?"""

import asyncio
from contextlib import asynccontextmanager

from prof_service.mailing import send_waiting
from prof_service.settings import MailSettings

TEXT = "不可外流的通報內容"


@asynccontextmanager
async def smtp_server(letters):
    """Enough of RFC 5321 for one client after the other."""

    async def serve(reader, writer):
        async def say(line):
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 test")
        while command := (await reader.readline()).decode().strip():
            verb = command[:4].upper()
            if verb == "DATA":
                await say("354 go on")
                letters.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            await say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                break
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def settings(port):
    return MailSettings(
        smtp_url=f"smtp://127.0.0.1:{port}", mail_from="ltc@county.example", link_base="https://ltc.example"
    )


async def posted(running, training, *, address=True):
    await training.ready()
    if address:
        body = {"address": "cm@county.example"}
        answer = await running.post("/v1/mail-addresses", body, by=training.by("care_manager"))
        assert answer.status_code == 201, answer.text
    about = {"engagement_id": (await training.engagement())["id"], "kind": "closure", "text": TEXT}
    body = {**about, "recipients": ["care_manager", "a_case_manager"]}
    return (await running.post("/v1/notices", body, by=training.by())).json()


async def test_a_mail_holds_link_and_reference_only_and_leaves_once(running, training):
    notice, letters = await posted(running, training), []
    async with smtp_server(letters) as port:
        assert await send_waiting(running.service, settings(port)) == 1
        assert await send_waiting(running.service, settings(port)) == 0
    [letter] = letters
    head, _, body = letter.partition("\r\n\r\n")
    assert "To: cm@county.example" in head
    link = f"https://ltc.example/v1/notices/{notice['id']}"
    assert body.split() == [notice["reference"], link, "."]


async def test_what_could_not_be_sent_is_sent_later(running, training):
    await posted(running, training)
    letters = []
    async with smtp_server(letters) as port:
        pass
    assert await send_waiting(running.service, settings(port)) == 1  # nobody listens there any more
    assert await send_waiting(running.service, settings(port)) == 0  # not at once
    async with running.service.database.acquire() as connection:
        await connection.execute("UPDATE mails SET next_at = clock_timestamp()")
    async with smtp_server(letters) as port:
        assert await send_waiting(running.service, settings(port)) == 1
    assert len(letters) == 1


async def test_two_workers_send_a_letter_once(running, training):
    await posted(running, training)
    letters = []
    async with smtp_server(letters) as port:
        await asyncio.gather(*[send_waiting(running.service, settings(port)) for _ in range(2)])
    assert len(letters) == 1


async def test_an_office_without_an_address_gets_no_mail(running, training):
    await posted(running, training, address=False)
    assert await send_waiting(running.service, settings(1)) == 0
