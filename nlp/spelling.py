"""The spellings in which one Vietnamese name is printed: two tone placements, i or y, đắk or đăk."""

from __future__ import annotations

import re

from nlp.text import lower, place_tones

_TO_SECOND = {
    **dict(zip(("òa", "óa", "ỏa", "õa", "ọa"), ("oà", "oá", "oả", "oã", "oạ"), strict=True)),
    **dict(zip(("òe", "óe", "ỏe", "õe", "ọe"), ("oè", "oé", "oẻ", "oẽ", "oẹ"), strict=True)),
    **dict(zip(("ùy", "úy", "ủy", "ũy", "ụy"), ("uỳ", "uý", "uỷ", "uỹ", "uỵ"), strict=True)),
}
_SECOND = re.compile(rf"(?:{'|'.join(_TO_SECOND)})(?!\w)")
_TO_I = str.maketrans("ýỳỷỹỵ", "íìỉĩị")
#: Only these syllables are written both ways; in others the letter makes the word.
_Y = re.compile(r"(?<!\w)(?:l|m|k|s|t|h)[ýỳỷỹỵ](?!\w)")
_DAK = re.compile(r"(?<!\w)đ[ắă]k(?!\w)")
_DASH = re.compile(r"(?<=\w) ?[-–] ?(?=\w)")


def spellings(name: str) -> list[str]:
    """The name in lower case, in every way it is printed; the first is the one of ``place_tones``."""
    found = [place_tones(lower(name))]

    def add(changed: str) -> None:
        if changed not in found:
            found.append(changed)

    if _SECOND.search(found[0]):
        add(_SECOND.sub(lambda match: _TO_SECOND[match[0]], found[0]))
    for text in tuple(found):
        add(_Y.sub(lambda match: match[0].translate(_TO_I), text))
        for dak in ("đắk", "đăk"):
            add(_DAK.sub(dak, text))
    if _DASH.search(found[0]):
        for text in tuple(found):
            for dash in ("-", " - ", " – ", "–"):
                add(_DASH.sub(dash, text))
    return found
