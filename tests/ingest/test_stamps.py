import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import RejectedReadoutError
from communique.ingest.stamps import normalise_stamp

MOSCOW = zoneinfo.ZoneInfo("Europe/Moscow")
WASHINGTON = zoneinfo.ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2022-02-24", "2022-02-24"),
        (" 2022-02-24 ", "2022-02-24"),
        ("20220224", "2022-02-24"),
        ("2022-02-24T23:30", "2022-02-24T23:30:00"),
        ("2022-02-24 23:30:15", "2022-02-24T23:30:15"),
        ("2021-05-24 19:27:55-04:00", "2021-05-24T19:27:55-04:00"),
        ("2021-05-24T19:27:55.123-0400", "2021-05-24T19:27:55-04:00"),
        ("2022-08-01T01:14:00Z", "2022-08-01T01:14:00+00:00"),
        ("14 February 2025", "2025-02-14"),
        ("14th of", None),
        ("February 14, 2025", "2025-02-14"),
        ("Feb. 14th, 2025", "2025-02-14"),
        ("Friday, February 14, 2025 at 5:30 p.m.", "2025-02-14T17:30:00"),
        ("February 14, 2025 12:05 AM", "2025-02-14T00:05:00"),
        ("14 февраля 2025 года, 14:15", "2025-02-14T14:15:00"),
        ("9 мая 2025 г.", "2025-05-09"),
        ("14 февр 2025", None),
        ("24 февраля 2022\u00a0года", "2022-02-24"),
        ("1er mars 2025 à 10h30", "2025-03-01T10:30:00"),
        ("Vendredi 14 février 2025", "2025-02-14"),
        ("Thu, 24 Feb 2022 20:30:00 GMT", "2022-02-24T20:30:00+00:00"),
        ("Thu, 24 Feb 2022 20:30:00 +0300", "2022-02-24T20:30:00+03:00"),
        ("14/02/2025", "2025-02-14"),
        ("02/14/2025", "2025-02-14"),
        ("03/03/2025", "2025-03-03"),
        ("03.02.2025", "2025-02-03"),
        ("14.02.2025 09:05", "2025-02-14T09:05:00"),
        ("", ""),
        ("  ", ""),
        (None, ""),
        (dt.date(2022, 2, 24), "2022-02-24"),
        (dt.datetime(2022, 2, 24, 23, 30), "2022-02-24T23:30:00"),
        ("2022-02-31", None),
        ("2022-13-01", None),
        ("2023-02-29", None),
        ("31 апреля 2022", None),
        ("next week", None),
        ("yesterday", None),
        ("2022", None),
        ("2022-02", None),
        ("2022-W08-4", None),
        ("24 Feb", None),
        ("24 Brumaire 2022", None),
        ("03/02/2025", None),
        ("13/13/2025", None),
        ("2022-02-24T25:00", None),
        ("2022-02-24T23:61", None),
        ("February 14, 2025 17:30 p.m.", None),
        ("0202-02-24", None),
        ("2922-02-24", None),
        ("1645743600", None),
        ("2022-02-24 and later", None),
        (20220230, None),
    ],
)
def test_stamp_is_read_in_one_way_or_not_at_all(written: object, iso: str | None) -> None:
    if iso is None:
        with pytest.raises(RejectedReadoutError, match=r"^published: .*Expected 2022-02-24, "):
            normalise_stamp(written)
    else:
        assert normalise_stamp(written) == iso


@pytest.mark.parametrize(
    ("written", "zone", "local"),
    [
        ("2022-08-01T01:14:00Z", WASHINGTON, "2022-07-31T21:14:00-04:00"),
        ("2022-08-01 01:14:00+00:00", WASHINGTON, "2022-07-31T21:14:00-04:00"),
        ("2022-02-24T21:30:00Z", MOSCOW, "2022-02-25T00:30:00+03:00"),
        ("2021-05-24 19:27:55-04:00", WASHINGTON, "2021-05-24T19:27:55-04:00"),
        ("2022-02-24T15:30:00-05:00", MOSCOW, "2022-02-24T23:30:00+03:00"),
        ("2022-02-24T23:30:00", MOSCOW, "2022-02-24T23:30:00"),
        ("2022-02-24", WASHINGTON, "2022-02-24"),
        (dt.datetime(2022, 8, 1, 1, 14, tzinfo=dt.UTC), WASHINGTON, "2022-07-31T21:14:00-04:00"),
    ],
)
def test_stamp_with_an_offset_is_told_in_the_publishers_zone(written: object, zone: zoneinfo.ZoneInfo, local: str) -> None:
    assert normalise_stamp(written, zone) == local


def test_ambiguous_date_says_what_is_unclear() -> None:
    with pytest.raises(RejectedReadoutError, match="ambiguous: day or month first"):
        normalise_stamp("03/02/2025")


@settings(deadline=None)
@given(st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2100, 12, 30), timezones=st.timezones()))
def test_what_was_normalised_stays_as_it_is(moment: dt.datetime) -> None:
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        moment = moment.replace(tzinfo=dt.UTC)
    once = normalise_stamp(moment)
    assert normalise_stamp(once) == once
    assert dt.datetime.fromisoformat(once).astimezone(dt.UTC) == moment.replace(microsecond=0).astimezone(dt.UTC)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_crashes_the_reader_of_dates(text: str) -> None:
    try:
        iso = normalise_stamp(text, MOSCOW)
    except RejectedReadoutError:
        return
    assert not iso or dt.date.fromisoformat(iso[:10])
