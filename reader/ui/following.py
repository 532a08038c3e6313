"""Where citations, notes and links lead: a spot of this document, another document, or a program of the system."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from reader.core.answer import Answer, Citation
from reader.core.document import Link, Rect, Spot
from reader.flows.opening import OpenDocument
from reader.ui.ask_panel import AskPanel
from reader.ui.asking import Asking
from reader.ui.page_view import PageView
from reader.ui.paper_note_panel import PaperNotePanel
from reader.ui.reading import Reading
from reader.ui.travels import Travels


class Following(QObject):
    link_refused = Signal(object)
    """A Link that is neither a web page nor mail."""

    def __init__(
        self, reading: Reading, asking: Asking, ask_panel: AskPanel, page_view: PageView, travels: Travels
    ) -> None:
        super().__init__(page_view)
        self._reading, self._asking, self._ask_panel = reading, asking, ask_panel
        self._page_view, self._travels = page_view, travels
        self.paper_note_panel: PaperNotePanel | None = None
        """Its evidence is stepped through while it is in front."""
        self._awaited: Citation | None = None
        """To be shown when its document is open."""

    def show_spot(self, spot: Spot) -> None:
        self._page_view.mark_evidence([spot], 0)
        self._page_view.jump_to(spot)

    def show_citation(self, citation: Citation) -> None:
        document = self._reading.document
        if citation.document_id and (document is None or document.document_id != citation.document_id):
            self._awaited = citation
            self._travels.go_to(Path(citation.file))
        else:
            self._page_view.jump_to(self._mark(citation))

    def show_citation_of(self, citation: Citation, answer: Answer) -> None:
        """A citation of an answer that is not of the conversation: of a paper note."""
        spot = Spot(citation.page_index, citation.rects)
        self._asking.mark(answer, spot)
        self._page_view.jump_to(spot)

    def arrive_in(self, document: OpenDocument) -> None:
        """Show the place for which this document was opened, if it was for one."""
        citation, self._awaited = self._awaited, None
        if citation is not None and citation.document_id == document.document_id:
            self._page_view.arrive_at(self._mark(citation))

    def next_evidence(self) -> None:
        """Of the answer that was clicked last in the panel in front."""
        self._stepping.next_evidence()

    def previous_evidence(self) -> None:
        self._stepping.previous_evidence()

    @property
    def _stepping(self) -> AskPanel | PaperNotePanel:
        panel = self.paper_note_panel
        return panel if panel is not None and panel.isVisible() else self._ask_panel

    def follow_link(self, link: Link) -> None:
        """A link out of the document: web pages and mail only, in the programs of the system."""
        url = QUrl(link.uri or "")
        if url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)
        else:
            self.link_refused.emit(link)

    def follow_address(self, address: str) -> None:
        """As a link of the document is followed."""
        self.follow_link(Link(Rect(0, 0, 0, 0), None, None, address))

    def _mark(self, citation: Citation) -> Spot:
        spot = Spot(citation.page_index, citation.rects)
        self._asking.mark(self._ask_panel.current_answer, spot)
        return spot
