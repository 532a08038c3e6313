"""A first page set by hand: lines with the size of their letters, small capitals and raised signs."""

from reader.core.document import PageText, pack_boxes

Line = tuple[float, float, str]
"""Top, height of the letters, text; "^" makes the next sign small and raised, "_" small on the line."""


def printed_page(*lines: Line, page_index: int = 0) -> PageText:
    text, boxes = "", []
    for top, height, words in lines:
        x, form = 0.1, ""
        for character in words:
            if character in "^_":
                form = character
                continue
            share = {"^": 0.6, "_": 0.8}.get(form, 1.0)
            bottom = top + height * (0.7 if form == "^" else 0.96 if form == "_" else 1.0)
            boxes.append((x, bottom - share * height, x + 0.008, bottom))
            text += character
            x, form = x + 0.008, ""
        text += "\n"
        boxes.append((0.0, 0.0, 0.0, 0.0))
    return PageText(page_index, text, pack_boxes(boxes))
