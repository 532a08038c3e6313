import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.text_quality import text_quality


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("A page of text.", "good"),
        ("推論の頁", "good"),
        ("", "missing"),
        (" \n\n 7 \n", "missing"),
        ("\ue000\ue001\ue002\ue003", "garbled"),
        ("\ufffd\ufffd\ufffd a b", "garbled"),
        ("ab\x00\x01\x02cd", "garbled"),
        ("(cid:12)(cid:7)(cid:31) (cid:9) one", "garbled"),
        ("2023~þj_V_öí¿ÿ=ÏýÖ úü¸ ñÏ ÷ ÿ0 (þyþu)~ëûÿ°ùõÿ j_ßoÿ÷~ëû ÿßoÿ÷ÿ", "garbled"),
        ("þj漢ß語 öí本Ý文 ßý数字 [O_Orþ者 úü¸ñ明 Ùア", "garbled"),
        ("Le garçon a été très fâché à Noël, où l'été fut déjà passé.", "good"),
        ("Það er þess vegna að þú ferð út á þjóðveginn og sérð það.", "good"),
        ("ＩＴを使う。Caféでβ版の3µmを測る。naïveな方法、Müller氏", "good"),
        ("速度×0.8以上、車速20㎞以下、ＯＢＤの警報、①の場合、㈱本社、é " * 3, "good"),
        ("Mostly readable, with one odd sign \ue000.", "good"),
    ],
)
def test_text_layer_is_judged(text: str, quality: str) -> None:
    assert text_quality(text) == quality


@given(st.text())
def test_any_text_has_a_quality(text: str) -> None:
    assert text_quality(text) in ("good", "missing", "garbled")
