"""What marks are called in the window: their colours and kinds."""

from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from reader.core.annotations import Annotation
from reader.core.marks import Colour
from reader.ui.mark_layer import Entry

_COLOURS = {
    Colour.YELLOW: QT_TRANSLATE_NOOP("marks", "Yellow"),
    Colour.GREEN: QT_TRANSLATE_NOOP("marks", "Green"),
    Colour.BLUE: QT_TRANSLATE_NOOP("marks", "Blue"),
    Colour.PINK: QT_TRANSLATE_NOOP("marks", "Pink"),
    Colour.ORANGE: QT_TRANSLATE_NOOP("marks", "Orange"),
}
_KINDS = {
    "highlight": QT_TRANSLATE_NOOP("marks", "Highlight"),
    "underline": QT_TRANSLATE_NOOP("marks", "Underline"),
    "squiggly": QT_TRANSLATE_NOOP("marks", "Wavy underline"),
    "strikeout": QT_TRANSLATE_NOOP("marks", "Struck out"),
    "note": QT_TRANSLATE_NOOP("marks", "Note"),
    "text": QT_TRANSLATE_NOOP("marks", "Text"),
    "ink": QT_TRANSLATE_NOOP("marks", "Drawing"),
    "shape": QT_TRANSLATE_NOOP("marks", "Shape"),
    "stamp": QT_TRANSLATE_NOOP("marks", "Stamp"),
    "file": QT_TRANSLATE_NOOP("marks", "Attached file"),
    "other": QT_TRANSLATE_NOOP("marks", "Annotation"),
}

_TIP_MAX = 400


def colour_name(colour: Colour) -> str:
    return QCoreApplication.translate("marks", _COLOURS[colour])


def kind_name(kind: str) -> str:
    return QCoreApplication.translate("marks", _KINDS[kind])


def shown_words(entry: Entry) -> str:
    """What was said about it, for tool tips; "" for nothing."""
    said = entry.comment
    if isinstance(entry, Annotation) and entry.author and said:
        said = f"{entry.author}: {said}"
    if len(said) > _TIP_MAX:
        said = f"{said[: _TIP_MAX - 1].rstrip()}…"
    # As markup, because only that is broken into lines.
    return f"<p>{escape(said).replace(chr(10), '<br>')}</p>" if said else ""
