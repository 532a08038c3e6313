from reader.engine.download_pace import DownloadPace


def test_speed_and_time_left() -> None:
    now = 0.0
    pace = DownloadPace(lambda: now)
    assert pace.bytes_per_s is None
    assert pace.seconds_left(1000) is None
    pace.note(100)
    now = 0.5
    pace.note(150)
    assert pace.bytes_per_s is None, "too early to say"
    now = 2.0
    pace.note(300)
    assert pace.bytes_per_s == 100
    assert pace.seconds_left(1000) == 7


def test_old_speed_is_forgotten() -> None:
    now = 0.0
    pace = DownloadPace(lambda: now)
    for then, done_bytes in [(0.0, 0), (5.0, 5000), (15.0, 6000), (25.0, 7000)]:
        now = then
        pace.note(done_bytes)
    assert pace.bytes_per_s == 100


def test_beginning_anew_and_standing_still() -> None:
    now = 0.0
    pace = DownloadPace(lambda: now)
    pace.note(500)
    now = 5.0
    pace.note(0)
    assert pace.bytes_per_s is None
    now = 10.0
    pace.note(0)
    assert pace.bytes_per_s == 0
    assert pace.seconds_left(1000) is None
