"""Finding in the open document: from what is typed to the match on the page, in the list and on the scroll bar."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from reader.core.answer import Coverage
from reader.core.document import Rect, Spot
from reader.core.matches import Match, Matches, Wanted
from reader.core.page_layout import bounds_of
from reader.flows.opening import OpenDocument
from reader.ui.find_bar import FindBar
from reader.ui.find_results import FindResults
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView
from reader.ui.search_history import SearchHistory
from reader.ui.search_panel import SearchPanel

_AGAIN_MS = 400
"""While a document is being read, what was found is counted anew this often."""
_TICKS_MS = 60
_EXACT_TICKS = 48
"""Pages whose matches are located for the ticks too; in longer documents a page is lower than a tick."""
_MOST_TICKS = 4_000


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the search begins: what lies before it comes last."""

    page_index: int
    top: float = 0.0
    """Of the page: matches above it are not meant."""
    position: int | None = None
    """In the page's text, where it is known; then `top` does not count."""


class Finding(QObject):
    """Wires the bar, the list and the pages. A document at a time."""

    results_wanted = Signal()
    """A search was begun: the list is of interest."""

    def __init__(self, jobs: Jobs, view: PageView, bar: FindBar, panel: SearchPanel, history: SearchHistory) -> None:
        super().__init__(view)
        self._jobs, self._view, self._bar, self._panel, self._history = jobs, view, bar, panel, history
        self._document: OpenDocument | None = None
        self.results = FindResults(jobs.start, self)
        self._origin = _Origin(0)
        self._arrived: object = None
        """Where the view was after the last match had been shown: elsewhere now means that the reader scrolled."""
        self._has_left = False
        """Whether the place one was reading before the search can be gone back to."""
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._count_again)
        self._ticking = QTimer(self, singleShot=True, interval=_TICKS_MS)
        self._ticking.timeout.connect(self._show_ticks)
        self._ticks: list[int] = []
        """The number of the match each tick stands for."""
        panel.show_results(self.results)
        for signal, slot in (
            (bar.search_requested, self._on_search_requested),
            (bar.step_requested, self.step),
            (bar.closed, self._on_closed),
            (panel.match_previewed, self._preview),
            (panel.match_chosen, self._choose),
            (panel.clear_requested, self.clear),
            (panel.left, view.setFocus),
            (self.results.located, self._ticking.start),
            (self.results.current_changed, self._ticking.start),
            (self.results.changed, self._ticking.start),
            (view.match_tick_clicked, self._on_tick_clicked),
        ):
            signal.connect(slot)

    def set_document(self, document: OpenDocument | None) -> None:
        self._jobs.cancel("find")
        self._document = document
        self._again.stop()
        self._bar.end()
        self.clear()
        self._panel.set_document(None if document is None else (document.info, document.outline))
        if document is not None:
            self.set_coverage(document.coverage)

    def set_coverage(self, coverage: Coverage) -> None:
        """More of the document has been read."""
        document = self._document
        if document is None:
            return
        self._panel.set_coverage(coverage, document.pages_read - document.pages_without_text)
        if self.results.matches.wanted.text and not self._again.isActive():
            self._again.start()

    # --- What is looked for ---

    def begin(self) -> None:
        """Show the bar; text that is selected is looked for at once."""
        selected = self._view.selected()
        self._has_left = False
        self._set_origin()
        self._bar.begin("" if selected is None else selected.selection.text)

    def go_next(self) -> None:
        self.step(1)

    def go_previous(self) -> None:
        self.step(-1)

    def step(self, steps: int) -> None:
        """To the next match or the previous one, around the ends of the document."""
        if self._bar.isHidden():
            self._bar.show()
            if not self.results.matches.total:
                self.begin()
                return
        total = self.results.matches.total
        if total and self.results.current is not None:
            number = (self.results.current + steps) % total
            self._remember_text()
            is_around = (number < self.results.current) if steps > 0 else (number > self.results.current)
            self._go(number, self._words_around(steps) if is_around else "")

    def clear(self) -> None:
        """Forget what was found, and what for."""
        self._jobs.cancel("find")
        self._bar.clear()
        self._view.matches.show(None)
        self.results.clear()
        self._panel.set_wanted(Wanted(""))

    def _on_search_requested(self, wanted: Wanted) -> None:
        if self._document is None:
            return
        if self._view.position() != self._arrived and self._arrived is not None:
            self._set_origin()
        self._jobs.start("find", self._search(self._document, wanted))

    async def _search(self, document: OpenDocument, wanted: Wanted) -> None:
        matches = await document.index.count_matches(wanted)
        self.results.replace(matches, document.index.locate_matches)
        self._panel.set_wanted(wanted)
        self._view.matches.show(self.results if wanted.text else None)
        self._tell()
        if matches.total:
            if not self._bar.isHidden():
                self.results_wanted.emit()
            number = await self._first(matches)
            is_around = number < matches.number_of(self._origin.page_index)
            await self._show(number, is_first=True, note=self._words_around(1) if is_around else "")

    async def _first(self, matches: Matches) -> int:
        """The first match from where one reads."""
        page_index = self._origin.page_index
        first = matches.number_of(page_index)
        if matches.count_on(page_index):
            for which, match in enumerate(await self.results.ensure(page_index)):
                if self._is_ahead(match):
                    return first + which
            first += matches.count_on(page_index)
        return first % matches.total

    def _is_ahead(self, match: Match) -> bool:
        if self._origin.position is not None:
            return match.position >= self._origin.position
        spot = match.spots[0]
        return not spot.rects or bounds_of(spot.rects).y1 > self._origin.top

    def _set_origin(self) -> None:
        """What is selected, else the top edge of the view."""
        selected, place = self._view.selected(), self._view.position()
        self._arrived = place
        if selected is not None:
            self._origin = _Origin(selected.selection.page_index, position=selected.selection.start)
        else:
            self._origin = _Origin(place.page_index, place.top)

    def _count_again(self) -> None:
        if self._document is not None and self.results.matches.wanted.text and not self._jobs.is_running("find"):
            self._jobs.start("find", self._search_again(self._document))

    async def _search_again(self, document: OpenDocument) -> None:
        """The document has grown: count anew, and stay at the match one is at."""
        before, current = self.results.matches, self.results.current
        matches = await document.index.count_matches(before.wanted)
        if matches != before:
            if current is not None:
                current = matches.number_of(*before.page_of(current))
                current = current if current < matches.total else None
            elif matches.total:
                current = await self._first(matches)
            self.results.replace(matches, document.index.locate_matches, current)
        self._tell()

    # --- Going there ---

    def _go(self, number: int, note: str = "") -> None:
        self.results.set_current(number)
        self._tell(note)
        self._jobs.start("find", self._show(number, note=note))

    def _preview(self, number: int) -> None:
        self._view.matches.show(self.results)
        self._go(number)

    def _choose(self, number: int) -> None:
        self._view.matches.show(self.results)
        self._remember_text()
        self._has_left = False
        self._go(number)
        self._view.setFocus()

    async def _show(self, number: int, *, is_first: bool = False, note: str = "") -> None:
        matches = self.results.matches
        page_index, which = matches.page_of(number)
        found = await self.results.ensure(page_index)
        if self.results.matches is not matches:
            return
        self.results.set_current(number)
        self._tell(note)
        self._view.matches.show(self.results)
        match = found[which] if which < len(found) else None
        spot = Spot(page_index) if match is None else match.spots[0]
        self._view.show_match(spot, remember=not self._has_left)
        self._has_left = True
        self._arrived = self._view.position()
        if not is_first and match is not None:
            self._origin = _Origin(page_index, position=match.position)

    def _on_tick_clicked(self, tick: int) -> None:
        if tick < len(self._ticks):
            self._has_left = False
            self._go(self._ticks[tick])

    def _on_closed(self) -> None:
        self._jobs.cancel("find")
        self._remember_text()
        self._view.matches.show(None)
        self._view.show_match_ticks((), None)

    # --- Telling ---

    def _tell(self, note: str = "") -> None:
        document = self._document
        is_partial = document is not None and not document.coverage.is_through
        self._bar.show_count(self.results.current, self.results.matches.total, note, is_partial=is_partial)

    def _words_around(self, steps: int) -> str:
        return self.tr("Went on from the beginning") if steps > 0 else self.tr("Went on from the end")

    def _remember_text(self) -> None:
        if self.results.matches.total:
            self._history.add(self.results.matches.wanted.text)

    def _show_ticks(self) -> None:
        """Where matches lie in the document: to the line on the first pages that have some, evenly spread on others."""
        matches, current = self.results.matches, self.results.current
        if not self._view.matches.is_shown or not matches.total:
            self._ticks = []
            self._view.show_match_ticks((), None)
            return
        places: list[Spot] = []
        self._ticks = []
        at_most = max(_MOST_TICKS // len(matches.pages), 1)
        for place, page_index in enumerate(matches.pages):
            located = self.results.on_page(page_index) if place < _EXACT_TICKS else None
            count = matches.until[place] - matches.before(place)
            for which in range(0, count, -(-count // at_most)):
                if located is not None and which < len(located):
                    places.append(located[which].spots[0])
                else:
                    top = which / count
                    places.append(Spot(page_index, (Rect(0.0, top, 1.0, top),)))
                self._ticks.append(matches.before(place) + which)
        self._view.show_match_ticks(places, None if current is None else self._spot_of(current))

    def _spot_of(self, number: int) -> Spot:
        match = self.results.match(number)
        return Spot(self.results.matches.page_of(number)[0]) if match is None else match.spots[0]
