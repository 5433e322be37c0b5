"""Feed-quirks §2, bytes: look at them, not at the header."""

import pytest

from crawlers.charset import decode

TEXT = "<rss><title>Ninh Bình, Quảng Ngãi</title></rss>"


def test_client_falls_back_to_latin_1() -> None:
    assert decode(TEXT.encode(), "text/xml; charset=ISO-8859-1") == TEXT


def test_prolog_says_utf_16_and_bytes_are_utf_8() -> None:
    body = '<?xml version="1.0" encoding="utf-16"?>' + TEXT
    assert decode(body.encode()) == body


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_bytes_are_recognised(charset: str) -> None:
    assert decode(TEXT.encode(charset)) == TEXT


@pytest.mark.parametrize("charset", ["gb2312", "shift_jis", "euc-kr", "big5", "windows-1251", "tis-620", "iso-2022-jp"])
def test_declared_charsets_of_the_foreign_press(charset: str) -> None:
    words = {"windows-1251": "Вьетнам", "tis-620": "เวียดนาม", "euc-kr": "베트남", "big5": "河內"}.get(charset, "河内")
    body = f'<?xml version="1.0" encoding="{charset}"?><a>{words}</a>'
    assert words in decode(body.encode(charset))


def test_one_broken_byte_does_not_make_it_latin_1() -> None:
    assert "Quảng Ngãi" in decode(TEXT.encode() * 5 + b"\xff" + TEXT.encode())


def test_an_unknown_charset_never_raises() -> None:
    assert decode(b"\xe1\xe2", "text/html; charset=klingon")
    assert decode(b"\xe1\xe2", "text/html; charset=base64")
