"""All shortcuts on one sheet (F1), from the table of actions."""

import html

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from reader.ui.actions import shortcut_list


class ShortcutsDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        sheet = QTextBrowser(objectName="shortcuts_list")
        sheet.setAccessibleName(self.windowTitle())
        sheet.setHtml(_sheet())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(sheet)
        layout.addWidget(buttons)
        self.resize(480, 640)


def _sheet() -> str:
    parts = []
    for title, rows in shortcut_list():
        lines = "".join(
            f"<tr><td width='60%'>{html.escape(text)}</td><td><b>{html.escape(keys)}</b></td></tr>"
            for text, keys in rows
        )
        parts.append(f"<h3>{html.escape(title)}</h3><table width='100%' cellpadding='3'>{lines}</table>")
    return "".join(parts)
