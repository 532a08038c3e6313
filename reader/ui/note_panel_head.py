"""What is known of a paper, at the top of its note: each field can be changed, and a service asked on request."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_head_text import HEAD_FIELDS, changed_head, field_text
from reader.ui.flow_layout import FlowLayout
from reader.ui.note_panel_field import NoteFieldView
from reader.ui.quotations import shortened
from reader.ui.small_buttons import Chip

_ALWAYS = ("title", "authors", "published")
"""Fields that stand there even while nothing is known of them."""
_FOLDED = ("links", "abstract", "year")
"""Fields that stand among all fields only: what they say stands elsewhere."""
_LONG = 280


class NoteHeadView(QWidget):
    field_edited = Signal(str, str)
    """Name of a field and its text as the reader has written it."""
    link_activated = Signal(str)
    look_up_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note_head")
        self.head = PaperHead()
        self._shows_all = False
        self.can_look_up = False
        self._shown_links: Sequence[PaperLink] | None = None
        self.fields: dict[str, NoteFieldView] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 8)
        column.setSpacing(4)
        for name in HEAD_FIELDS:
            field = self.fields[name] = NoteFieldView(name, self, has_name=name != "title")
            field.edited.connect(lambda text, name=name: self._on_edited(name, text))
            field.link_activated.connect(self.link_activated)
            column.addWidget(field)
        title = self.fields["title"].value
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        title.setFont(font)
        self._links = QWidget(self)
        self._links.setObjectName("note_links")
        self._link_chips = FlowLayout(self._links, spacing_px=6)
        column.addWidget(self._links)
        self._more = QPushButton(self)
        self._more.setObjectName("note_head_more_button")
        self._more.setFlat(True)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_all)
        self._look_up = QPushButton(self)
        self._look_up.setObjectName("note_look_up_button")
        self._look_up.clicked.connect(self.look_up_clicked)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._look_up)
        row.addStretch(1)
        row.addWidget(self._more)
        column.addLayout(row)
        self._retranslate()

    def show_head(self, head: PaperHead, *, is_read: bool = True) -> None:
        """A field that is being changed stays as it is. Until it `is_read` only what is there is shown."""
        self.head = head
        for name, field in self.fields.items():
            text = field_text(head, name)
            if not field.is_editing:
                field.show_text(text, shortened(text, _LONG) if name == "abstract" else None, _link_of(head, name))
            is_wanted = (is_read and name in _ALWAYS) or (bool(text) and name not in _FOLDED)
            field.setVisible(is_wanted or self._shows_all or field.is_editing)
        self._show_links(head.links)
        self._look_up.setVisible(is_read and self.can_look_up and bool(head.arxiv_id or head.title))
        self._more.setVisible(is_read)

    def _show_links(self, links: Sequence[PaperLink]) -> None:
        """Chips that open them; what is written and changed are the addresses among all fields."""
        if links == self._shown_links:
            return
        self._shown_links = links
        self._link_chips.clear()
        kinds = {"code": self.tr("Code"), "project": self.tr("Project"), "data": self.tr("Data")}
        for link in links:
            address = link.url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
            chip = Chip(": ".join(part for part in (kinds.get(link.kind, ""), address) if part))
            chip.setObjectName("note_link_chip")
            chip.clicked.connect(lambda _checked=False, url=link.url: self.link_activated.emit(url))
            self._link_chips.addWidget(chip)
        self._links.setVisible(bool(links))

    def set_looking_up(self, is_running: bool) -> None:
        self._look_up.setEnabled(not is_running)
        self._look_up.setText(self.tr("Asking arXiv…") if is_running else self.tr("Look up on arXiv"))
        self._look_up.setAccessibleName(self._look_up.text())

    def _on_edited(self, name: str, text: str) -> None:
        head = changed_head(self.head, name, text)
        if head != self.head:
            self.field_edited.emit(name, text)
        self.show_head(head)

    def _show_all(self, shows_all: bool) -> None:
        self._shows_all = shows_all
        self._more.setText(self.tr("Fewer fields") if shows_all else self.tr("All fields"))
        self._more.setAccessibleName(self._more.text())
        self.show_head(self.head)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("The paper"))
        for name, words, hint in (
            ("title", self.tr("Title"), ""),
            ("authors", self.tr("Authors"), self.tr("with commas between them")),
            ("arxiv_id", self.tr("arXiv"), "2306.09782v1"),
            ("categories", self.tr("Categories"), "cs.CL, cs.LG"),
            ("published", self.tr("Published"), self.tr("year-month-day")),
            ("updated", self.tr("Updated"), self.tr("year-month-day")),
            ("year", self.tr("Year"), ""),
            ("venue", self.tr("Venue"), self.tr("journal or conference")),
            ("doi", self.tr("DOI"), ""),
            ("url", self.tr("URL"), ""),
            ("links", self.tr("Links"), self.tr("code, project, data: an address a line")),
            ("abstract", self.tr("Abstract"), ""),
        ):
            self.fields[name].describe(words, hint)
        self._look_up.setToolTip(
            self.tr(
                "Asks arxiv.org for dates and all categories. Only the paper's number or title is sent, and only now."
            )
        )
        self.set_looking_up(False)
        self._show_all(self._shows_all)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _link_of(head: PaperHead, name: str) -> str:
    if name == "url":
        return head.url
    if name == "doi" and head.doi:
        return f"https://doi.org/{head.doi}"
    if name == "arxiv_id" and head.arxiv_id:
        return f"https://arxiv.org/abs/{head.arxiv_id}{head.arxiv_version}"
    return ""
