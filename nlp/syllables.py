"""What a Vietnamese syllable can look like when its accents are left out."""

from __future__ import annotations

import re

#: Rhymes without marks: a ă â, e ê, o ô ơ, u ư fall together.
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu "
    "im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong oong op ot u ua "
    "uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet "
    "uynh uyt uyu y ych ynh yt"
)
_RHYME = "|".join(sorted(_RHYMES.split(), key=len, reverse=True))
_FRONT = "(?=[iey])"
_BACK = "(?=[aou])"
_ONSET = (
    f"b|c{_BACK}|ch|d|g{_BACK}|gh{_FRONT}|gi{_BACK}|h|k{_FRONT}|kh|l|m|n|ng{_BACK}|ngh{_FRONT}|nh|p|ph|r|s|t|th|tr|v|x"
)
_SYLLABLE = re.compile(
    rf"(?:(?:{_ONSET})?(?:{_RHYME})|qu(?:a|ac|ach|ai|an|ang|anh|ao|at|au|ay|e|en|eo|et|o|oc|on|y|ych|yen|yet|ynh|yt)"
    r"|gi|gin|gieng|giet|yem|yen|yeng|yet|yeu)"
)


def is_plain_syllable(word: str) -> bool:
    """Whether a lower-case ASCII word is how some Vietnamese syllable is typed without accents."""
    return len(word) <= 7 and _SYLLABLE.fullmatch(word) is not None
