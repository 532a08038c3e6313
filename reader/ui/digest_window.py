"""Digests: papers put together under one head, the queue in which their notes are made, and what has come of it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reader.core.digest import Digest, DigestHead
from reader.ui.digest_papers import DigestPapers, dropped_files
from reader.ui.field_frame import FieldFrame
from reader.ui.growing_field import GrowingField
from reader.ui.messages import MessageBar
from reader.ui.muted_label import MutedLabel
from reader.ui.note_panel_progress import NoteProgress
from reader.ui.note_panel_setup import MOST_QUESTIONS, NoteChoices, SetName

_ID = Qt.ItemDataRole.UserRole


class DigestWindow(QWidget):
    """Data in by methods, wishes out by signals; knows no flow and no store."""

    digest_chosen = Signal(str)
    """digest_id."""
    new_wanted = Signal()
    deletion_wanted = Signal()
    head_changed = Signal(object)
    """DigestHead."""
    choices_changed = Signal(object)
    """NoteChoices."""
    files_wanted = Signal()
    folder_wanted = Signal()
    library_wanted = Signal()
    start_wanted = Signal()
    pause_wanted = Signal()
    save_wanted = Signal(bool)
    """As a folder with a file for each paper, or as one file."""
    closed = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("digest_window")
        self.setAcceptDrops(True)  # also beside the list, which is not there while it is empty
        self._settings = settings
        self.digest: Digest | None = None
        self.message_bar = MessageBar()
        self._build()
        self._connect()
        self._retranslate()
        self.show_digest(None)
        self.resize(900, 680)
        geometry = settings.value("digest/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def _build(self) -> None:
        self._list = QListWidget(objectName="digest_list")
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setWordWrap(True)
        self._new = QPushButton(objectName="digest_new_button")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 6, 12)
        column.setSpacing(8)
        column.addWidget(self._new)
        column.addWidget(self._list, 1)
        self._title = QLineEdit(objectName="digest_title")
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self._title.setFont(font)
        self._from = QLineEdit(objectName="digest_from")
        self._to = QLineEdit(objectName="digest_to")
        for field in (self._from, self._to):
            field.setMaximumWidth(field.fontMetrics().horizontalAdvance("0000-00-00") + 28)
            field.setPlaceholderText("2026-01-31")
        self._languages = QComboBox(objectName="digest_language")
        self._sets = QComboBox(objectName="digest_question_set")
        self._sets.setMinimumContentsLength(14)
        self._count = QSpinBox(objectName="digest_question_count")
        self._count.setRange(1, MOST_QUESTIONS)
        self._labels = [QLabel() for _ in range(5)]
        choices = QHBoxLayout()
        choices.setSpacing(6)
        fields = (self._from, self._to, self._languages, self._sets, self._count)
        for number, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            label.setBuddy(field)
            if number:
                choices.addSpacing(10)
            choices.addWidget(label)
            choices.addWidget(field)
        choices.addStretch(1)
        self._introduction = GrowingField(lines=5)
        self._introduction.setObjectName("digest_introduction")
        self._papers_label = QLabel(objectName="digest_papers_label")
        bold = self._papers_label.font()
        bold.setBold(True)
        self._papers_label.setFont(bold)
        self._files = QPushButton(objectName="digest_files_button")
        self._folder = QPushButton(objectName="digest_folder_button")
        self._library = QPushButton(objectName="digest_library_button")
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self._papers_label)
        adding.addStretch(1)
        for button in (self._library, self._files, self._folder):
            adding.addWidget(button)
        self.papers = DigestPapers()
        self._empty = MutedLabel("digest_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self.progress = NoteProgress(of_papers=True)
        self._start = QPushButton(objectName="digest_start_button")
        self._save = QPushButton(objectName="digest_save_button")
        self._save_folder = QPushButton(objectName="digest_save_folder_button")
        self._delete = QPushButton(objectName="digest_delete_button")
        self._delete.setFlat(True)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(12, 8, 12, 12)
        bottom.setSpacing(8)
        bottom.addWidget(self._start)
        bottom.addStretch(1)
        for button in (self._delete, self._save_folder, self._save):
            bottom.addWidget(button)
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addLayout(choices)
        head.addWidget(FieldFrame(self._introduction))
        head.addLayout(adding)
        self._right = QWidget()
        whole = QVBoxLayout(self._right)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.papers, 1)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self.progress)
        whole.addLayout(bottom)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._right)
        split.setStretchFactor(1, 1)
        split.setSizes([200, 700])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message_bar)
        outer.addWidget(split, 1)
        self._empty.setAutoFillBackground(True)
        self._empty.setBackgroundRole(QPalette.ColorRole.Base)

    def _connect(self) -> None:
        for signal, slot in (
            (self._list.currentItemChanged, self._on_chosen),
            (self._new.clicked, self.new_wanted),
            (self._files.clicked, self.files_wanted),
            (self._folder.clicked, self.folder_wanted),
            (self._library.clicked, self.library_wanted),
            (self._start.clicked, self.start_wanted),
            (self.progress.go_on_clicked, self.start_wanted),
            (self.progress.pause_clicked, self.pause_wanted),
            (self._save.clicked, lambda: self.save_wanted.emit(False)),
            (self._save_folder.clicked, lambda: self.save_wanted.emit(True)),
            (self._delete.clicked, self.deletion_wanted),
            (self._introduction.left, self._tell_head),
            (self._introduction.submitted, self._tell_head),
            (self._languages.activated, self._tell_choices),
            (self._sets.activated, self._tell_choices),
            (self._count.valueChanged, self._tell_choices),
        ):
            signal.connect(slot)
        for field in (self._title, self._from, self._to):
            field.editingFinished.connect(self._tell_head)

    # --- what is shown ---

    def begin(self) -> None:
        """Show the window in front."""
        self.show()
        self.raise_()
        self.activateWindow()

    def offer(self, languages: Sequence[tuple[str, str]], sets: Sequence[SetName]) -> None:
        for box, offered in (
            (self._languages, languages),
            (self._sets, [(question_set.name, question_set.title) for question_set in sets]),
        ):
            box.clear()
            for value, text in offered:
                box.addItem(text, value)

    def show_digests(self, digests: Sequence[tuple[str, str, str]], current: str) -> None:
        """`digests`: id, name and state of each; `current`: the id of the one that is shown."""
        blocker = QSignalBlocker(self._list)
        self._list.clear()
        for digest_id, name, state in digests:
            item = QListWidgetItem(f"{name}\n{state}" if state else name)
            item.setData(_ID, digest_id)
            self._list.addItem(item)
            if digest_id == current:
                self._list.setCurrentItem(item)
        blocker.unblock()

    def show_digest(self, digest: Digest | None, count: int = 10) -> None:
        """Head and choices of a digest; its papers are `papers.show_rows`. A field that is being typed in stays."""
        self.digest = digest
        self._right.setEnabled(digest is not None)
        head = DigestHead() if digest is None else digest.head
        for field, text in ((self._title, head.title), (self._from, head.period_from), (self._to, head.period_to)):
            if not field.hasFocus() and field.text() != text:
                field.setText(text)
        if not self._introduction.hasFocus():
            self._introduction.setPlainText(head.introduction)
        blockers = [QSignalBlocker(widget) for widget in (self._languages, self._sets, self._count)]
        if digest is not None:
            self._languages.setCurrentIndex(max(self._languages.findData(digest.language), 0))
            self._sets.setCurrentIndex(max(self._sets.findData(digest.question_set), 0))
        self._count.setValue(count)
        for blocker in blockers:
            blocker.unblock()

    def show_state(self, *, is_making: bool, can_start: bool, is_begun: bool, has_notes: bool) -> None:
        """`can_start`: there are papers that wait; `is_begun`: what is made of each cannot be chosen any more."""
        has_papers = self.papers.count() > 0
        self.papers.setVisible(has_papers)
        self._empty.setVisible(not has_papers)
        self._start.setVisible(not is_begun)
        self._start.setEnabled(can_start and not is_making)
        for widget in (self._languages, self._sets, self._count):
            widget.setEnabled(not is_begun)
        for button in (self._save, self._save_folder):
            button.setEnabled(has_notes)
        self._delete.setEnabled(not is_making)

    @property
    def choices(self) -> NoteChoices:
        return NoteChoices(self._languages.currentData() or "en", self._sets.currentData() or "", self._count.value())

    # --- inside ---

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.digest_chosen.emit(item.data(_ID))

    def _tell_choices(self) -> None:
        if self.digest is not None:
            self.choices_changed.emit(self.choices)

    def _tell_head(self) -> None:
        if self.digest is None:
            return
        head = DigestHead(
            " ".join(self._title.text().split()),
            self._from.text().strip(),
            self._to.text().strip(),
            self._introduction.toPlainText().strip(),
        )
        if head != self.digest.head:
            self.digest = replace(self.digest, head=head)
            self.head_changed.emit(head)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Digests — Shiori"))
        self._list.setAccessibleName(self.tr("Digests"))
        self._title.setPlaceholderText(self.tr("Title of the digest"))
        self._introduction.setPlaceholderText(self.tr("Introduction (your own words; may stay empty)"))
        self._papers_label.setText(self.tr("Papers"))
        self.papers.setAccessibleName(self.tr("Papers of the digest"))
        self._empty.setText(
            self.tr("Drop PDFs or a folder here, or add them. Each paper becomes a note, one after the other.")
        )
        for label, words in zip(
            self._labels,
            (self.tr("From"), self.tr("to"), self.tr("Language"), self.tr("Questions"), self.tr("How many")),
            strict=True,
        ):
            label.setText(words)
            buddy = label.buddy()
            if buddy is not None:
                buddy.setAccessibleName(words)
        self._title.setAccessibleName(self.tr("Title of the digest"))
        self._introduction.setAccessibleName(self.tr("Introduction"))
        for button, words in (
            (self._new, self.tr("New digest")),
            (self._library, self.tr("From the library…")),
            (self._files, self.tr("Add files…")),
            (self._folder, self.tr("Add a folder…")),
            (self._start, self.tr("Make the digest")),
            (self._save, self.tr("Save as Markdown…")),
            (self._save_folder, self.tr("Save as a folder…")),
            (self._delete, self.tr("Delete this digest")),
        ):
            button.setText(words)
            button.setAccessibleName(words)

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.digest is not None and dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.papers.files_dropped.emit(dropped_files(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.setFocus()  # what is being typed is told
        self._settings.setValue("digest/geometry", self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()
