"""The platform's print dialog, with what it does not ask itself: the size on the paper, and turning the paper."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

_OPTIONS = QAbstractPrintDialog.PrintDialogOption


class PrintDialog(QPrintDialog):
    """Open it with `open`. What was chosen about size and paper is remembered."""

    def __init__(self, printer: QPrinter, page_count: int, settings: QSettings, parent: QWidget) -> None:
        super().__init__(printer, parent)
        self.setObjectName("print_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self.setMinMax(1, page_count)
        for option in (
            _OPTIONS.PrintToFile,
            _OPTIONS.PrintPageRange,
            _OPTIONS.PrintCurrentPage,
            _OPTIONS.PrintCollateCopies,
            _OPTIONS.PrintShowPageSize,
        ):
            self.setOption(option, True)
        self.setOption(_OPTIONS.PrintSelection, False)
        self._fit = QRadioButton(self.tr("&Fit pages to the paper"), objectName="print_fit")
        self._actual = QRadioButton(self.tr("Print in &actual size"), objectName="print_actual_size")
        self._turn = QCheckBox(self.tr("&Turn the paper for wide pages"), objectName="print_turn")
        sizes = QButtonGroup(self)
        tab = QWidget(windowTitle=self.tr("Size"), objectName="print_size_tab")
        column = QVBoxLayout(tab)
        for button in (self._fit, self._actual):
            sizes.addButton(button)
            column.addWidget(button)
        column.addSpacing(8)
        column.addWidget(self._turn)
        column.addStretch(1)
        self._tab = tab  # the dialog takes it over only when it is shown
        self.setOptionTabs([tab])
        (self._fit if settings.value("print/is_fitted", True, bool) else self._actual).setChecked(True)
        self._turn.setChecked(bool(settings.value("print/is_turned", True, bool)))

    @property
    def is_fitted(self) -> bool:
        return self._fit.isChecked()

    @property
    def may_turn(self) -> bool:
        return self._turn.isChecked()

    def accept(self) -> None:
        self._settings.setValue("print/is_fitted", self.is_fitted)
        self._settings.setValue("print/is_turned", self.may_turn)
        super().accept()
