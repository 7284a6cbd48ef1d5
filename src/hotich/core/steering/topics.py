"""About what an obstacle is, guessed from its words where nobody has said; and its words, folded, for the search. Pure.

The guess only decides to whom it goes first: whoever gets it can pass it on to another topic.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Final

from hotich.core.text.keys import search_key

JUSTICE: Final = "justice"
_TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "line": ("duong truyen", "ket noi", "mat mang", "mang yeu", "internet", "nha mang", "gian doan", "dut cap", "mat dien", "cup dien"),
    "device": ("may tinh", "may so", "them may", "01 may", "an ninh", "niem phong", "ban phim", "man hinh", "may in", "hong may"),
    "software": ("phan mem", "dang nhap", "tai khoan", "mat khau", "treo", "loi he thong", "quay tron", "cham dinh danh"),
    "money": ("kinh phi", "tien", "thanh toan", "boi duong", "lam them gio", "du toan"),
    "report": ("bao cao", "so lieu", "bieu mau", "chot so"),
}  # fmt: skip
_WORD: Final = re.compile(r"[0-9a-z]+")
_COMMON: Final = frozenset(
    ("la", "va", "co", "khong", "cua", "cho", "cac", "nhung", "mot", "duoc", "trong", "ngay", "tai", "de", "do", "thi", "voi", "da", "dang",
     "nay", "khi", "o", "ra", "vao", "den", "tu", "theo", "ve", "bi", "con", "nen", "van", "nhu", "the", "nao", "hay", "hoac", "don", "vi",
     "truong", "hop", "xin", "hoi", "gi")
)  # fmt: skip
LONGEST_WORD: Final = 40


def topic_of(text: str) -> str:
    """The topic whose words occur most often; the registrars' own where none does."""
    folded = f" {search_key(text)} "
    scores = {topic: sum(folded.count(f" {word} ") for word in words) for topic, words in _TOPICS.items()}
    best = max(scores, key=lambda topic: scores[topic])
    return best if scores[best] else JUSTICE


def words_of(text: str) -> list[str]:
    """The words by which a text is found, each once, in their order: accents folded, the commonest words left out."""
    found = (word[:LONGEST_WORD] for word in _WORD.findall(search_key(text)))
    return list(
        dict.fromkeys(word for word in found if word not in _COMMON and (len(word) > 1 or word.isdigit()))
    )


def ranked(asked: Sequence[str], candidates: Iterable[tuple[object, Sequence[str]]]) -> list[object]:
    """The candidates that share words with what is asked, the likest first; a word that few of them have weighs more.

    A candidate counts where it shares at least two words, or the only one that was asked.
    """
    listed = [(key, frozenset(words)) for key, words in candidates]
    have = {word: sum(word in words for _, words in listed) for word in asked}
    weight = {word: log(1 + len(listed) / number) for word, number in have.items() if number}
    least = min(2, len(asked))
    scored = []
    for place, (key, words) in enumerate(listed):
        shared = [word for word in asked if word in words]
        if len(shared) >= least > 0:
            scored.append((-sum(weight[word] for word in shared), place, key))
    return [key for _, _, key in sorted(scored, key=lambda one: one[:2])]
