"""Pages without text in the commands: read by OCR where it is asked for, else a remark that they were not read."""

from reader import paths
from reader.commands.output import ProgressLine, remark
from reader.core.errors import OcrFailed, OcrMissing
from reader.engine.ocr import Tesseract
from reader.flows.opening import OpenDocument
from reader.flows.recognising import BY_ITSELF, Progress, drop_empty_pages, recognise_all
from reader.store.settings import load_settings

OPTION_HELP = "read pages that are pictures with Tesseract first; it is kept, so once per document"


async def read_pictures(document: OpenDocument, *, is_wanted: bool | None) -> None:
    """After the document's own text has been read. None: as the settings say and as far as it can be done.

    Raises OcrMissing, OcrFailed where it is wanted.
    """
    await drop_empty_pages(document)
    count = len(document.pages_without_text)
    if not count:
        return
    try:
        if is_wanted or (is_wanted is None and _may_begin(count)):
            await _read(document)
            return
    except (OcrMissing, OcrFailed) as failure:
        if is_wanted:
            raise
        has = "1 page has" if count == 1 else f"{count} pages have"
        remark(f"{has} no text that can be read. {failure.title} {failure.hint}")
    else:
        has = "1 page has" if count == 1 else f"{count} pages have"
        remark(f"{has} no text that can be read; with --ocr Tesseract reads what is a picture.")


def _may_begin(count: int) -> bool:
    setting = load_settings(paths.settings_file()).ocr
    return setting == "always" or (setting == "auto" and count <= BY_ITSELF)


async def _read(document: OpenDocument) -> None:
    recogniser, line = Tesseract(), ProgressLine()

    def tell(progress: Progress) -> None:
        left = "" if progress.left_s is None else f", about {progress.left_s:.0f} s left"
        text = f"OCR: {progress.done} of {progress.total} pages{left}"
        line.show(100 * progress.done // max(progress.total, 1), text)

    try:
        await recognise_all(document, recogniser, tell)
    finally:
        line.end()
        await recogniser.close()
