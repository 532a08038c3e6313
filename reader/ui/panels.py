"""The three columns of the window: contents, page, questions and notes. Both sides fold away; sizes are kept."""

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

_CONTENTS = (0.18, 200, 320)
"""Of the window's width at first, and its limits in pixels."""
_SIDE = (0.30, 320, 520)
_PAGE_MIN_PX = 280


class Panels(QObject):
    """Builds the splitter and shows, hides and remembers its sides."""

    contents_shown = Signal(bool)
    side_shown = Signal(bool)
    rearranged = Signal()
    """Widths, what is folded away or which tab is in front: worth keeping."""

    def __init__(self, contents: QTabWidget, page: QWidget, side: QTabWidget, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._contents, self._side = contents, side
        self.splitter = QSplitter(Qt.Orientation.Horizontal, objectName="columns")
        self.splitter.setHandleWidth(5)
        self.splitter.setChildrenCollapsible(False)
        for widget, smallest_px in ((contents, 160), (page, _PAGE_MIN_PX), (side, 300)):
            widget.setMinimumWidth(smallest_px)
            self.splitter.addWidget(widget)
        for column, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(column, stretch)
        self.splitter.splitterMoved.connect(lambda *_place: self.rearranged.emit())
        for tabs in (contents, side):
            tabs.currentChanged.connect(lambda _index: self.rearranged.emit())

    def show_contents(self, is_shown: bool) -> None:
        self._show(self._contents, is_shown)
        self.contents_shown.emit(is_shown)
        self.rearranged.emit()

    def show_side(self, is_shown: bool) -> None:
        self._show(self._side, is_shown)
        self.side_shown.emit(is_shown)
        self.rearranged.emit()

    def open_side(self, tab: QWidget) -> None:
        """Bring a tab of the right side to the front, whether the side was folded away or not."""
        self._side.setCurrentWidget(tab)
        if self._side.isHidden():
            self.show_side(True)

    @property
    def is_contents_shown(self) -> bool:
        return not self._contents.isHidden()

    @property
    def is_side_shown(self) -> bool:
        return not self._side.isHidden()

    def restore(self, window_px: int) -> None:
        """As they were left; the first time in proportion to the width of the window."""
        sizes = self._settings.value("panels/sizes")
        if sizes is None or not self.splitter.restoreState(sizes):
            contents, side = (round(min(max(part * window_px, low), high)) for part, low, high in (_CONTENTS, _SIDE))
            self.splitter.setSizes([contents, max(window_px - contents - side, _PAGE_MIN_PX), side])
        self.show_contents(self._settings.value("panels/contents", True, bool))
        self.show_side(self._settings.value("panels/side", True, bool))
        self._side.setCurrentIndex(self._settings.value("panels/tab", 0, int))
        self._contents.setCurrentIndex(self._settings.value("panels/navigation", 0, int))

    def save(self) -> None:
        self._settings.setValue("panels/sizes", self.splitter.saveState())
        self._settings.setValue("panels/contents", self.is_contents_shown)
        self._settings.setValue("panels/side", self.is_side_shown)
        self._settings.setValue("panels/tab", self._side.currentIndex())
        self._settings.setValue("panels/navigation", self._contents.currentIndex())

    def _show(self, panel: QWidget, is_shown: bool) -> None:
        if not is_shown and panel.isAncestorOf(panel.window().focusWidget() or panel.window()):
            # The focus would go to whatever comes next; the page is where one reads on.
            self.splitter.widget(1).setFocus()
        panel.setVisible(is_shown)
