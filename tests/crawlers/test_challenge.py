"""A refusal is told from content by what is served; it is not got round."""

import pytest

from crawlers.challenge import challenge


@pytest.mark.parametrize(
    "page",
    [
        '<script>document.cookie="a=1";location.reload()</script>',
        '<html><head><script src="/_Incapsula_Resource?x=1"></script></head></html>',
        "<html><title>Just a moment...</title><body>Checking your browser</body></html>",
        "<html><body><h1>Access Denied</h1>You don't have permission</body></html>",
        '<html><body><form><div class="h-captcha"></div></form></body></html>',
    ],
)
def test_recognises_a_refusal(page: str) -> None:
    assert challenge(page)


def test_an_article_with_a_captcha_in_its_comment_form_is_none() -> None:
    text = "<p>" + "Tỉnh vừa khánh thành cây cầu mới. " * 60 + "</p>"
    assert challenge(f'<html><body>{text}<div class="g-recaptcha"></div></body></html>') is None


def test_an_ordinary_short_page_is_none() -> None:
    assert challenge("<html><body><p>Không có nội dung</p></body></html>") is None


@pytest.mark.timeout(10)
@pytest.mark.parametrize("hostile", ["<" * 100_000, "<script" * 15_000, "location" * 10_000])
def test_hostile_pages_take_no_time(hostile: str) -> None:
    challenge(hostile)
