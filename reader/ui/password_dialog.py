"""Asks for the password of a protected PDF. Opened with open(), never exec(): the window goes on working."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget


class PasswordDialog(QDialog):
    """One field and two buttons; `password_given` carries what was typed. The password is never stored."""

    password_given = Signal(str)

    def __init__(self, path: Path, was_wrong: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("password_dialog")
        self.setWindowTitle(self.tr("Password"))
        self.setAccessibleName(self.windowTitle())
        question = QLabel(self.tr("{0} is protected by a password.").format(path.name), wordWrap=True)
        question.setObjectName("password_question")
        wrong = QLabel(
            self.tr("That password does not open it. Check capital letters and the keyboard layout."),
            wordWrap=True,
            objectName="password_wrong",
            visible=was_wrong,
        )
        self._field = QLineEdit(echoMode=QLineEdit.EchoMode.Password, objectName="password_field")
        self._field.setAccessibleName(self.tr("Password"))
        buttons = QDialogButtonBox()
        opening = buttons.addButton(self.tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        opening.setObjectName("password_open")
        opening.setEnabled(False)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel).setObjectName("password_cancel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(question)
        layout.addWidget(wrong)
        layout.addWidget(self._field)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self.setMinimumWidth(400)
        self._field.textChanged.connect(lambda text: opening.setEnabled(bool(text)))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.password_given.emit(self._field.text()))
        self._field.setFocus()
