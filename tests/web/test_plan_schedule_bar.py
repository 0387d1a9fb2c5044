"""The little time line of a point."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from handleplan.schedule_bar import END, FORECAST, INK, WIDTH, Bar, axis_for, draw

TODAY = dt.date(2013, 11, 29)
MEDICINE = Bar(dt.date(2011, 9, 1), dt.date(2012, 1, 1), dt.date(2012, 12, 31), dt.date(2014, 4, 30))
ANY_DAY = st.none() | st.dates()


def test_the_axis_begins_with_the_year_of_the_first_end():
    axis = axis_for([Bar(dt.date(2009, 1, 1), dt.date(2011, 11, 1), dt.date(2013, 12, 31))], today=TODAY)
    assert axis.first == dt.date(2011, 1, 1)


def test_a_moved_deadline_has_a_black_line_a_red_arrow_and_a_diamond():
    svg = draw(MEDICINE, axis_for([MEDICINE], today=TODAY))
    assert (
        svg.count(f'stroke="{INK}"'),
        svg.count(f'fill="{END}"'),
        svg.count(f'fill="#fff" stroke="{FORECAST}"'),
    ) == (1, 1, 1)


def test_a_point_without_any_end_has_no_bar():
    assert draw(Bar(start=TODAY), axis_for([], today=TODAY)) == ""


def test_screen_readers_do_not_meet_it():
    assert 'aria-hidden="true"' in draw(MEDICINE, axis_for([MEDICINE], today=TODAY))


@given(ANY_DAY, ANY_DAY, ANY_DAY, ANY_DAY, st.dates())
def test_any_days_make_a_sound_drawing_without_style(start, original, end, forecast, today):
    bar = Bar(start, original, end, forecast)
    svg = draw(bar, axis_for([bar], today=today, today_label="<i dag>"))
    if svg:
        root = ElementTree.fromstring(svg)
        places = [float(shape.get("x")) for shape in root.iter() if shape.get("x")]
        assert "style" not in svg
        assert all(-5 <= place <= WIDTH + 5 for place in places)
