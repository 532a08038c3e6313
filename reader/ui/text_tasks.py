"""What a reader begins from the text: a question, a note, an explanation or a translation of what is selected."""

from typing import Literal

from PySide6.QtCore import QObject

from reader.core.prompt import selection_question
from reader.ui.ask_panel import AskPanel
from reader.ui.asking import Asking
from reader.ui.notes_panel import NotesPanel
from reader.ui.page_view import PageView
from reader.ui.panels import Panels
from reader.ui.reading import Reading


class TextTasks(QObject):
    """Each opens the side where it goes on."""

    def __init__(
        self,
        reading: Reading,
        asking: Asking,
        page_view: PageView,
        panels: Panels,
        ask_panel: AskPanel,
        notes_panel: NotesPanel,
    ) -> None:
        super().__init__(page_view)
        self._reading, self._asking, self._page_view = reading, asking, page_view
        self._panels, self._ask_panel, self._notes_panel = panels, ask_panel, notes_panel

    def begin_question(self) -> None:
        """About the selected text, where there is some."""
        self._panels.open_side(self._ask_panel)
        selected = self._page_view.selected()
        if selected is None:
            self._ask_panel.focus_question()
        else:
            self._ask_panel.ask_about(selected.selection, self._label_of(selected.selection.page_index))

    def begin_note(self) -> None:
        """On the selected text, where there is some, else on the page."""
        self._panels.open_side(self._notes_panel)
        selected = self._page_view.selected()
        if selected is None:
            self._notes_panel.new_note(self._page_view.page_index)
        else:
            selection = selected.selection
            self._notes_panel.new_note(selection.page_index, " ".join(selection.text.split()), selected.rects)

    def explain(self) -> None:
        self._ask_at_once("explain")

    def translate(self) -> None:
        self._ask_at_once("translate")

    def _ask_at_once(self, kind: Literal["explain", "translate"]) -> None:
        selected = self._page_view.selected()
        if selected is not None:
            self._panels.open_side(self._ask_panel)
            question = selection_question(kind, self._asking.reader_language)
            self._ask_panel.ask_at_once(question, selected.selection)

    def _label_of(self, page_index: int) -> str:
        document = self._reading.document
        return str(page_index + 1) if document is None else document.info.label_of(page_index)
