"""Tell a refusal dressed as a page (script challenge, captcha, block page) from content. Refusals are not got round."""

from __future__ import annotations

import re

#: Words of known guards; enough alone on a page without much text.
_GUARDS = re.compile(
    r"_Incapsula_Resource|Incapsula incident|cf-chl-|cf_chl_|challenge-platform|cdn-cgi/challenge|Just a moment\.\.\.|"
    r"Attention Required! \| Cloudflare|DDoS-Guard|ddos protection by|px-captcha|geo\.captcha-delivery|datadome|"
    r"sucuri_cloudproxy|Sucuri WebSite Firewall|Request unsuccessful\.|The requested URL was rejected|"
    r"Pardon Our Interruption|"
    r"aws-waf-token|awsWafCookieDomainList|gokuProps|distil_r_captcha|g-recaptcha|h-captcha|hcaptcha\.com|grecaptcha\.execute|"
    r"Access Denied|403 Forbidden|Please enable (?:JS|JavaScript|cookies)|enable JavaScript and cookies|"
    r"Checking your browser|Vui lòng (?:bật|xác (?:nhận|minh)|chờ trong giây lát)|"
    r"không phải (?:là )?(?:người máy|robot)|"
    r"[Xx]ác (?:minh|thực) (?:bạn|rằng bạn)|Truy cập bị (?:từ chối|chặn)|you are (?:not )?a robot|are you human|"
    r"unusual traffic",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b[^<>]*+>(.*?)(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SCRIPT_SETS_COOKIE = re.compile(r"document\s*\.\s*cookie\s*=|document\[['\"]cookie", re.IGNORECASE)
_SCRIPT_RELOADS = re.compile(
    r"location\s*\.\s*(?:reload|replace|assign)\s*\(|(?:window|document|self|top)?\.?location(?:\.href)?\s*=",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<[^<>]*+>", re.IGNORECASE | re.DOTALL)
#: A page with more visible text than this is content, whatever guard's script it carries.
_MAX_VISIBLE_CHARS = 1_500
#: No challenge is as long as this.
_MAX_CHARS = 120_000


def challenge(text: str, visible_chars: int | None = None) -> str | None:
    """Return what shows that the server refuses, in words, or ``None``. Only a page with little visible text can.

    ``visible_chars``: how much text a reader sees, where the caller has counted it already.
    """
    if len(text) > _MAX_CHARS:
        return None
    if visible_chars is None:
        visible_chars = len(" ".join(_TAGS.sub(" ", text).split()))
    if visible_chars > _MAX_VISIBLE_CHARS:
        return None
    found = _GUARDS.search(text)
    scripts = "".join(_SCRIPT.findall(text)) if "location" in text else ""
    reloads = _SCRIPT_RELOADS.search(scripts) and (_SCRIPT_SETS_COOKIE.search(scripts) or len(text) < 4_000)
    if not (found or reloads):
        return None
    return f"trang chặn máy đọc ({found[0][:60]})" if found else "trang đòi chạy mã lệnh trước khi cho đọc"
