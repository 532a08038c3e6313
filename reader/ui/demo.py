"""The main job of the window, done once without anybody: open, ask, follow the citation, export, take a picture.

It presses the window's own buttons and waits for its signals, so what it shows is what a reader gets.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, SignalInstance
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from reader.core.answer import Answer, cited_text
from reader.core.errors import ExportFailed, ReaderError
from reader.engine.llm import Message
from reader.ui.answer_text import AnswerText
from reader.ui.desk import Desk
from reader.ui.jobs import Jobs
from reader.ui.main_window import MainWindow
from reader.ui.suggestions import suggested_questions
from reader.ui.verdict_signs import sign_character

LIMIT_S = 600.0
"""A slow computer reading a long document with a large model; beyond that something hangs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    answer: Answer
    page_label: str | None
    """The page that the citation led to; None where the answer cites nothing."""
    page_index: int | None
    markdown: Path
    screenshot: Path

    @property
    def lines(self) -> list[str]:
        if self.page_index is None:
            page = "none cited"
        elif self.page_label == str(self.page_index + 1):
            page = self.page_label
        else:
            page = f"{self.page_label} (PDF {self.page_index + 1})"
        verified = f"{self.answer.verified_count} of {len(self.answer.claims)} sentences verified"
        return [
            f"Question: {self.answer.question}",
            f"Answer: {self.answer.status}, {verified}",
            *(
                f"  {sign_character(claim.verdict)} {claim.verdict}: {cited_text(claim)}"
                for claim in self.answer.claims
            ),
            f"Jumped to page: {page}",
            f"Markdown: {self.markdown}",
            f"Screenshot: {self.screenshot}",
        ]


class Demo:
    def __init__(self, window: MainWindow, folder: Path, question: str = "") -> None:
        """`folder`: where the Markdown file and the screenshot go; `question`: the first suggestion by default."""
        self._window, self._folder, self._question = window, folder, question

    @property
    def _desk(self) -> Desk:
        return self._window.desk

    @property
    def _jobs(self) -> Jobs:
        return self._window.desk.jobs

    async def run(self, file: Path | None) -> Outcome:
        """Raises the ReaderError of a step that failed, RuntimeError with the report of a crash, TimeoutError."""
        async with asyncio.timeout(LIMIT_S):
            await self.open(file)
            answer = await self.ask(self._question)
            page_index = await self.follow_citation(answer)
            markdown = await self._export()
            # The message about the export is over what the picture is for.
            self._desk.message_bar.hide()
            self._desk.ask_panel.card.dismiss()
            screenshot = await self.take_picture(markdown.with_suffix(".png"))
        document = self._desk.reading.document
        label = None if document is None or page_index is None else document.info.label_of(page_index)
        return Outcome(answer, label, page_index, markdown, screenshot)

    async def open(self, file: Path | None) -> None:
        """None: the guide."""
        shown = self.next(self._desk.reading.first_shown)
        if file is None:
            self._window.open_guide()
        else:
            self._window.open(file)
        await shown
        for job in ("index", "conversation"):
            await self._jobs.ended(job)
        await self._window.jobs.ended("model")

    async def ask(self, question: str = "") -> Answer:
        """Empty: the first suggestion."""
        document = self._desk.reading.document
        assert document is not None
        self._desk.text_tasks.begin_question()
        self._part(QPlainTextEdit, "question_field").setPlainText(question or suggested_questions(document)[0])
        done = self.next(self._desk.asking.running_changed, lambda is_running: not is_running)
        self._part(QPushButton, "ask_button").click()
        await done
        await self._jobs.ended("answer")
        answer = self._desk.ask_panel.current_answer
        assert answer is not None
        if answer.status == "error":
            raise ReaderError(answer.message)
        return answer

    async def follow_citation(self, answer: Answer, number: int = 0) -> int | None:
        """Click a page in the answer's text, the first by default; the index of the page that it led to."""
        has_nearest = answer.status == "not_found" and bool(answer.evidence)
        if not has_nearest and not any(claim.citations for claim in answer.claims):
            return None
        text = self._desk.ask_panel.findChildren(AnswerText)[-1]
        spot_shown = self.next(self._desk.page_view.spot_shown)
        _click(text.viewport(), QPointF(text.link_area(number).center()))
        (spot,) = await spot_shown
        await self._wait_for_sharp_page()
        return spot.page_index

    async def _export(self) -> Path:
        document = self._desk.reading.document
        assert document is not None
        exported = self.next(self._desk.asking.exported)
        self._desk.asking.export(self._folder / f"{document.path.stem}.md")
        (path,) = await exported
        return path

    async def take_picture(self, target: Path) -> Path:
        """Of the window, with the evidence card over it where that shows. Raises ExportFailed."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        await self._wait_for_sharp_page()
        picture, card = self._window.grab(), self._desk.ask_panel.card
        if card.isVisible():
            painter = QPainter(picture)
            painter.drawPixmap(self._window.mapFromGlobal(card.pos()), card.grab())
            painter.end()
        if not picture.save(str(target)):
            raise ExportFailed(str(target), "the picture cannot be written")
        return target

    async def _wait_for_sharp_page(self) -> None:
        while not self._desk.page_view.is_complete:
            await self.next(self._jobs.finished)

    def _part(self, kind: type[Any], name: str) -> Any:
        return self._window.findChild(kind, name)

    def next(self, signal: SignalInstance, is_it: Callable[..., bool] = lambda *_values: True) -> asyncio.Future[Any]:
        """The values that a signal carries the next time; a failure of any job instead, where that comes first."""
        future = asyncio.get_running_loop().create_future()

        def on_signal(*values: object) -> None:
            if not future.done() and is_it(*values):
                future.set_result(values)

        def on_failed(_name: str, error: ReaderError) -> None:
            if not future.done():
                future.set_exception(error)

        def on_crashed(_name: str, report: str) -> None:
            if not future.done():
                future.set_exception(RuntimeError(report))

        def disconnect(_done: object) -> None:
            for source, slot in connections:
                source.disconnect(slot)

        connections = [(signal, on_signal), (self._jobs.failed, on_failed), (self._jobs.crashed, on_crashed)]
        for source, slot in connections:
            source.connect(slot)
        future.add_done_callback(disconnect)
        return future


def _click(widget: QWidget, place: QPointF) -> None:
    no_keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    on_screen = widget.mapToGlobal(place)
    for kind, held in (
        (QEvent.Type.MouseButtonPress, left),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        QApplication.sendEvent(widget, QMouseEvent(kind, place, on_screen, left, held, no_keys))


def quote_from_prompt(messages: Sequence[Message]) -> str:
    """What a scripted model answers: the sentence of the excerpts it was given that is closest to the question."""
    excerpts, _, question = messages[-1].content.partition("Excerpts:\n")[2].rpartition("\n\nQuestion:")
    wanted = set(re.findall(r"\w+", question.casefold()))
    sentences = [sentence.strip() for sentence in re.findall(r"[^.!?。\n]{20,}[.!?。]", excerpts)]
    return max(
        sentences, key=lambda sentence: len(wanted.intersection(re.findall(r"\w+", sentence.casefold()))), default=""
    )
