"""The pictures of the README: the real window off-screen, on the guide, driven by its own buttons.

    python packaging/screenshots.py [FOLDER]

Each picture is made by a process of its own, because language and theme are chosen at the start. The default model has
to be there (`make run` fetches it); without it the answers are quotations.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    language: str
    theme: str
    scale: int
    question: str


PICTURES = (
    Picture("window-light", "en", "light", 2, "How much memory does the default model need?"),
    Picture("window-ja-dark", "ja", "dark", 2, "引用をたどったあと、元の場所に戻るには？"),
)


def take(picture: Picture, folder: Path) -> None:
    """In this process: Qt and the settings are as `main` set them."""
    from reader import app, paths
    from reader.ui import demo
    from reader.ui.appearance import apply_theme
    from reader.ui.jobs import Jobs
    from reader.ui.main_window import MainWindow

    async def story(window: MainWindow, jobs: Jobs) -> int:
        apply_theme(picture.theme)  # type: ignore[arg-type]
        window.resize(1280, 800)
        window.show()
        guide = paths.resource(f"guide/guide-{picture.language}.pdf")
        outcome = await demo.Demo(window, jobs, folder, question=picture.question).run(guide)
        shutil.move(outcome.screenshot, folder / f"{picture.name}.png")
        outcome.markdown.unlink()
        return 0

    with tempfile.TemporaryDirectory() as home:
        app.run_story(story, Path(home))


def main() -> int:
    if len(sys.argv) == 3:
        take(next(picture for picture in PICTURES if picture.name == sys.argv[2]), Path(sys.argv[1]))
        return 0
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else ROOT / "resources" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as config:
            settings = Path(config, "shiori", "settings.json")
            settings.parent.mkdir()
            settings.write_text(json.dumps({"ui_language": picture.language}), "utf-8")
            environment = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(picture.scale),
                "XDG_CONFIG_HOME": config,
            }
            command = [sys.executable, __file__, str(folder.resolve()), picture.name]
            subprocess.run(command, env=environment, check=True)
        print(folder / f"{picture.name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
