"""The jump list, in pictures: places are letters, the present one stands in brackets."""

import pytest

from reader.core.jumplist import JumpList, Visited


class Reader:
    """Someone who jumps about, and a picture of where they have been."""

    def __init__(self, limit: int = 200) -> None:
        self.jumps: JumpList[str] = JumpList(limit)
        self.here = "a"

    def jump(self, target: str) -> None:
        self.jumps.jump(self.here)
        self.here = target

    def back(self) -> None:
        self.here = self.jumps.back(self.here) or self.here

    def forward(self) -> None:
        self.here = self.jumps.forward(self.here) or self.here

    def picture(self) -> str:
        """All places in order, found by walking to both ends and back again."""
        there, steps = self.here, 0
        places = []
        while self.jumps.can_back:
            self.back()
            steps += 1
        places.append(self.here)
        while self.jumps.can_forward:
            self.forward()
            places.append(self.here)
        while len(places) - 1 > steps and self.here != there:
            self.back()
            steps += 1
        return " ".join(f"[{place}]" if place == self.here else place for place in places)


def reader_at(picture: str) -> Reader:
    """A reader who has jumped through the places and gone back to the one in brackets."""
    places = picture.split()
    reader = Reader()
    reader.here = places[0].strip("[]")
    for place in places[1:]:
        reader.jump(place.strip("[]"))
    while not picture.count(f"[{reader.here}]"):
        reader.back()
    return reader


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        ("[a]", "jump x", "a [x]"),
        ("a b [c]", "jump x", "a b c [x]"),
        ("a b [c]", "back", "a [b] c"),
        ("a [b] c", "back", "[a] b c"),
        ("[a] b c", "back", "[a] b c"),
        ("[a] b c", "forward", "a [b] c"),
        ("a [b] c", "forward", "a b [c]"),
        ("a b [c]", "forward", "a b [c]"),
        ("a [b] c", "jump x", "a b [x]"),
        ("[a] b c", "jump x", "a [x]"),
    ],
)
def test_moves(before: str, move: str, after: str) -> None:
    reader = reader_at(before)
    if move.startswith("jump"):
        reader.jump(move.removeprefix("jump "))
    else:
        getattr(reader, move)()
    assert reader.picture() == after


def test_where_one_has_scrolled_to_is_what_one_comes_forward_to() -> None:
    """a [b]: scroll from b to B, back, forward."""
    reader = reader_at("a [b]")
    reader.here = "B"
    reader.back()
    assert reader.here == "a"
    reader.forward()
    assert reader.here == "B"


def test_jumping_twice_from_one_place_remembers_it_once() -> None:
    reader = reader_at("[a]")
    reader.jump("a")
    reader.jump("b")
    reader.back()
    assert reader.here == "a"
    assert not reader.jumps.can_back


def test_back_skips_the_place_one_is_at() -> None:
    """a b [c], then scrolled by hand to b: one press of back leads to a."""
    reader = reader_at("a b [c]")
    reader.here = "b"
    reader.back()
    assert reader.here == "a"


def test_the_oldest_places_are_forgotten() -> None:
    reader = Reader(limit=3)
    for place in "bcdef":
        reader.jump(place)
    assert reader.picture() == "c d e [f]"


def test_clear_forgets_both_directions() -> None:
    reader = reader_at("a [b] c")
    reader.jumps.clear()
    assert not reader.jumps.can_back
    assert not reader.jumps.can_forward
    assert reader.jumps.back("b") is None
    assert reader.jumps.forward("b") is None


def test_places_come_back_in_another_session() -> None:
    places = reader_at("a b [c] d").jumps.places()
    later = Reader()
    later.jumps.restore(*places)
    later.here = "c"
    assert later.picture() == "a b [c] d"


def test_of_too_many_places_the_oldest_are_left_out() -> None:
    later = Reader(limit=2)
    later.jumps.restore(list("abcd"), list("xyz"))
    later.here = "e"
    assert later.picture() == "c d [e] z y"


def test_a_place_of_a_page_that_is_gone_is_on_the_last() -> None:
    assert Visited(9, 8, 0.5, 0.25).within(5) == Visited(4, 4, 0.0, 0.25)
    assert Visited(4, 4, 0.5, 0.25).within(5) == Visited(4, 4, 0.5, 0.25)
