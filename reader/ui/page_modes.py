"""What the menu says of how pages are arranged: in rows of one or two, scrolled or turned, rotated, without margins."""

from dataclasses import replace

from PySide6.QtCore import QObject

from reader.core.page_arrangement import Arrangement, Spread
from reader.ui.action_states import ActionStates
from reader.ui.page_view import PageView

_ACTIONS: dict[Spread, str] = {"single": "one_page", "pairs": "two_pages", "cover": "two_pages_cover"}


class PageModes(QObject):
    """Of one view. Slots of actions that are switched on are given whether they are."""

    def __init__(self, view: PageView, states: ActionStates) -> None:
        super().__init__(view)
        self._view, self._states = view, states
        view.arrangement_changed.connect(self._show)
        self._show(view.arrangement)

    def show_one(self, _is_on: bool = True) -> None:
        self._arrange(spread="single")

    def show_two(self, _is_on: bool = True) -> None:
        self._arrange(spread="pairs")

    def show_cover_and_two(self, _is_on: bool = True) -> None:
        self._arrange(spread="cover")

    def set_continuous(self, is_on: bool) -> None:
        self._arrange(is_paged=not is_on)

    def set_right_to_left(self, is_on: bool) -> None:
        self._arrange(is_right_to_left=is_on)

    def crop_margins(self, is_on: bool) -> None:
        self._arrange(is_cropped=is_on)

    def rotate_clockwise(self) -> None:
        self._view.arrange(self._view.arrangement.turned_by(1))

    def rotate_counterclockwise(self) -> None:
        self._view.arrange(self._view.arrangement.turned_by(-1))

    def _arrange(self, **changes: object) -> None:
        self._view.arrange(replace(self._view.arrangement, **changes))

    def _show(self, arrangement: Arrangement) -> None:
        for spread, name in _ACTIONS.items():
            self._states.check(name, spread == arrangement.spread)
        self._states.check("continuous", not arrangement.is_paged)
        self._states.check("right_to_left", arrangement.is_right_to_left)
        self._states.check("crop_margins", arrangement.is_cropped)
