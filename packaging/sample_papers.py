"""Papers that nobody wrote: what the pictures of the program show where its guide cannot.

Two columns, a figure's caption, a table, and a sentence that begins on one page and ends on the next; and a page from a
scanner. Everything in them is invented, and they say so.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

_WIDTH, _HEIGHT = 595, 842
_LEFT, _RIGHT, _GAP = 54, 541, 22
_TOP, _BOTTOM = 64, 778
_LAST_BOTTOM = 400
"""Of the second page, so that both of its columns are filled."""
_STYLE = """
body {margin: 0}
* {font-family: serif; font-size: 12.2px; line-height: 1.3}
p {margin: 0; text-indent: 12px; text-align: justify}
p.first {text-indent: 0}
h1 {font-family: sans-serif; font-size: 21px; text-align: center; margin: 0 0 8px 0; line-height: 1.15}
h2 {font-family: sans-serif; font-size: 11.5px; margin: 11px 0 3px 0; font-weight: bold}
p.by {text-align: center; text-indent: 0; color: #555}
p.caption {font-family: sans-serif; font-size: 8.6px; text-indent: 0; margin: 2px 0 8px 0; color: #333}
p.caption b {font-family: sans-serif}
td, td b {font-size: 9.6px; white-space: nowrap}
"""


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    by: str
    body: str
    """HTML that flows through the columns."""


def write_paper(path: Path, paper: Paper) -> Path:
    flowing = path.with_suffix(".flow")
    columns, story = _columns(), pymupdf.Story(paper.body, user_css=_STYLE)
    writer = pymupdf.DocumentWriter(str(flowing))
    has_more = True
    while has_more:
        device = writer.begin_page(pymupdf.Rect(0, 0, _WIDTH, _HEIGHT))
        for _ in range(2):
            if has_more:
                has_more, _filled = story.place(next(columns))
                story.draw(device)
        writer.end_page()
    writer.close()
    head = f"<h1>{paper.title}</h1><p class='by'>{paper.by}</p>"
    with pymupdf.open(flowing, filetype="pdf") as document:
        # Below the rest, because it has to be read first.
        place = pymupdf.Rect(_LEFT, _TOP - 8, _RIGHT, _TOP + 74)
        document[0].insert_htmlbox(place, head, css=_STYLE, overlay=False)
        for number, page in enumerate(document, start=1):
            foot = f"{number}   \u00b7   An invented paper, made to show the program"
            page.insert_text((_LEFT, 808), foot, fontsize=8, fontname="helv", color=(0.45, 0.45, 0.45))
        document.set_toc(list(_contents(document, paper.body)))
        document.set_metadata({"title": html.unescape(paper.title), "author": html.unescape(paper.by)})
        document.save(path, garbage=4, deflate=True)
    flowing.unlink()
    return path


def write_scan(path: Path, lines: str, dpi: int = 150) -> Path:
    """One page as from a scanner: a picture with no text behind it."""
    with pymupdf.open() as drawn, pymupdf.open() as scan:
        page = drawn.new_page(width=_WIDTH, height=_HEIGHT)
        page.insert_textbox(pymupdf.Rect(78, 96, 517, 780), lines, fontsize=12, fontname="cour", lineheight=1.5)
        target = scan.new_page(width=_WIDTH, height=_HEIGHT)
        straight = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        target.insert_image(target.rect, pixmap=straight)
        scan.save(path, garbage=4, deflate=True)
    return path


def _contents(document: Any, body: str) -> Iterator[list[Any]]:
    for heading in re.findall("<h2>(.*?)</h2>", body):
        for number, page in enumerate(document, start=1):
            if found := page.search_for(heading):
                yield [1, heading, number, {"kind": pymupdf.LINK_GOTO, "to": found[0].tl, "page": number - 1}]
                break


def _columns() -> Iterator[Any]:
    width = (_RIGHT - _LEFT - _GAP) / 2
    top, bottom = _TOP + 84, _BOTTOM
    while True:
        for left in (_LEFT, _LEFT + width + _GAP):
            yield pymupdf.Rect(left, top, left + width, bottom)
        top, bottom = _TOP, _LAST_BOTTOM


BLACKBIRDS = Paper(
    "Street Lights and the Dawn Song of Blackbirds",
    "Ida Lindqvist and Tomas Reyl &#183; Harbour Field Station",
    """
<h2>Abstract</h2>
<p class="first">Blackbirds in towns begin to sing long before sunrise. We recorded 46 males in four streets and two
parks during two springs, and changed the light of one street in the second of them. Males beside lamps began 31
minutes before those in the dark park. When the lamps of Mill Street were dimmed, most of the difference went away. We
conclude that light, rather than noise, sets the hour of the song.</p>
<h2>1 Introduction</h2>
<p class="first">The dawn chorus is one of the most regular events of a spring morning. Each species joins at its own
level of light, and the order in which they join hardly changes from one day to the next. In towns this order is
disturbed. Two explanations have been offered. Traffic may drive birds to sing while the streets are still quiet, or
lamps may make them believe that the day has begun.</p>
<p>The two are hard to tell apart, because streets that are loud are mostly bright as well. We used a rare occasion:
the town replaced the lamps of one street, and left its traffic as it was.</p>
<h2>2 Methods</h2>
<p class="first">Microphones were fixed at a height of three metres on lamp posts and trees. Each recorded from two
hours before sunrise until one hour after it. The first song of a male is the first of three phrases that follow one
another within a minute. Light was measured below each microphone with a lux meter, and noise as the mean level of the
hour before sunrise.</p>
<p>In the first spring all lamps stayed as they were. In the second spring the lamps of Mill Street were dimmed from
18 to 4 lux on 2 April. The other streets were left alone. Days with rain or with wind above 6 metres per second are
not in the analysis; 61 mornings remain.</p>
<p>We compared places with a linear model of the time of first song, with light and noise as its terms and the male as
a random effect. Times are minutes before local sunrise throughout, so that longer days do not enter into the
result.</p>
<h2>3 Results</h2>
<p class="first">Light explained the time of the first song far better than noise did (Table 1). In the dark park the
first song was heard 43 minutes before sunrise, beside the lamps 74 minutes before it. Two parks that differ in noise
by 11 decibels did not differ in the time of song.</p>
<p class="caption"><b>Table 1.</b> Time of first song, minutes before sunrise.</p>
<table>
<tr><td><b>Place</b></td><td><b>Light (lux)</b></td><td><b>Noise (dB)</b></td><td><b>First song</b></td></tr>
<tr><td>Dark park</td><td>0.3</td><td>38</td><td>43</td></tr>
<tr><td>Loud park</td><td>0.4</td><td>49</td><td>44</td></tr>
<tr><td>Lit street</td><td>18</td><td>52</td><td>74</td></tr>
<tr><td>Dim street</td><td>4</td><td>51</td><td>50</td></tr>
</table>
<h2>4 After the lamps were dimmed</h2>
<p class="first">The males of Mill Street did not change their habit at once. On the first mornings they sang as early
as before, some of them in nearly complete darkness, as if nothing had changed. Within nine days of the dimming, the
males of Mill Street had moved their first song by 24 minutes and sang into the grey light of the morning, although
the traffic of the street was as loud as before. Males of the other streets kept their hour during the same days, so
neither the weather nor the season can be the cause.</p>
<p>Five males held territories that reached from the street into an unlit yard. Before the change they sang their
first phrases from perches beside the lamps; afterwards they chose the yard on most mornings.</p>
<h2>5 Discussion</h2>
<p class="first">Early song is not free. A male that sings for an hour in the cold uses fat that he needs until he can
feed, and earthworms are not found in the dark. On the other side females may prefer males who begin early. Whether
the two balance each other in a town is not known, and our data cannot tell.</p>
<p>The effect went away when the light did. This is good news, because a lamp is easily changed. Towns that dim their
lamps in the last hours of the night would give back most of the natural hour of song at no cost in safety that we
could find in the records of the police.</p>
<h2>6 Limits</h2>
<p class="first">One street was dimmed, and only once. We do not know how long the new hour would have lasted, nor
whether other species follow. Individual males could be recognised in 39 of 46 cases. Nests were not searched for, so
nothing is said here about the number of young.</p>
<h2>Acknowledgements</h2>
<p class="first">We thank the people of Mill Street, who slept with open windows and wrote down what they heard.</p>
""",
)

ROBINS = Paper(
    "Robins Sing at Night Where Streets Are Loud",
    "Marit Osei &#183; Harbour Field Station",
    """
<h2>Abstract</h2>
<p class="first">Robins are heard at night in many towns. We counted singing robins at 121 places at midnight. Noise
by day predicted song at night better than lamps did: robins sang at night where the day was 7 decibels louder.</p>
<h2>1 Counts</h2>
<p class="first">Each place was visited three times in April, for five minutes each. A robin was counted where it sang
for at least ten seconds. Street lamps had a weak effect that went away once noise was taken into account.</p>
""",
)

MOTHS = Paper(
    "Moths Under Warm and Cold Street Lamps",
    "Jun Abe &#183; Harbour Field Station",
    """
<h2>Abstract</h2>
<p class="first">We caught moths below lamps of two colours during 40 nights. Cold white lamps drew three times as
many moths as warm ones of the same brightness.</p>
<h2>1 Traps</h2>
<p class="first">A funnel trap hung below each lamp from dusk to dawn. Lamps were exchanged every five nights, so that
each place had both colours.</p>
""",
)

LOG = """HARBOUR FIELD STATION              14 April 1961

To the keeper of the records.

The lamps along the quay were lit again on Monday,
after eleven weeks of repair. Before that night the
first blackbird was heard at ten minutes to five.
Since then it has sung at a quarter past four, in
spite of rain on three of the mornings.

The tide gauge was cleaned and reads 12 centimetres
lower than in March. I ask for a new float, because
the old one is cracked and takes in water.

The boat was painted. Two of its oars are missing.

                              E. Halloran, observer
"""
