"""What can be done in the window, as one table: menus, tool bar, shortcuts and the list under F1 come from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget

from reader.ui.action_states import ActionStates
from reader.ui.command_palette import Command
from reader.ui.icons import icon

Menu = Literal["file", "edit", "view", "pages", "go", "ask", "help"]

MENUS: dict[Menu, str] = {
    "file": QT_TRANSLATE_NOOP("actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("actions", "&Edit"),
    "view": QT_TRANSLATE_NOOP("actions", "&View"),
    "pages": QT_TRANSLATE_NOOP("actions", "Page &layout"),
    "go": QT_TRANSLATE_NOOP("actions", "&Go"),
    "ask": QT_TRANSLATE_NOOP("actions", "&Ask"),
    "help": QT_TRANSLATE_NOOP("actions", "&Help"),
}


SUBMENUS: dict[Menu, tuple[Menu, str]] = {"pages": ("view", "zoom_in")}
"""A menu that lies in another one -> that one, and the action before which it lies."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table."""

    name: str
    """Also the objectName of its QAction, with "action_" before it."""
    text: str
    """English; "&" before the letter that the keyboard finds in menus."""
    menu: Menu
    slot: str = ""
    """A method of the window, or of a part of the desk in front ("page_view.go_back"); it is looked up when the action
    is triggered. Empty: the key is handled where the focus is (it means something else in a text field), and is only
    listed. Of a checkable action it is called with whether it is on."""
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    is_checkable: bool = False
    one_of: str = ""
    """Of checkable actions with the same name here one is on at a time."""
    needs_document: bool = True
    starts_group: bool = False
    """A line in the menu above it."""


TABLE: tuple[Entry, ...] = (
    Entry(
        "open",
        QT_TRANSLATE_NOOP("actions", "&Open…"),
        "file",
        "choose_file",
        ("Ctrl+O",),
        "open",
        needs_document=False,
    ),
    Entry(
        "library",
        QT_TRANSLATE_NOOP("actions", "&Library…"),
        "file",
        "show_library",
        ("Ctrl+Shift+O",),
        "library",
        needs_document=False,
    ),
    Entry(
        "digests",
        QT_TRANSLATE_NOOP("actions", "Di&gests…"),
        "file",
        "show_digests",
        ("Ctrl+Shift+G",),
        needs_document=False,
    ),
    Entry(
        "close_document",
        QT_TRANSLATE_NOOP("actions", "&Close document"),
        "file",
        "close_document",
        ("Ctrl+W",),
        needs_document=False,
    ),
    Entry("reload", QT_TRANSLATE_NOOP("actions", "Reload &from disk"), "file", "reloading.reload"),
    Entry(
        "reopen_closed",
        QT_TRANSLATE_NOOP("actions", "Reopen closed &document"),
        "file",
        "reopen_closed",
        ("Ctrl+Shift+W",),
        needs_document=False,
    ),
    Entry(
        "new_window",
        QT_TRANSLATE_NOOP("actions", "&New window"),
        "file",
        "new_window",
        ("Ctrl+Shift+N",),
        needs_document=False,
    ),
    Entry(
        "export",
        QT_TRANSLATE_NOOP("actions", "&Export answers and notes…"),
        "file",
        "dialogs.choose_export",
        ("Ctrl+E",),
        "export",
        starts_group=True,
    ),
    Entry("print", QT_TRANSLATE_NOOP("actions", "&Print…"), "file", "printing.begin", ("Ctrl+P",), starts_group=True),
    Entry(
        "save_annotated_copy",
        QT_TRANSLATE_NOOP("actions", "Save a copy with &annotations…"),
        "file",
        "dialogs.choose_annotated_copy",
    ),
    Entry(
        "quit",
        QT_TRANSLATE_NOOP("actions", "&Quit"),
        "file",
        "quit",
        ("Ctrl+Q",),
        needs_document=False,
        starts_group=True,
    ),
    Entry("undo", QT_TRANSLATE_NOOP("actions", "&Undo"), "edit", "marking.undo", ("Ctrl+Z",)),
    Entry("redo", QT_TRANSLATE_NOOP("actions", "Re&do"), "edit", "marking.redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Entry(
        "find",
        QT_TRANSLATE_NOOP("actions", "&Find…"),
        "edit",
        "finding.begin",
        ("Ctrl+F",),
        "find",
        starts_group=True,
    ),
    Entry("find_next", QT_TRANSLATE_NOOP("actions", "Find &next"), "edit", "finding.go_next", ("F3",)),
    Entry(
        "find_previous",
        QT_TRANSLATE_NOOP("actions", "Find &previous"),
        "edit",
        "finding.go_previous",
        ("Shift+F3",),
    ),
    Entry(
        "recognise",
        QT_TRANSLATE_NOOP("actions", "&Read pages that are pictures (OCR)"),
        "edit",
        "recognising.set_running",
        is_checkable=True,
        starts_group=True,
    ),
    Entry(
        "copy",
        QT_TRANSLATE_NOOP("actions", "&Copy"),
        "edit",
        "copying.copy",
        ("Ctrl+C",),
        starts_group=True,
    ),
    Entry(
        "copy_with_citation",
        QT_TRANSLATE_NOOP("actions", "Copy &with citation"),
        "edit",
        "copying.copy_with_citation",
        ("Ctrl+Shift+C",),
    ),
    Entry(
        "copy_picture",
        QT_TRANSLATE_NOOP("actions", "Copy a pic&ture of a region"),
        "edit",
        "copying.copy_picture",
        ("Ctrl+Shift+P",),
    ),
    Entry("select_all", QT_TRANSLATE_NOOP("actions", "Select &all"), "edit", "page_view.select_all", ("Ctrl+A",)),
    Entry(
        "caret",
        QT_TRANSLATE_NOOP("actions", "Select with the &keyboard"),
        "edit",
        "caret.set_on",
        ("F7",),
        is_checkable=True,
    ),
    Entry(
        "highlight",
        QT_TRANSLATE_NOOP("actions", "&Highlight"),
        "edit",
        "marking.highlight",
        ("Ctrl+D",),
        starts_group=True,
    ),
    Entry("underline", QT_TRANSLATE_NOOP("actions", "Under&line"), "edit", "marking.underline", ("Ctrl+U",)),
    Entry("note_here", QT_TRANSLATE_NOOP("actions", "Note h&ere"), "edit", "marking.note_here", ("Ctrl+Alt+N",)),
    Entry(
        "contents",
        QT_TRANSLATE_NOOP("actions", "&Contents"),
        "view",
        "panels.show_contents",
        ("Ctrl+B",),
        "contents",
        is_checkable=True,
        needs_document=False,
    ),
    Entry(
        "side_panel",
        QT_TRANSLATE_NOOP("actions", "&Questions and notes"),
        "view",
        "panels.show_side",
        ("Ctrl+J",),
        "ask_panel",
        is_checkable=True,
        needs_document=False,
    ),
    Entry(
        "zoom_in",
        QT_TRANSLATE_NOOP("actions", "Zoom &in"),
        "view",
        "page_view.zoom_in",
        ("Ctrl++", "Ctrl+="),
        "zoom_in",
        starts_group=True,
    ),
    Entry(
        "zoom_out",
        QT_TRANSLATE_NOOP("actions", "Zoom &out"),
        "view",
        "page_view.zoom_out",
        ("Ctrl+-",),
        "zoom_out",
    ),
    Entry(
        "actual_size",
        QT_TRANSLATE_NOOP("actions", "&Actual size"),
        "view",
        "page_view.actual_size",
        ("Ctrl+1",),
    ),
    Entry(
        "fit_width",
        QT_TRANSLATE_NOOP("actions", "Fit &width"),
        "view",
        "page_view.fit_width",
        ("Ctrl+2",),
        "fit_width",
    ),
    Entry(
        "fit_page",
        QT_TRANSLATE_NOOP("actions", "Fit &page"),
        "view",
        "page_view.fit_page",
        ("Ctrl+0",),
        "fit_page",
    ),
    Entry(
        "fit_content",
        QT_TRANSLATE_NOOP("actions", "Fit &visible content"),
        "view",
        "page_view.fit_content",
        ("Ctrl+3",),
    ),
    Entry(
        "zoom_box",
        QT_TRANSLATE_NOOP("actions", "Zoom to a &box"),
        "view",
        "page_view.begin_zoom_box",
        ("Z",),
    ),
    Entry(
        "one_page",
        QT_TRANSLATE_NOOP("actions", "&One page"),
        "pages",
        "page_modes.show_one",
        ("Ctrl+6",),
        is_checkable=True,
        one_of="spread",
    ),
    Entry(
        "two_pages",
        QT_TRANSLATE_NOOP("actions", "&Two pages"),
        "pages",
        "page_modes.show_two",
        ("Ctrl+7",),
        is_checkable=True,
        one_of="spread",
    ),
    Entry(
        "two_pages_cover",
        QT_TRANSLATE_NOOP("actions", "Two pages, co&ver alone"),
        "pages",
        "page_modes.show_cover_and_two",
        ("Ctrl+8",),
        is_checkable=True,
        one_of="spread",
    ),
    Entry(
        "continuous",
        QT_TRANSLATE_NOOP("actions", "&Continuous"),
        "pages",
        "page_modes.set_continuous",
        ("Ctrl+9",),
        is_checkable=True,
        starts_group=True,
    ),
    Entry(
        "right_to_left",
        QT_TRANSLATE_NOOP("actions", "&Right to left"),
        "pages",
        "page_modes.set_right_to_left",
        is_checkable=True,
    ),
    Entry(
        "crop_margins",
        QT_TRANSLATE_NOOP("actions", "Crop &margins"),
        "pages",
        "page_modes.crop_margins",
        ("Ctrl+Shift+M",),
        is_checkable=True,
    ),
    Entry(
        "rotate_clockwise",
        QT_TRANSLATE_NOOP("actions", "Rotate c&lockwise"),
        "pages",
        "page_modes.rotate_clockwise",
        ("Ctrl+Shift+Right",),
        starts_group=True,
    ),
    Entry(
        "rotate_counterclockwise",
        QT_TRANSLATE_NOOP("actions", "Rotate counterclockwi&se"),
        "pages",
        "page_modes.rotate_counterclockwise",
        ("Ctrl+Shift+Left",),
    ),
    Entry(
        "full_screen",
        QT_TRANSLATE_NOOP("actions", "&Full screen"),
        "view",
        "show_full_screen",
        ("F11",),
        is_checkable=True,
        needs_document=False,
        starts_group=True,
    ),
    Entry(
        "present",
        QT_TRANSLATE_NOOP("actions", "Pre&sentation"),
        "view",
        "presenting.begin",
        ("F5",),
    ),
    Entry("back", QT_TRANSLATE_NOOP("actions", "&Back"), "go", "travels.go_back", ("Alt+Left",), "back"),
    Entry(
        "forward",
        QT_TRANSLATE_NOOP("actions", "&Forward"),
        "go",
        "travels.go_forward",
        ("Alt+Right",),
        "forward",
    ),
    Entry(
        "go_to_page",
        QT_TRANSLATE_NOOP("actions", "Go to pa&ge…"),
        "go",
        "begin_page_field",
        ("Ctrl+G",),
        starts_group=True,
    ),
    Entry(
        "next_tab",
        QT_TRANSLATE_NOOP("actions", "Next &tab"),
        "go",
        "next_tab",
        ("Ctrl+Tab", "Ctrl+PgDown"),
        needs_document=False,
        starts_group=True,
    ),
    Entry(
        "previous_tab",
        QT_TRANSLATE_NOOP("actions", "Pre&vious tab"),
        "go",
        "previous_tab",
        ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
        needs_document=False,
    ),
    Entry(
        "bookmark",
        QT_TRANSLATE_NOOP("actions", "Set or remove a boo&kmark"),
        "go",
        "bookmarking.toggle",
        ("Ctrl+M",),
        "bookmark",
        starts_group=True,
    ),
    Entry(
        "next_bookmark",
        QT_TRANSLATE_NOOP("actions", "Next bookmark"),
        "go",
        "bookmarking.go_next",
        ("B",),
    ),
    Entry(
        "previous_bookmark",
        QT_TRANSLATE_NOOP("actions", "Previous bookmark"),
        "go",
        "bookmarking.go_previous",
        ("Shift+B",),
    ),
    Entry("quick_mark", QT_TRANSLATE_NOOP("actions", "Mark this place with a letter"), "go", shortcuts=("M",)),
    Entry(
        "go_to_quick_mark",
        QT_TRANSLATE_NOOP("actions", "Go to the place with a letter"),
        "go",
        shortcuts=("'",),
    ),
    Entry("screen_down", QT_TRANSLATE_NOOP("actions", "One screen down"), "go", shortcuts=("Space", "PgDown")),
    Entry("screen_up", QT_TRANSLATE_NOOP("actions", "One screen up"), "go", shortcuts=("Shift+Space", "PgUp")),
    Entry("first_page", QT_TRANSLATE_NOOP("actions", "First page"), "go", shortcuts=("Home",)),
    Entry("last_page", QT_TRANSLATE_NOOP("actions", "Last page"), "go", shortcuts=("End",)),
    Entry(
        "next_evidence",
        QT_TRANSLATE_NOOP("actions", "&Next evidence"),
        "go",
        "following.next_evidence",
        ("N",),
        starts_group=True,
    ),
    Entry(
        "previous_evidence",
        QT_TRANSLATE_NOOP("actions", "&Previous evidence"),
        "go",
        "following.previous_evidence",
        ("P",),
    ),
    Entry("look_up", QT_TRANSLATE_NOOP("actions", "&Look up the reference"), "go", "page_view.look_up", ("Ctrl+R",)),
    Entry("back_to_page", QT_TRANSLATE_NOOP("actions", "Back to the text"), "go", shortcuts=("Esc",)),
    Entry(
        "ask", QT_TRANSLATE_NOOP("actions", "&Ask a question"), "ask", "text_tasks.begin_question", ("Ctrl+L",), "ask"
    ),
    Entry(
        "ask_folder",
        QT_TRANSLATE_NOOP("actions", "Ask about all PDFs in a &folder…"),
        "ask",
        "dialogs.choose_folder_to_ask",
        needs_document=False,
    ),
    Entry(
        "ask_files",
        QT_TRANSLATE_NOOP("actions", "Ask about several &documents…"),
        "ask",
        "dialogs.choose_files_to_ask",
        needs_document=False,
    ),
    Entry(
        "make_paper_note",
        QT_TRANSLATE_NOOP("actions", "Make a &paper note"),
        "ask",
        "noting.begin_or_show",
        ("Ctrl+Shift+L",),
        "paper_note",
        starts_group=True,
    ),
    Entry(
        "stop_answer",
        QT_TRANSLATE_NOOP("actions", "&Stop the answer"),
        "ask",
        "asking.stop",
        ("Ctrl+.",),
        "stop",
    ),
    Entry(
        "explain",
        QT_TRANSLATE_NOOP("actions", "&Explain the selected text"),
        "ask",
        "text_tasks.explain",
        ("Ctrl+Shift+X",),
        starts_group=True,
    ),
    Entry(
        "translate",
        QT_TRANSLATE_NOOP("actions", "&Translate the selected text"),
        "ask",
        "text_tasks.translate",
        ("Ctrl+Shift+T",),
    ),
    Entry(
        "new_note",
        QT_TRANSLATE_NOOP("actions", "&New note"),
        "ask",
        "text_tasks.begin_note",
        ("Ctrl+N",),
        "note",
        starts_group=True,
    ),
    Entry(
        "shortcuts",
        QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts"),
        "help",
        "show_shortcuts",
        ("F1",),
        "help",
        needs_document=False,
    ),
    Entry(
        "palette",
        QT_TRANSLATE_NOOP("actions", "&Commands…"),
        "help",
        "show_palette",
        ("Ctrl+K",),
        needs_document=False,
    ),
    Entry(
        "guide",
        QT_TRANSLATE_NOOP("actions", "Open the &guide"),
        "help",
        "open_guide",
        needs_document=False,
    ),
    Entry(
        "about",
        QT_TRANSLATE_NOOP("actions", "&About Shiori"),
        "help",
        "show_about",
        needs_document=False,
        starts_group=True,
    ),
)

TOOL_BAR: tuple[str, ...] = (
    "contents",
    "|",
    "open",
    "|",
    "back",
    "forward",
    "@page_field",
    "|",
    "zoom_out",
    "@zoom_button",
    "zoom_in",
    "fit_width",
    "fit_page",
    " ",
    "find",
    "make_paper_note",
    "side_panel",
)
"""Names of actions; "@" a widget of the window, "|" a line, " " all the room that is left."""


class Actions(QObject):
    """The QActions of a window by name, connected to its slots."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._states: ActionStates | None = None
        for entry in TABLE:
            if entry.slot:
                self._actions[entry.name] = self._build(entry, window)
        self.repaint_icons(window.palette())
        self.reflect(ActionStates(self))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def reflect(self, states: ActionStates) -> None:
        """Show what the document in front allows and has switched on, and follow it from now on."""
        if self._states is not states:
            if self._states is not None:
                self._states.changed.disconnect(self._show_states)
            self._states = states
            states.changed.connect(self._show_states)
        self._show_states()

    def _show_states(self) -> None:
        if self._states is None:
            return
        for entry in TABLE:
            if not entry.slot:
                continue
            action = self._actions[entry.name]
            if entry.needs_document:
                action.setEnabled(self._states.is_allowed(entry.name))
            if entry.is_checkable and "." in entry.slot:
                action.setChecked(self._states.is_checked(entry.name))

    def commands(self) -> list[Command]:
        """Those that are allowed now, in the order of the menus."""
        result = []
        for menu in MENUS:
            for entry in TABLE:
                if entry.menu == menu and entry.slot and self._actions[entry.name].isEnabled():
                    action = self._actions[entry.name]
                    keys = ", ".join(shown_shortcuts(entry)[:1])
                    result.append(Command(_plain(action.text()), keys, action.trigger))
        return result

    def fill_menu_bar(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        menus = {}
        for name, title in MENUS.items():
            menu = QMenu(QCoreApplication.translate("actions", title), bar)
            if name not in SUBMENUS:
                bar.addMenu(menu)
            menu.setObjectName(f"menu_{name}")
            for entry in TABLE:
                if entry.menu == name and entry.slot:
                    if entry.starts_group:
                        menu.addSeparator()
                    menu.addAction(self._actions[entry.name])
            menus[name] = menu
        for name, (parent, before) in SUBMENUS.items():
            menus[parent].insertMenu(self._actions[before], menus[name])
        return menus

    def fill_tool_bar(self, bar: QToolBar, widgets: dict[str, QWidget]) -> None:
        bar.setIconSize(QSize(20, 20))
        for name in TOOL_BAR:
            if name == "|":
                bar.addSeparator()
            elif name == " ":
                space = QWidget(objectName="tool_bar_space")
                space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                bar.addWidget(space)
            elif name.startswith("@"):
                bar.addWidget(widgets[name[1:]])
            else:
                bar.addAction(self._actions[name])
                button = bar.widgetForAction(self._actions[name])
                button.setObjectName(f"button_{name}")
                button.setAccessibleName(_plain(self._actions[name].text()))
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def repaint_icons(self, palette: QPalette) -> None:
        for entry in TABLE:
            if entry.slot and entry.icon:
                self._actions[entry.name].setIcon(icon(entry.icon, palette))

    def _build(self, entry: Entry, window: QWidget) -> QAction:
        text = QCoreApplication.translate("actions", entry.text)
        action = QAction(text, window, objectName=f"action_{entry.name}", checkable=entry.is_checkable)
        action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
        shown = ", ".join(shown_shortcuts(entry)[:1])
        action.setToolTip(f"{_plain(text)} ({shown})" if shown else _plain(text))
        # In menus only where the tool bar shows the same picture: else most lines have none.
        action.setIconVisibleInMenu(False)
        path = f"desk.{entry.slot}" if "." in entry.slot else entry.slot
        slot: Callable[[], Callable[..., Any]] = partial(attrgetter(path), window)
        # Not "toggled": a document that comes to the front with other states is not an act of the reader.
        if entry.is_checkable:
            action.triggered.connect(lambda is_on: slot()(is_on))
        else:
            action.triggered.connect(lambda *_checked: slot()())
        window.addAction(action)
        if entry.one_of:
            if entry.one_of not in self._groups:
                self._groups[entry.one_of] = QActionGroup(self)
            self._groups[entry.one_of].addAction(action)
        return action


def shortcut_list() -> list[tuple[str, list[tuple[str, str]]]]:
    """Menu title -> (what it does, its keys), in the language of the window; only what has keys."""
    result = []
    for name, title in MENUS.items():
        rows = [
            (_plain(QCoreApplication.translate("actions", entry.text)), ", ".join(shown_shortcuts(entry)))
            for entry in TABLE
            if entry.menu == name and entry.shortcuts
        ]
        if rows:
            result.append((_plain(QCoreApplication.translate("actions", title)), rows))
    return result


def shown_shortcuts(entry: Entry) -> list[str]:
    """The keys as this platform writes them."""
    return [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in entry.shortcuts]


def _plain(text: str) -> str:
    """A menu text without its mnemonic ("&Open…", in Japanese "開く(&O)…") and without dots."""
    opened = text.find("(&")
    if opened >= 0 and text[opened + 3 : opened + 4] == ")":
        text = text[:opened] + text[opened + 4 :]
    return text.replace("&", "").rstrip("…").strip()
