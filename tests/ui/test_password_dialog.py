"""The dialog that asks for a password."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from reader.ui.password_dialog import PasswordDialog

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_typed_password_is_given_with_enter(qtbot) -> None:
    dialog = PasswordDialog(Path("/a/secret.pdf"), was_wrong=False)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "secret.pdf" in dialog.findChild(QLabel, "password_question").text()
    assert dialog.findChild(QLabel, "password_wrong").isHidden()
    field = dialog.findChild(QLineEdit, "password_field")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    assert not dialog.findChild(QPushButton, "password_open").isEnabled()
    qtbot.keyClicks(field, "open sesame")
    with qtbot.waitSignal(dialog.password_given) as given:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given.args == ["open sesame"]


def test_wrong_password_is_said_and_cancel_gives_none(qtbot) -> None:
    dialog = PasswordDialog(Path("/a/secret.pdf"), was_wrong=True)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.findChild(QLabel, "password_wrong").isVisible()
    with qtbot.assertNotEmitted(dialog.password_given):
        qtbot.mouseClick(dialog.findChild(QPushButton, "password_cancel"), Qt.MouseButton.LeftButton)
    assert dialog.isHidden()
