"""XMP data of a PDF."""

from hypothesis import given
from hypothesis import strategies as st

from reader.core.xmp import XmpFacts, xmp_facts

PACKET = """<x:xmpmeta><rdf:RDF><rdf:Description rdf:about="" prism:doi="10.1000/box">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">On &amp; in
 Boxes</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ann Lee</rdf:li><rdf:li>Bob &#x52;ay</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_title_authors_and_doi_are_read() -> None:
    assert xmp_facts(PACKET) == XmpFacts("On & in Boxes", ("Ann Lee", "Bob Ray"), "10.1000/box")
    assert xmp_facts("<prism:doi>10.1000/box</prism:doi>").doi == "10.1000/box"
    assert xmp_facts("<dc:identifier>doi:10.1000/box</dc:identifier>").doi == "10.1000/box"


def test_a_damaged_packet_says_nothing() -> None:
    assert xmp_facts("") == xmp_facts("<dc:title>") == xmp_facts("<dc:title><rdf:li>Box") == XmpFacts()


@given(st.text(alphabet="<>/dc:titlerf=\"' a", max_size=200))
def test_any_packet_can_be_read(packet: str) -> None:
    assert isinstance(xmp_facts(packet), XmpFacts)
