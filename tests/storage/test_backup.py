import sqlite3
from contextlib import closing

import pytest

from storage.backup import NoBackup, back_up


def test_a_copy_is_one_file_that_is_sound(sqlite_file, sqlite_url, tmp_path):
    back_up(sqlite_url, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT count(*) FROM alembic_version").fetchall() == [(1,)]
    assert sorted(each.name for each in tmp_path.glob("copy.db*")) == ["copy.db"]


def test_nothing_is_written_over(sqlite_url, tmp_path):
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(NoBackup, match="is there already"):
        back_up(sqlite_url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


@pytest.mark.parametrize(
    ("url", "why"),
    [("postgresql://db.example/consulta", "use pg_dump"), ("sqlite:///nowhere.db", "there is no database nowhere.db")],
)
def test_what_cannot_be_copied_is_told(url, why, tmp_path):
    with pytest.raises(NoBackup, match=why):
        back_up(url, tmp_path / "copy.db")


def test_a_copy_that_fails_leaves_nothing(sqlite_file, sqlite_url, tmp_path):
    sqlite_file.write_bytes(b"no database" * 1000)
    with pytest.raises(NoBackup, match="could not be copied"):
        back_up(sqlite_url, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy.db*")) == []
