"""The script a text is written in, and whether Chinese characters alone are Chinese or Japanese."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Script(Enum):
    LATIN = "latin"
    HAN = "han"
    KANA = "kana"
    HANGUL = "hangul"
    CYRILLIC = "cyrillic"
    THAI = "thai"
    LAO = "lao"
    KHMER = "khmer"


_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_HAN = re.compile("[々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003fffd]")
#: Without the middle dot and the long vowel sign, which Chinese text borrows.
_KANA = re.compile("[ぁ-ゖァ-ヺｦ-ﾝ]")
_SPACED = {
    Script.HANGUL: re.compile("[가-힣ᄀ-ᇿㄱ-ㆎ]"),
    Script.CYRILLIC: re.compile("[Ѐ-ӿ]"),
    Script.THAI: re.compile("[ก-ฺเ-๎]"),
    Script.LAO: re.compile("[ກ-ຽເ-ໝ]"),
    Script.KHMER: re.compile("[ក-៓]"),
}
#: A Latin name takes more letters than its like in the other scripts.
_LATIN_WEIGHT = 0.25
#: Chinese headlines use の for show; Japanese without a tenth of kana is told apart by its characters.
_KANA_SHARE = 0.1


def dominant_script(text: str) -> Script | None:
    """The script that most of the text is in; ``None`` for text without letters."""
    latin = len(_LATIN.findall(text)) * _LATIN_WEIGHT
    if text.isascii():
        return Script.LATIN if latin else None
    shares: dict[Script, float] = {
        script: len(found) for script, pattern in _SPACED.items() if (found := pattern.findall(text))
    }
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    if han or kana:
        is_japanese = kana >= 2 and kana >= _KANA_SHARE * (han + kana)
        shares[Script.KANA if is_japanese else Script.HAN] = han + kana
        if Script.HANGUL in shares:
            # Korean headlines abbreviate with single Chinese characters: 美, 中, 日.
            shares[Script.HANGUL] += han
    shares[Script.LATIN] = latin
    best = max(shares, key=lambda script: shares[script])
    return best if shares[best] else None


#: Words of headlines written in Chinese characters alone, where the characters are common to both languages.
_CHINESE_WORDS = re.compile(
    "的|了|是|在|被|把|吗|吧|呢|很|都|但|如何|为何|為何|什么|什麼|我|你|他|她|它|越南|河内|河內|胡志明|国家主席|外交部|总理|總理|"
    "总统|總統|新华社|记者|記者|男子|女子|网|今天|明天|昨天|本周|星期|快讯|局势|坚决|升温|上调|下调|发布|召开|举行|公布|宣布|表示|称|"
    "遭|涉|应对|旅游|大学生|春节|通关|通车|开幕|山体|丰收|倾覆|大涨|大跌|上涨|下跌|股市|公司|香港|台灣|澳门|人民|群众|同志|省委|市委|"
    "书记|書記|中共|越共|万人|万元|亿|元"
)
_JAPANESE_WORDS = re.compile(
    "首相|会談|逮捕|容疑|被告|速報|株価|株式|東証|日経|続落|続伸|反発|反落|急落|急騰|円安|円高|終値|震度|津波|警報|注意報|発令|大雨|豪雨|"
    "台風|与党|野党|自民|公明|立憲|維新|知事|市長|町長|県|府警|道警|県警|来日|訪日|訪越|訪米|訪中|日越|日中|日米|日韓|米軍|米国|北朝鮮|"
    "再開|運休|開業|開催|開幕戦|見通|過去最|最多|最高値|優勝|準決勝|決勝|監督|選手|強盗|殺人|遺体|行方不明|懲役|起訴|書類送検|会見|"
    "表明|辞任|就任|実習生|留学生|東京|大阪|京都|名古屋|福岡|札幌|新型|車両|現職|再選|当選|落選|年ぶり|負傷|重体|軽傷|搬送|全焼|"
    "沿岸部|北上|上陸|厳戒|心配|更新|現金|強奪|事件|二人|三人|発表|決定|中止|延期|欠航|運転|見合|世論調査|支持率|内閣|衆院|参院|国会"
)


def chinese_or_japanese(text: str, hint: str | None = None) -> str:
    """Decide by which of three inventories the characters fit: simplified, traditional, Japanese; then by words.

    A text in which a simplified and a traditional form stand together (国, 開) is neither kind of Chinese.
    """
    letters = _HAN.findall(text)
    misfits = [sum(columns) for columns in zip(*map(_misfits, letters), strict=True)]
    simplified, traditional, japanese = misfits
    chinese_words, japanese_words = len(_CHINESE_WORDS.findall(text)), len(_JAPANESE_WORDS.findall(text))
    score = 2.0 * (min(simplified, traditional) - japanese) + japanese_words - chinese_words
    if len(_KANA.findall(text)):
        score += 1
    if score == 0:
        return hint if hint in ("zh", "ja") else "zh"
    return "ja" if score > 0 else "zh"


@lru_cache(maxsize=8_192)
def _misfits(letter: str) -> tuple[bool, bool, bool]:
    """Whether a character is foreign to simplified Chinese, to traditional Chinese, and to everyday Japanese."""
    return not _encodes(letter, "gb2312"), not _encodes(letter, "big5"), not _is_everyday_japanese(letter)


def _encodes(letter: str, codec: str) -> bool:
    try:
        letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _is_everyday_japanese(letter: str) -> bool:
    """In level 1 of JIS X 0208 (rows 16 to 47), or the repetition sign; level 2 holds the old forms."""
    try:
        code = letter.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return letter in "々〇" or (len(code) == 2 and 0xB0 <= code[0] <= 0xCF)
