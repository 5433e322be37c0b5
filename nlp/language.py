"""Which language a headline or a text is in: by script and by Vietnamese spelling first, by statistics for the rest.

A headline has few words, and many of ours hold Vietnamese names inside English or French. So what is counted is the
share of words that only Vietnamese can write, never their mere presence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol, cast

from nlp.scripts import Script, chinese_or_japanese, dominant_script
from nlp.syllables import is_plain_syllable
from nlp.text import folded_word, nfc

LANGUAGES = ("vi", "en", "fr", "es", "zh", "ja", "ko", "ru", "th", "lo", "km")

#: Letters that none of the other languages writes; â ê ô à é and their like are shared with French.
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯìòãẽĩõũỳýÌÒÃẼĨÕŨỲÝẠ-ỹ]")
#: So many of them per word are Vietnamese beyond doubt, whatever names stand between.
_CLEAR = 0.5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Accented words that fit a Vietnamese syllable and are French or Spanish.
_SHARED_WORDS = _words("à là où dû né thé clé ô día sí té tú mí qué él é")
#: Short words that a headline in one of these languages can hardly do without.
_FUNCTION_WORDS = {
    "en": _words(
        "the of and for with after from by as is are was be at over amid its his her their new says will not "
        "this that under into up against more than"
    ),
    "fr": _words(
        "le la les des du de un une et en au aux dans pour par sur avec est sont ses son leur qui que pas plus "
        "après contre entre sous chez ce cette à où"
    ),
    "es": _words(
        "el la los las de del un una y en por para con su sus es son que se al más tras sobre entre contra lo "
        "como este esta"
    ),
}
#: Fewer words than this without a single accent could be anybody's.
_PLAIN_WORDS = 3
_PLAIN_SHARE = 0.8
#: Natural logarithm of odds below which the statistics of a headline are no better than knowing its source.
_UNSURE = 1.5
_WORD = re.compile(r"[^\W\d_]+")
_BY_SCRIPT = {Script.HANGUL: "ko", Script.CYRILLIC: "ru", Script.THAI: "th", Script.LAO: "lo", Script.KHMER: "km"}


def detect(text: str, hint: str | None = None) -> str | None:
    """Return the language's code, or the hint (the source's language) where nothing tells; ``None`` without either."""
    text = nfc(text)
    words_at_least = text.count(" ") + 1
    if len(_VIETNAMESE.findall(text)) >= _CLEAR * words_at_least:
        return "vi"
    script = dominant_script(text)
    if script is None:
        return hint
    if script is Script.HAN:
        return chinese_or_japanese(text, hint)
    if script is Script.KANA:
        return "ja"
    return _BY_SCRIPT.get(script) or _of_latin_letters(text, hint)


def _of_latin_letters(text: str, hint: str | None) -> str:
    words = _WORD.findall(text)
    lowered = [word.lower() for word in words]
    accented = sum(map(_is_accented_syllable, lowered))
    if not accented:
        plain = sum(map(is_plain_syllable, lowered))
        is_vietnamese = len(words) >= _PLAIN_WORDS and plain >= _PLAIN_SHARE * len(words)
        return "vi" if is_vietnamese else _of_western_europe(text, hint)
    # Names keep their spelling in every language: the words that are not capitalised tell which one it is.
    telling = [word for word in words if word[0].islower()]
    if not telling:
        is_vietnamese = 2 * (accented + sum(map(is_plain_syllable, lowered))) > len(words)
    else:
        is_vietnamese = sum(map(_leaning, telling)) > 0
    return "vi" if is_vietnamese else _of_western_europe(text, hint)


def _leaning(word: str) -> int:
    """How far one word of a text with accents speaks for Vietnamese (above 0) or against it."""
    if _is_accented_syllable(word):
        return 2
    if any(word in known for known in _FUNCTION_WORDS.values()):
        return -2
    return 1 if is_plain_syllable(word) else -1


def _is_accented_syllable(word: str) -> bool:
    return not word.isascii() and word not in _SHARED_WORDS and is_plain_syllable(folded_word(word))


def _of_western_europe(text: str, hint: str | None) -> str:
    ranking = _identifier().rank(text)
    best, odds = ranking[0]
    hinted = next((score for code, score in ranking if code == hint), None)
    if hinted is not None and odds - hinted < _UNSURE:
        return str(hint)
    if hint == "vi" and not any(word[0].islower() for word in _WORD.findall(text)):
        return hint  # names and numbers only, as in a result of a match
    return best


class _Ranks(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@lru_cache(maxsize=1)
def _identifier() -> _Ranks:
    """py3langid limited to three languages; loaded when first needed, as it costs start-up and memory."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["en", "fr", "es"])
    return cast(_Ranks, identifier)
