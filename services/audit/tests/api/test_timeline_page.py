"""What does a browser get?"""

from html.parser import HTMLParser

import pytest
from audit.definition import DEFINITION
from chassis.app import build_app
from chassis.service import Service
from chassis.settings import Settings
from chassis.testing.harness import packs

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class _Tags(HTMLParser):
    """The tags that stand open, and all that there are."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.all = [], []

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
async def page(running, told):
    headers = {**BROWSER, **running.bearer("health_bureau")}
    return await running.client.get(f"/v1/cases/{told.case_id}/timeline", headers=headers)


@pytest.fixture
def public(running):
    """The same service as in the demo: its page is open."""
    running.service.settings.public_timeline = True
    return running.client


async def test_the_page_is_in_traditional_chinese_and_well_formed(page) -> None:
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    tags = _Tags()
    tags.feed(page.text)
    assert tags.open == []
    assert dict(tags.all)["html"] == {"lang": "zh-Hant"}
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in tags.all}
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_the_page_tells_the_story_with_roc_dates(page) -> None:
    story = ["受理申請（1966 專線），埔里鎮", "每月額度 18,580 元", "派案至 A 單位", "退回第 1 版（不符需求）"]
    later = ["核定第 2 版：CA07", "逾期：回覆照會，期限 113年2月15日", "改派至", "完成第 3 次訓練"]
    places = [page.text.index(words) for words in [*story, *later]]
    assert places == sorted(places)
    assert '<time datetime="2024-02-05" title="2024-02-05">113年2月5日（一）</time>' in page.text


async def test_late_things_are_marked(page) -> None:
    assert page.text.count('class="entry late"') == 3  # the missed answer, the overdue record, its late entry
    assert '<span class="mark is-missed">逾期</span>' in page.text
    assert '<span class="mark is-met_late">逾期完成</span>' in page.text
    assert "起因：回覆照會期限已過" in page.text
    assert "起因：派案至 A 單位" in page.text


async def test_a_long_story_goes_on_behind_a_link(running, told) -> None:
    headers = {**BROWSER, **running.bearer("health_bureau")}
    first = await running.client.get(f"/v1/cases/{told.case_id}/timeline", params={"limit": 10}, headers=headers)
    tags = _Tags()
    tags.feed(first.text)
    link = next(attributes["href"] for tag, attributes in tags.all if tag == "a")
    second = await running.client.get(f"/v1/cases/{told.case_id}/timeline{link}", headers=headers)
    assert "照會 B 單位" in second.text
    assert "受理申請" not in second.text


async def test_without_a_token_the_page_is_closed(running, told) -> None:
    path = f"/v1/cases/{told.case_id}/timeline"
    assert (await running.client.get(path, params={"county": "nantou"}, headers=BROWSER)).status_code == 401


async def test_in_the_demo_a_browser_needs_no_token(told, public) -> None:
    path = f"/v1/cases/{told.case_id}/timeline"
    opened = await public.get(path, params={"county": "nantou"}, headers=BROWSER)
    assert opened.status_code == 200
    assert "個案時間軸" in opened.text
    assert (await public.get(path, headers=BROWSER)).status_code == 400
    assert (await public.get(path, params={"county": "taoyuan"}, headers=BROWSER)).status_code == 404
    assert (await public.get(path, params={"county": ""}, headers=BROWSER)).status_code == 400


async def test_in_the_demo_everything_else_still_needs_one(told, public) -> None:
    path = f"/v1/cases/{told.case_id}/timeline"
    wrong = {**BROWSER, "Authorization": "Bearer nonsense"}
    assert (await public.get(path, params={"county": "nantou"})).status_code == 401
    assert (await public.get(path, params={"county": "nantou"}, headers=wrong)).status_code == 401
    for other in ("/v1/cases", "/v1/suspensions", "/v1/timeliness?month=2024-02", f"/v1/units/{told.b1}/timeline"):
        assert (await public.get(other, headers=BROWSER)).status_code == 401, other


def test_production_refuses_an_open_page(tmp_path) -> None:
    with pytest.raises(ValueError, match="LTC_PUBLIC_TIMELINE"):
        Settings(env="production", public_timeline=True, database_url="postgresql://unused")


async def test_what_stands_in_an_event_cannot_become_markup(running, facts, case) -> None:
    """Codes cannot hold markup; if one did all the same, the page would show it as text."""
    await running.give_message(facts.message(case.application(), on="2024-01-15"))
    async with running.service.database.acquire() as connection:
        await connection.execute('UPDATE timeline SET data = data || \'{"channel": "<b>x</b>"}\'::jsonb')
    headers = {**BROWSER, **running.bearer("health_bureau")}
    page = await running.client.get(f"/v1/cases/{case.case_id}/timeline", headers=headers)
    assert "<b>x</b>" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


async def test_a_case_without_clocks_has_a_page_too(running, facts, case) -> None:
    await running.give_message(facts.message(case.application(), on="2024-01-15"))
    headers = {**BROWSER, **running.bearer("care_manager")}
    assert "尚無期限" in (await running.client.get(f"/v1/cases/{case.case_id}/timeline", headers=headers)).text


def test_the_app_is_built_without_a_database(tmp_path) -> None:
    settings = Settings(env="test", database_url="postgresql://unused", state_dir=tmp_path)
    app = build_app(DEFINITION, settings, Service(DEFINITION, settings, packs=packs()))
    assert "/v1/cases/{case_id}/timeline" in app.openapi()["paths"]
