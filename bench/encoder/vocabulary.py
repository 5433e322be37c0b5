"""Which of the 250,000 pieces our ten languages need, and the tokenizer of those that stay.

Vietnamese is counted on the press; of the other languages, of which there is no text here, the likeliest pieces of
each script are kept, so that a rare word of theirs is read in more and shorter pieces.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from bench.encoder.weights import Base

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
BEGIN, PAD, END, UNKNOWN = range(4)
SPACE = "▁"
#: A piece of the press is kept from so many uses on.
MIN_USES = 3
#: How many of the likeliest pieces of each script are kept beside: zh and ja, ja, ko, ru, th, lo, km, en and fr.
SCRIPTS = (
    (re.compile(r"[一-鿿]+"), 5000),
    (re.compile(r"[぀-ヿー一-鿿]*[぀-ヿ][぀-ヿー一-鿿]*"), 2000),
    (re.compile(r"[가-힣]+"), 2600),
    (re.compile(r"[а-яё]+", re.IGNORECASE), 4000),
    (re.compile(r"[฀-๿]+"), 2200),
    (re.compile(r"[຀-໿]+"), 1200),
    (re.compile(r"[ក-៿]+"), 1200),
    (re.compile(r"[a-zàâçéèêëîïôùûüœæ'’]+", re.IGNORECASE), 7500),
)
#: Characters that are kept however rare: nothing of our ten languages is to be unreadable.
_SINGLE = re.compile(
    r"[\u0020-\u024f\u1e00-\u1eff\u0300-\u036f\u0400-\u045f\u0e00-\u0eff\u1780-\u17ff\u2010-\u203f\u20ab\u20ac]"
)


def tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """XLM-R's way of cutting: NFKC, single spaces, the likeliest pieces; ``<s> first </s> second </s>``."""
    found = Tokenizer(models.Unigram(list(zip(pieces, map(float, scores), strict=True)), unk_id=UNKNOWN))
    found.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(_spaces(), " ")])
    found.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    found.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")
    begin, end = (("<s>", BEGIN), ("</s>", END))
    found.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1", special_tokens=[begin, end]
    )
    found.add_special_tokens([AddedToken(piece, special=True) for piece in SPECIAL])
    return found


def _spaces() -> object:
    from tokenizers import Regex

    return Regex(r"\s+")


def choose(base: Base, texts: Iterable[str]) -> list[int]:
    """Ids of the pieces that stay, in their old order (the special ones first)."""
    whole = tokenizer(base.pieces, base.scores)
    uses: Counter[int] = Counter()
    for coded in whole.encode_batch(list(texts), add_special_tokens=False):
        uses.update(coded.ids)
    kept = set(range(len(SPECIAL))) | {piece for piece, count in uses.items() if count >= MIN_USES}
    bare = [unicodedata.normalize("NFC", piece.removeprefix(SPACE)) for piece in base.pieces]
    kept |= {place for place, piece in enumerate(bare) if len(piece) <= 1 and (not piece or _SINGLE.match(piece))}
    likeliest = np.argsort(-base.scores, kind="stable").tolist()
    for script, most in SCRIPTS:
        kept.update([place for place in likeliest if place >= len(SPECIAL) and script.fullmatch(bare[place])][:most])
    return sorted(kept)


def write(folder: Path, base: Base, kept: Sequence[int]) -> None:
    """The tokenizer's files as ``transformers`` reads them."""
    tokenizer([base.pieces[at] for at in kept], base.scores[list(kept)].tolist()).save(
        str(folder / "tokenizer.json"), pretty=False
    )
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
        "model_max_length": 256,
        "clean_up_tokenization_spaces": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
