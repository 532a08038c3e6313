from reader.core.answer import Citation, Claim, Coverage, Verdict, cited_text, verified_count


def _citation(page_index: int, quote: str = "The words.", *, is_ocr: bool = False) -> Citation:
    return Citation(page_index, str(page_index + 1), quote, (), 1.0, is_ocr=is_ocr)


def test_nothing_recognised_is_called_exact() -> None:
    assert Claim("The words.", Verdict.EXACT, (_citation(0),)).verdict is Verdict.EXACT
    claim = Claim("The words.", Verdict.EXACT, (_citation(0, is_ocr=True),))
    assert claim.verdict is Verdict.SUPPORTED
    assert verified_count([claim]) == 1
    assert Claim("So.", Verdict.EXACT, (_citation(0), _citation(1, is_ocr=True))).verdict is Verdict.SUPPORTED
    assert Claim("So.", Verdict.PAGE_ONLY, (_citation(0, is_ocr=True),)).verdict is Verdict.PAGE_ONLY


def test_a_quotation_from_a_picture_is_still_a_quotation() -> None:
    assert Claim("The words.", Verdict.EXACT, (_citation(0, is_ocr=True),)).is_quotation
    assert not Claim("Other words.", Verdict.SUPPORTED, (_citation(0, is_ocr=True),)).is_quotation
    assert not Claim("The words.", Verdict.SUPPORTED, (_citation(0),)).is_quotation


def test_recognised_pages_are_cited_as_such() -> None:
    claim = Claim("So.", Verdict.SUPPORTED, (_citation(3, is_ocr=True), _citation(2)))
    assert cited_text(claim) == "So. (p.3,~4)"


def test_pages_that_are_pictures_are_not_called_read() -> None:
    coverage = Coverage(pages_read=3, pages=5, without_text=2)
    assert coverage.is_through
    assert not coverage.is_complete
    assert not Coverage(3, 5, 1).is_through
    assert Coverage(5, 5).is_complete
