"""Mend text that was decoded with the wrong charset before it reached us (``Ninh BÃ¬nh``). The one user of ftfy."""

from __future__ import annotations

import re

import ftfy

#: UTF-8 read as Windows-1252 or Latin-1 shows a lead byte (Ã Ä Å Æ Ð á â) followed by a character no word has
#: there; read as Mac Roman it shows √ or ·. Ã, Â and á alone are ordinary Vietnamese.
_SUSPECT = re.compile(r"[ÃÂÄÅÆÐáâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|√[\x80-\xff¨©±£¢•∫≤≥°††‡∂≠ÆØ]|Ã[ƒ ]|·∫|·ª")

_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)


def mend(text: str) -> str:
    """Return the text as it was meant; text that is not suspect is returned as it is, unread by ftfy."""
    if not _may_be_suspect(text) or not _SUSPECT.search(text):
        return text
    return ftfy.fix_encoding(text, _CONFIG)


def _may_be_suspect(text: str) -> bool:
    """Cheap and rarely true for good text: every text of a feed goes through here. Written out, for speed."""
    return (
        "Ã" in text or "áº" in text or "á»" in text or "â€" in text or "â„" in text or "Â" in text or "Ä" in text
        or "Å" in text or "Æ" in text or "Ð" in text or "√" in text or "·∫" in text or "·ª" in text
    )  # fmt: skip
