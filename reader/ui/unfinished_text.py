"""What a model has written beyond the last finished sentence."""

from reader.core.citations import without_citations

_MAX = 20_000


class UnfinishedText:
    """Collects what streams in; a finished sentence is cut off its front.

    The sentence comes back cleaned (white space, the model's own page numbers), so letters and digits are
    compared, nothing else.
    """

    def __init__(self) -> None:
        self._text = ""

    @property
    def text(self) -> str:
        return without_citations(self._text).strip()

    def add(self, delta: str) -> None:
        self._text = (self._text + delta)[-_MAX:]

    def clear(self) -> None:
        self._text = ""

    def finish(self, sentence: str) -> None:
        """Drop everything up to the end of this sentence; all of it where the sentence is not in there."""
        wanted = [character for character in sentence if character.isalnum()]
        if not wanted:
            return
        self._text = without_citations(self._text)
        matched = 0
        for position, character in enumerate(self._text):
            if not character.isalnum():
                continue
            if character == wanted[matched]:
                matched += 1
            else:
                # A number of the model's own that the sentence lost, or the start of the sentence itself.
                matched = int(character == wanted[0]) if matched == 0 or not character.isdigit() else matched
            if matched == len(wanted):
                rest = self._text[position + 1 :]
                self._text = rest.lstrip(".!?。！？…)]」』”\"'*") if rest else ""
                return
        self._text = ""
