"""What the window is put together from besides its parts."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
