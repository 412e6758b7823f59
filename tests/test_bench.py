"""The bench runs, in a size that says nothing: what it measures is never asserted."""

from bench.lists import measure_lists
from bench.records import measure_records
from bench.report import Figure, Section, written


async def test_lists_are_filled_and_looked_at(tmp_path):
    section = await measure_lists("SQLite", f"sqlite:///{tmp_path}/lists.db", (30, 60))
    names = [figure.what for figure in section.figures]
    assert "first page, 60 meetings" in names
    assert "search of 1,000 meetings of one professional: 60 against 30" in names
    assert all(figure.value > 0 for figure in section.figures)


async def test_a_file_is_imported_and_its_list_searched(tmp_path):
    section = await measure_records("SQLite", f"sqlite:///{tmp_path}/records.db", 250)
    names = [figure.what for figure in section.figures]
    assert "import of 250 patients: most memory" in names
    assert "list of 250 patients: a letter typed, worst" in names
    assert all(figure.value > 0 for figure in section.figures)


def test_the_table_tells_what_was_aimed_at_and_whether_it_held():
    figures = (
        Figure(what="first page", value=1.234, unit="ms", aim=1),
        Figure(what="start", value=0.5, unit="s", aim=1),
        Figure(what="memory", value=123.4, unit="MiB"),
    )
    table = written([Section(title="Some", figures=figures)])
    assert table.splitlines()[-3:] == [
        "| first page | 1.23 ms | <= 1 ms | no |",
        "| start | 0.5 s | <= 1 s | yes |",
        "| memory | 123 MiB |  |  |",
    ]
