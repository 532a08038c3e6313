"""Whether a text is in the language it should be in, as far as scripts tell."""

from reader.core.language import language_of

_KNOWN = ("en", "ja", "zh", "ko")
_FEWEST_LETTERS = 12
"""A shorter text is a name, a number, an abbreviation: of no language."""


def is_other_language(text: str, wanted: str) -> bool:
    """Whether a text is surely not in the wanted language. Latin letters are all one to this."""
    letters = sum(character.isalpha() for character in text)
    return letters >= _FEWEST_LETTERS and wanted in _KNOWN and language_of(text) != wanted


def language_of_question(question: str, document: str) -> str:
    """The language to answer in: the question's; the document's (its code, or "") where the question leaves it open.

    "売上高?" is written alike in Chinese and Japanese; "2019?" in all languages.
    """
    found = language_of(question)
    if not found or (found == "zh" and document == "ja"):
        return document or found or "en"
    return found
