"""How the lift of an offer is written."""

from app.marketing.offers.figures import points, span, verdict
from app.offers.proof.rules import Lift


def test_a_bound_beside_a_verdict_is_never_written_as_nought() -> None:
    works = Lift(2000, 2000, 0.02, 0.0002, 0.041)
    assert (span(works), verdict(works)) == ("+0.02 to +4.10", "Works")
    open_ = Lift(2000, 2000, 0.02, -0.0002, 0.041, more=40)
    assert span(open_) == "0.0 to +4.1"
    assert span(Lift(2000, 2000, 0.02, 0.004, 0.038)) == "+0.4 to +3.8"
    assert span(Lift(0, 0)) == ""
    assert [points(value) for value in (0.021, -0.004, 0.0, None)] == ["+2.1", "−0.4", "0.0", "no data"]
