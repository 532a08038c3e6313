"""The pictures of the README: the real window off-screen, driven by its own buttons, on the guide and papers made up.

    python packaging/screenshots.py [FOLDER [NAME...]]

Each picture is made by a process of its own, because language, theme and scale are chosen at the start. On the
guide the default model speaks (`make run` fetches it; without it the answers are quotations), on the papers a scripted
one, so that every verdict is there. A scanned page needs Tesseract, and is left out without it.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.ui.demo import Demo
    from reader.ui.jobs import Jobs
    from reader.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]

Story = Callable[["Stage"], Awaitable[None]]
"""What is done in the window before the picture is taken."""


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    story: Story
    language: str = "en"
    theme: str = "light"
    says: str = ""
    """What a scripted model answers; empty: the default model speaks."""
    needs: str = ""
    """A program that has to be there."""
    size: tuple[int, int] = (1280, 800)
    scale: float = 2


@dataclass(frozen=True, slots=True)
class Stage:
    window: "MainWindow"
    jobs: "Jobs"
    demo: "Demo"
    papers: Path
    """A folder with the made-up papers."""
    language: str


# --- What is done ---


async def ask_the_guide(stage: Stage, question: str) -> None:
    from reader import paths

    await stage.demo.open(paths.resource(f"guide/guide-{stage.language}.pdf"))
    await stage.demo.follow_citation(await stage.demo.ask(question))


async def ask_a_paper(stage: Stage, follow: int, *, points: bool = False) -> None:
    """`follow`: which page of the answer is clicked; `points`: the mouse rests on it as well."""
    await stage.demo.open(stage.papers / "blackbirds.pdf")
    answer = await stage.demo.ask("How early do blackbirds sing, and what changes that?")
    verdicts = sorted(claim.verdict.value for claim in answer.claims)
    if verdicts != ["exact", "page_only", "supported", "unsupported"]:
        raise SystemExit(f"the scripted answer was judged otherwise: {[(c.verdict, c.text) for c in answer.claims]}")
    if not any(len({c.page_index for c in claim.citations}) == 2 for claim in answer.claims):
        raise SystemExit("no sentence of the scripted answer rests on two pages")
    await stage.demo.follow_citation(answer, follow)
    if points:
        await _point_at(stage, follow)


async def select_a_sentence(stage: Stage) -> None:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from reader.flows.finding import find

    await stage.demo.open(stage.papers / "blackbirds.pdf")
    document = stage.window.desk.reading.document
    assert document is not None
    (match,) = await find(document, "In the dark park the first song was heard 43 minutes before sunrise")
    view, rects = stage.window.desk.page_view, match.spots[0].rects
    view.jump_to(match.spots[0])
    now = view.view_now()
    page = now.page_rect_px(match.spots[0].page_index)

    def point(x: float, y: float) -> QPointF:
        ratio = now.device_pixel_ratio
        return QPointF((page.x() + x * page.width()) / ratio, (page.y() + y * page.height()) / ratio)

    begin = point(rects[0].x0 + 0.001, (rects[0].y0 + rects[0].y1) / 2)
    end = point(rects[-1].x1 - 0.001, (rects[-1].y0 + rects[-1].y1) / 2)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for _ in range(100):
        for kind, place, button, held in (
            (QEvent.Type.MouseButtonPress, begin, left, left),
            (QEvent.Type.MouseMove, end, none, left),
            (QEvent.Type.MouseButtonRelease, end, left, none),
        ):
            on_screen = view.viewport().mapToGlobal(place)
            event = QMouseEvent(kind, place, on_screen, button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(view.viewport(), event)
        if view.selected() is not None:
            return
        await asyncio.sleep(0.05)  # the text of the page is not there yet
    raise SystemExit("nothing was selected")


async def read_in_spreads(stage: Stage) -> None:
    """Two pages side by side, thumbnails, a highlight, dark pages."""
    from reader import paths

    await stage.demo.open(paths.resource(f"guide/guide-{stage.language}.pdf"))
    desk = stage.window.desk
    desk.navigation.setCurrentWidget(desk.wayfinding.thumbnails_panel)
    desk.panels.show_side(False)
    desk.page_modes.show_cover_and_two()
    desk.page_view.fit_page()
    desk.page_view.go_to_page(2)
    while not desk.page_view.is_complete:
        await stage.demo.next(stage.jobs.finished)


async def read_dark_spreads(stage: Stage) -> None:
    stage.window.page_colours_menu.colours_chosen.emit("dark")
    await read_in_spreads(stage)


async def find_words(stage: Stage) -> None:
    await stage.demo.open(stage.papers / "blackbirds.pdf")
    desk = stage.window.desk
    desk.panels.show_side(False)
    desk.find_bar.begin()
    desk.find_bar.field.setText("lamp")
    for _ in range(100):
        if desk.finding.results.matches.total and desk.page_view.is_complete:
            return
        await asyncio.sleep(0.05)
    raise SystemExit("nothing was found")


async def ask_a_scan(stage: Stage) -> None:
    await stage.demo.open(stage.papers / "log.pdf")
    document = stage.window.desk.reading.document
    while document is not None and (document.pages_without_text or stage.jobs.is_running("recognise")):
        await stage.demo.next(stage.jobs.finished)
    await stage.demo.follow_citation(await stage.demo.ask("When does the blackbird sing since the lamps are lit?"))


async def ask_several(stage: Stage) -> None:
    await stage.demo.open(stage.papers / "several" / "blackbirds.pdf")
    stage.window.desk.scope.open([stage.papers / "several"])
    await stage.jobs.ended("collection")
    await stage.demo.follow_citation(await stage.demo.ask("What do street lamps change for animals?"))


async def make_a_note(stage: Stage) -> None:
    """The paper note of a paper, with one of its citations followed."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QSpinBox

    from reader.ui.answer_text import AnswerText

    await stage.demo.open(stage.papers / "blackbirds.pdf")
    desk = stage.window.desk
    panel = desk.paper_note_panel
    desk.panels.open_side(panel)
    for count in panel.findChildren(QSpinBox, "note_question_count"):
        count.setValue(6)
    desk.noting.begin()
    await stage.jobs.ended("paper note")
    texts = [text for view in panel.views[1:] for text in view.findChildren(AnswerText) if "(p." in text.toPlainText()]
    spot_shown = stage.demo.next(desk.page_view.spot_shown)
    QTest.mouseClick(texts[0].viewport(), Qt.MouseButton.LeftButton, pos=texts[0].link_area(0).center())
    await spot_shown


async def _point_at(stage: Stage, number: int) -> None:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from reader.ui.answer_text import AnswerText

    text = stage.window.desk.ask_panel.findChildren(AnswerText)[-1]
    place = QPointF(text.link_area(number).center())
    none = Qt.MouseButton.NoButton
    on_screen = text.viewport().mapToGlobal(place)
    event = QMouseEvent(QEvent.Type.MouseMove, place, on_screen, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(text.viewport(), event)
    card = stage.window.desk.ask_panel.card
    for _ in range(100):
        if card.isVisible() and not stage.jobs.is_running("evidence picture"):
            return
        await asyncio.sleep(0.05)
    raise SystemExit("the card does not appear")


BLACKBIRDS_SING = (
    "In the dark park the first song was heard 43 minutes before sunrise, beside the lamps 74 minutes before it. "
    "Nine days after the dimming, the males of Mill Street had moved their first song by 24 minutes, although the "
    "traffic of the street was as loud as before. "
    "Lamps on the streets change the order in which species sing. "
    "Blackbirds in the mountains sing at midnight all winter."
)
LAMPS_CHANGE = (
    "Cold white lamps drew three times as many moths as warm ones of the same brightness. "
    "Blackbirds beside lamps began to sing 31 minutes earlier than those in the dark park. "
    "Robins sang at night where the day was 7 decibels louder."
)

PICTURES = (
    Picture(
        "window-ja-dark", partial(ask_the_guide, question="引用をたどったあと、元の場所に戻るには？"), "ja", "dark"
    ),
    Picture("verdicts", partial(ask_a_paper, follow=1), says=BLACKBIRDS_SING),
    Picture("verdicts-dark", partial(ask_a_paper, follow=1), theme="dark", says=BLACKBIRDS_SING),
    Picture("card", partial(ask_a_paper, follow=0, points=True), says=BLACKBIRDS_SING),
    Picture("selection", select_a_sentence, says="?"),
    Picture(
        "scan", ask_a_scan, says="Since then it has sung at a quarter past four, in spite of rain.", needs="tesseract"
    ),
    Picture("spreads", read_in_spreads),
    Picture("spreads-dark", read_dark_spreads, theme="dark"),
    Picture("find", find_words),
    Picture("several", ask_several, says=LAMPS_CHANGE),
    Picture("paper-note", make_a_note),
)
KEPT = ("verdicts", "card", "window-ja-dark", "scan", "several", "spreads-dark", "find", "paper-note")
"""Those that the README shows; the others are made when they are named."""


def take(picture: Picture, folder: Path, papers: Path) -> None:
    """In this process: Qt and the settings are as `main` set them."""
    from reader import app
    from reader.engine.scripted import ScriptedModel
    from reader.ui import demo
    from reader.ui.appearance import apply_theme
    from reader.ui.model_loading import make_llama
    from reader.ui.windows import Windows

    async def story(windows: Windows) -> int:
        window = windows.first
        apply_theme(picture.theme)  # type: ignore[arg-type]
        window.resize(*picture.size)
        window.show()
        driver = demo.Demo(window, folder)
        await asyncio.wait_for(
            picture.story(Stage(window, window.desk.jobs, driver, papers, picture.language)), demo.LIMIT_S
        )
        file = folder / f"{picture.name}.png"
        await driver.take_picture(file)
        _make_small(file)
        return 0

    def make_scripted(_name: str) -> Any:
        return ScriptedModel([picture.says])

    with tempfile.TemporaryDirectory() as home:
        if picture.says:
            app.run_story(story, Path(home), "scripted", make_scripted)
        else:
            app.run_story(story, Path(home), "", make_llama)


def _make_small(file: Path) -> None:
    """Write a picture anew with the 256 colours that it mostly has: a third of the size, and nobody sees it."""
    import numpy as np
    from PySide6.QtGui import QImage

    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(height, width) & 0xFFFFFF
    colours, place, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    channels = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    # Of colours that look the same only the most frequent one has a place.
    _, cells = np.unique(channels // 12, axis=0, return_inverse=True)
    frequent_first = np.argsort(-counts, kind="stable")
    _, first = np.unique(cells.ravel()[frequent_first], return_index=True)
    kept = frequent_first[np.sort(first)][:256]
    distances = np.stack([((channels - channels[k]) ** 2).sum(axis=1) for k in kept], axis=1)
    indexes = np.ascontiguousarray(distances.argmin(axis=1).astype(np.uint8)[place.reshape(height, width)])
    small = QImage(indexes.data, width, height, width, QImage.Format.Format_Indexed8)
    small.setColorTable([int(colours[k]) | 0xFF000000 for k in kept])
    small.save(str(file), quality=0)


def write_papers(folder: Path) -> None:
    import sample_papers as sample

    several = folder / "several"
    several.mkdir()
    for name, paper in (("blackbirds", sample.BLACKBIRDS), ("robins", sample.ROBINS), ("moths", sample.MOTHS)):
        sample.write_paper(several / f"{name}.pdf", paper)
    shutil.copy(several / "blackbirds.pdf", folder)
    sample.write_scan(folder / "log.pdf", sample.LOG)


def main() -> int:
    if sys.argv[1:2] == ["--take"]:
        _, _, name, target, made = sys.argv
        take(next(picture for picture in PICTURES if picture.name == name), Path(target), Path(made))
        return 0
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "screenshots"
    names = sys.argv[2:] or KEPT
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        write_papers(Path(made))
        for picture in PICTURES:
            if picture.name in names:
                _take_apart(picture, folder.resolve(), made)
    return 0


def _take_apart(picture: Picture, folder: Path, papers: str) -> None:
    """In a process of its own."""
    if picture.needs and shutil.which(picture.needs) is None:
        print(f"{picture.name}: left out, because {picture.needs} is not installed", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as own:
        settings = Path(own, "config", "shiori", "settings.json")
        settings.parent.mkdir(parents=True)
        # Words alone find enough in these; an embedder that has just begun would say so in the status line.
        settings.write_text(json.dumps({"ui_language": picture.language, "embedder": "none"}), "utf-8")
        # A screen that the window fills: the card beside a citation stays on it.
        width, height = (round(side * picture.scale) for side in picture.size)
        screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
        Path(own, "screen.json").write_text(json.dumps({"screens": [screen]}), "utf-8")
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={Path(own, 'screen.json')}",
            "QT_SCALE_FACTOR": str(picture.scale),
            "XDG_CONFIG_HOME": str(Path(own, "config")),
            "XDG_CACHE_HOME": str(Path(own, "cache")),
        }
        command = [sys.executable, __file__, "--take", picture.name, str(folder), papers]
        subprocess.run(command, env=environment, check=True)
    print(folder / f"{picture.name}.png")


if __name__ == "__main__":
    sys.exit(main())
