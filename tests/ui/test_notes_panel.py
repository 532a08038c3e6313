import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.answer import Note
from reader.core.document import Rect, Spot
from reader.ui.note_text import NoteText
from reader.ui.note_view import NoteView
from reader.ui.notes_panel import NotesPanel
from reader.ui.small_buttons import Chip

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

RECTS = (Rect(0.1, 0.2, 0.9, 0.25),)
T = "2026-11-02T10:00:00.000+00:00"
FIRST = Note("n1", "d", "**Key**: fuse (p.5).", 4, "Quoted <b>words</b>.", RECTS, T, T)
SECOND = Note("n2", "d", "日本語のノート", None, "", (), T, T)


class Saved(list):
    """The notes a panel reported, in order."""

    @property
    def texts(self) -> list[str]:
        return [note.markdown for note in self]


@pytest.fixture
def panel(qtbot: QtBot) -> NotesPanel:
    """In a window with a field beside it that can take the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    panel = NotesPanel()
    column.addWidget(panel)
    column.addWidget(QLineEdit(objectName="elsewhere"))
    window.resize(380, 600)
    panel.set_notes("d", [FIRST, SECOND])
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    panel.window_ = window  # keeps it alive
    return panel


@pytest.fixture
def saved(panel: NotesPanel) -> Saved:
    saved = Saved()
    panel.note_saved.connect(saved.append)
    return saved


def _views(panel: NotesPanel) -> list[NoteView]:
    QApplication.processEvents()
    return panel._views


def _editor(view: NoteView) -> QPlainTextEdit:
    return view.findChild(QPlainTextEdit)


def _shown(view: NoteView) -> str:
    return view.findChild(NoteText).toPlainText()


def _click(qtbot: QtBot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(parent.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def _edit(qtbot: QtBot, view: NoteView) -> QPlainTextEdit:
    """Begin editing by a click into the text."""
    text = view.findChild(NoteText)
    qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, 6))
    assert _editor(view).isVisible()
    return _editor(view)


def _leave(panel: NotesPanel) -> None:
    panel.window_.findChild(QLineEdit, "elsewhere").setFocus()


# --- reading ---


def test_notes_are_shown_as_they_read(panel: NotesPanel) -> None:
    first, second = _views(panel)
    assert _shown(first) == "Key: fuse (p.5)."
    assert first.findChild(QLabel, "note_quote").text() == "“Quoted <b>words</b>.”"
    assert first.findChild(Chip).text() == "p.5"
    assert _shown(second) == "日本語のノート"
    assert second.findChild(Chip).isHidden()


def test_the_chip_jumps_to_the_place_of_the_note(qtbot: QtBot, panel: NotesPanel) -> None:
    with qtbot.waitSignal(panel.citation_activated) as activated:
        _click(qtbot, _views(panel)[0], "note_page_chip")
    assert activated.args == [Spot(4, RECTS)]


def test_pages_in_the_text_jump(qtbot: QtBot, panel: NotesPanel) -> None:
    note = dataclasses.replace(SECOND, markdown="See (p.7-9) and [p.3](paper.pdf#page=3).")
    panel.set_notes("d", [note])
    text = _views(panel)[0].findChild(NoteText)
    text.setFocus()
    pages = []
    panel.citation_activated.connect(lambda spot: pages.append(spot.page_index))
    for _ in range(2):
        qtbot.keyClick(text, Qt.Key.Key_Tab)
        qtbot.keyClick(text, Qt.Key.Key_Return)
    assert pages == [6, 2]


def test_no_notes_and_no_document_are_told_apart(panel: NotesPanel) -> None:
    hint = panel.findChild(QLabel, "notes_hint")
    assert hint.isHidden()
    panel.set_notes("d", [])
    assert hint.text().startswith("No notes yet")
    panel.set_notes("", [])
    assert hint.text().startswith("No document")
    assert hint.isVisible()
    assert not panel.findChild(QAbstractButton, "new_note_button").isEnabled()


# --- writing ---


def test_typing_is_saved_after_a_pause(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    editor = _edit(qtbot, _views(panel)[1])
    qtbot.keyClicks(editor, "!!")
    assert not saved
    qtbot.waitUntil(lambda: bool(saved))
    assert saved.texts == ["日本語のノート!!"]
    assert saved[0].note_id == "n2"
    assert saved[0].modified > T
    assert editor.isVisible()


def test_leaving_saves_at_once_and_shows_the_text(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    view = _views(panel)[0]
    qtbot.keyClicks(_edit(qtbot, view), " *More*")
    _leave(panel)
    assert saved.texts == ["**Key**: fuse (p.5). *More*"]
    assert _editor(view).isHidden() or not _editor(view).isVisible()
    assert _shown(view) == "Key: fuse (p.5). More"


def test_escape_ends_editing(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    view = _views(panel)[0]
    editor = _edit(qtbot, view)
    qtbot.keyClicks(editor, "!")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert len(saved) == 1
    assert not editor.isVisible()
    assert view.findChild(NoteText).isVisible()


def test_enter_edits_by_keyboard(qtbot: QtBot, panel: NotesPanel) -> None:
    view = _views(panel)[0]
    text = view.findChild(NoteText)
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert _editor(view).hasFocus()


@pytest.mark.parametrize("how", ["hide", "close", "another document"])
def test_nothing_typed_is_lost(qtbot: QtBot, panel: NotesPanel, saved: Saved, how: str) -> None:
    qtbot.keyClicks(_edit(qtbot, _views(panel)[0]), "!")
    if how == "hide":
        panel.hide()
    elif how == "close":
        panel.window_.close()
    else:
        panel.set_notes("other", [])
    assert saved.texts == ["**Key**: fuse (p.5).!"]


def test_unchanged_notes_are_not_saved(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    _edit(qtbot, _views(panel)[0])
    _leave(panel)
    panel.hide()
    assert not saved


# --- new notes ---


def test_the_button_asks_for_a_new_note(qtbot: QtBot, panel: NotesPanel) -> None:
    with qtbot.waitSignal(panel.new_note_requested):
        _click(qtbot, panel, "new_note_button")


def test_a_new_note_is_written_at_once(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    panel.new_note(2)
    view = _views(panel)[-1]
    assert _editor(view).hasFocus()
    assert not saved
    qtbot.keyClicks(_editor(view), "Mine")
    _leave(panel)
    assert saved.texts == ["Mine"]
    assert (saved[0].document_id, saved[0].page_index) == ("d", 2)
    assert len(_views(panel)) == 3


def test_a_new_note_left_empty_was_never_there(panel: NotesPanel, saved: Saved) -> None:
    panel.new_note(2)
    _leave(panel)
    assert not saved
    assert len(_views(panel)) == 2


def test_a_quotation_is_kept_without_a_word(panel: NotesPanel, saved: Saved) -> None:
    panel.new_note(2, "Words of the page.", RECTS)
    _leave(panel)
    assert [(note.quote, note.rects, note.markdown) for note in saved] == [("Words of the page.", RECTS, "")]
    assert len(_views(panel)) == 3


def test_without_a_document_there_is_no_new_note(panel: NotesPanel) -> None:
    panel.set_notes("", [])
    panel.new_note(None)
    assert not _views(panel)


# --- deleting ---


def test_a_deleted_note_can_be_brought_back(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    with qtbot.waitSignal(panel.note_deleted) as deleted:
        _click(qtbot, _views(panel)[0], "note_delete_button")
    assert deleted.args == ["n1"]
    assert [view.note for view in _views(panel)] == [SECOND]
    _click(qtbot, panel, "undo_button")
    assert list(saved) == [FIRST]
    assert [view.note for view in _views(panel)] == [FIRST, SECOND]


def test_a_note_deleted_while_it_is_written_keeps_its_text_for_undo(
    qtbot: QtBot, panel: NotesPanel, saved: Saved
) -> None:
    qtbot.keyClicks(_edit(qtbot, _views(panel)[0]), "!")
    _click(qtbot, _views(panel)[0], "note_delete_button")
    panel.hide()
    panel.show()
    _views(panel)
    _click(qtbot, panel, "undo_button")
    assert saved.texts[-1] == "**Key**: fuse (p.5).!"


# --- the same document again ---


def test_notes_of_the_same_document_are_brought_up_to_date(qtbot: QtBot, panel: NotesPanel) -> None:
    changed = dataclasses.replace(FIRST, markdown="changed", modified="2026-11-03T10:00:00.000+00:00")
    added = dataclasses.replace(SECOND, note_id="n3", markdown="added")
    panel.set_notes("d", [changed, added])
    assert [_shown(view) for view in _views(panel)] == ["changed", "added"]


def test_what_is_being_written_stays(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    editor = _edit(qtbot, _views(panel)[0])
    qtbot.keyClicks(editor, "!")
    panel.set_notes("d", [FIRST, SECOND])
    assert editor.isVisible()
    assert editor.toPlainText() == "**Key**: fuse (p.5).!"
    assert saved.texts == ["**Key**: fuse (p.5).!"]


def test_older_data_does_not_replace_what_was_just_written(qtbot: QtBot, panel: NotesPanel, saved: Saved) -> None:
    qtbot.keyClicks(_edit(qtbot, _views(panel)[1]), "!")
    _leave(panel)
    panel.set_notes("d", [FIRST, SECOND])
    assert _shown(_views(panel)[1]) == "日本語のノート!"


def test_export_is_asked_for(qtbot: QtBot, panel: NotesPanel) -> None:
    with qtbot.waitSignal(panel.export_requested):
        _click(qtbot, panel, "export_notes_button")


def test_all_parts_have_names(panel: NotesPanel) -> None:
    _views(panel)
    for name in ("note_view", "note_text", "note_editor", "note_page_chip", "note_delete_button", "notes_list"):
        part = panel.findChild(QWidget, name)
        assert part is not None, name
        assert part.accessibleName(), name
