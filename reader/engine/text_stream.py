"""From the bytes of a model's tokens to text for a reader: whole characters, no stop string, no sentence twice."""

import codecs
import re
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|[。！？]+[」』）]*|\n")
_MIN_REPEATED_BYTES = 16
"""Shorter sentences ("Yes.", "はい。", "1.") may return without the model being in a loop."""
_LOOP_CHARACTERS = 32
_LOOP_TIMES = 4


class TextStream:
    """Feed it token bytes with `push`; it gives back what may be shown. After `is_finished` nothing more comes.

    Small models fall into loops. The beginning of a sentence is held back for as long as it equals the beginning of an
    earlier one; when the whole sentence is an earlier one, the text ends before it. A run of the same characters
    without sentence ends finishes the text too.
    """

    def __init__(self, stop_strings: Sequence[str] = ()) -> None:
        self._stop_strings = tuple(stop_strings)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unread = ""
        """Text that may be the beginning of a stop string."""
        self._sentence = ""
        """The sentence being written; its first `_given` characters were given out."""
        self._given = 0
        self._seen: set[str] = set()
        self._space = ""
        """White space waits until something follows it: a text does not end in it."""
        self._tail = ""
        self._has_begun = False
        self.is_finished = False

    def push(self, piece: bytes) -> str:
        """Take the bytes of one token; returns the text that is certain now, often a little later than it came."""
        if self.is_finished:
            return ""
        return self._take(self._decoder.decode(piece), is_last=False)

    def finish(self) -> str:
        """The model ended here: what was held back."""
        if self.is_finished:
            return ""
        text = self._take(self._decoder.decode(b"", final=True), is_last=True)
        self.is_finished = True
        return text

    def _take(self, text: str, *, is_last: bool) -> str:
        self._unread += text
        stop = min((at for at in map(self._unread.find, self._stop_strings) if at >= 0), default=-1)
        if stop >= 0:
            self._unread, is_last = self._unread[:stop], True
        until = len(self._unread) if is_last else len(self._unread) - self._stop_overlap()
        given = self._space + self._read(self._unread[:until], is_last=is_last)
        self._unread = self._unread[until:]
        self._space = given[len(given.rstrip()) :]
        given = given.rstrip()
        if stop >= 0:
            self.is_finished = True
        self._tail = (self._tail + given)[-_LOOP_CHARACTERS * _LOOP_TIMES :]
        if _is_loop(self._tail):
            self.is_finished = True
        return given

    def _stop_overlap(self) -> int:
        """Characters at the end that may be the beginning of a stop string."""
        longest = max(map(len, self._stop_strings), default=1) - 1
        for length in range(min(longest, len(self._unread)), 0, -1):
            if any(stop.startswith(self._unread[-length:]) for stop in self._stop_strings):
                return length
        return 0

    def _read(self, text: str, *, is_last: bool) -> str:
        """Text without stop strings, cut into sentences; gives out what is not said for the second time."""
        self._sentence += text
        if not self._has_begun:
            self._sentence = self._sentence.lstrip()
            self._has_begun = bool(self._sentence)
        given = ""
        while end := _SENTENCE_END.search(self._sentence):
            sentence = _folded(self._sentence[: end.end()])
            if sentence in self._seen:
                self.is_finished = True
                return given
            if len(sentence.encode()) >= _MIN_REPEATED_BYTES:
                self._seen.add(sentence)
            given += self._sentence[self._given : end.end()]
            self._sentence, self._given = self._sentence[end.end() :], 0
        return given + self._certain_part(is_last)

    def _certain_part(self, is_last: bool) -> str:
        """What can be given out of a sentence that has no end yet."""
        begun = _folded(self._sentence)
        if is_last and begun in self._seen:
            return ""
        if not is_last and any(sentence.startswith(begun) for sentence in self._seen):
            return ""
        given = self._sentence[self._given :]
        self._given = len(self._sentence)
        return given


def _folded(sentence: str) -> str:
    return " ".join(sentence.split()).casefold()


def _is_loop(tail: str) -> bool:
    """Does the text end in four times the same, at least 32 characters in all?"""
    for length in range(1, _LOOP_CHARACTERS + 1):
        times = max(_LOOP_TIMES, -(-_LOOP_CHARACTERS // length))
        if len(tail) >= length * times and tail.endswith(tail[-length:] * times):
            return True
    return False
