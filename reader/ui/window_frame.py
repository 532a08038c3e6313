"""What the window is put together from besides its parts."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.ui.page_view import PageView
from reader.ui.small_buttons import IconButton


def column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return column


def stop_button() -> IconButton:
    button = IconButton("stop")
    button.setObjectName("stop_recognising")
    button.describe(QCoreApplication.translate("MainWindow", "Stop reading pictures"))
    button.hide()
    return button


def invitation(page_view: PageView) -> QLabel:
    """What stands where the pages would be, while there is no document."""
    words = QCoreApplication.translate("MainWindow", "Open a PDF with Ctrl+O, or drop it here.")
    label = QLabel(words, objectName="invitation", alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    QVBoxLayout(page_view.viewport()).addWidget(label)
    label.hide()
    return label
