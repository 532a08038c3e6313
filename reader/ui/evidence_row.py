"""The pages an answer rests on, as a row of chips: on screen before the model has written a word."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QRect, Signal
from PySide6.QtWidgets import QWidget

from reader.core.answer import Citation, Coverage
from reader.ui.flow_layout import FlowLayout
from reader.ui.muted_label import MutedLabel
from reader.ui.page_names import page_name
from reader.ui.small_buttons import Chip


class EvidenceRow(QWidget):
    """One chip a page, best first; a second passage of the same page adds no chip."""

    citation_activated = Signal(object)
    citation_pointed = Signal(object, object, QRect)
    citation_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_row")
        self._layout = FlowLayout(self, spacing_px=6)
        self._evidence: tuple[Citation, ...] = ()
        self._coverage = Coverage(0, 0)
        self._seconds: float | None = None
        self.count = 0

    def show_evidence(self, evidence: Sequence[Citation], coverage: Coverage, seconds: float | None) -> None:
        """`seconds`: how long the search took; None keeps what is known."""
        self._evidence, self._coverage = tuple(evidence), coverage
        self._seconds = self._seconds if seconds is None else seconds
        self._layout.clear()
        by_page: dict[tuple[str, int], Citation] = {}
        for citation in evidence:
            by_page.setdefault((citation.document_id, citation.page_index), citation)
        self.count = len(by_page)
        self.setVisible(bool(by_page))
        self._layout.addWidget(MutedLabel("evidence_label", self.tr("Evidence")))
        for citation in by_page.values():
            self._layout.addWidget(self._chip(citation))
        details = self._details()
        if details:
            self._layout.addWidget(MutedLabel("evidence_details", details))
        self.setAccessibleName(self.tr("Evidence"))

    def _chip(self, citation: Citation) -> Chip:
        chip = Chip(page_name(citation))
        chip.setObjectName("evidence_chip")
        chip.setAccessibleName(self.tr("Evidence on {page}").format(page=page_name(citation)))
        chip.setAccessibleDescription(citation.quote)
        chip.clicked.connect(lambda: self.citation_activated.emit(citation))
        chip.pointed.connect(lambda: self._on_chip_pointed(chip, citation))
        chip.left.connect(self.citation_left)
        return chip

    def _on_chip_pointed(self, chip: Chip, citation: Citation) -> None:
        area = QRect(chip.mapToGlobal(chip.rect().topLeft()), chip.size())
        self.citation_pointed.emit(citation, None, area)

    def _details(self) -> str:
        parts = []
        if self._seconds is not None:
            seconds = QLocale().toString(max(self._seconds, 0.01), "f", 2)
            parts.append(self.tr("({seconds} s)").format(seconds=seconds))
        if not self._coverage.is_complete:
            parts.append(
                self.tr("searched {read} of {pages} pages").format(
                    read=self._coverage.pages_read, pages=self._coverage.pages
                )
            )
        return " · ".join(parts)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_evidence(self._evidence, self._coverage, None)
