"""`doorstep import`: read exports of a housing system and say what became of every row."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.opening import opened
from server.domain.imports.clock_times import read_moment
from server.domain.imports.problems import CellRefused

if TYPE_CHECKING:
    from server.domain.imports.report import FileReport


class Instant(click.ParamType[datetime]):
    """A date-time such as 2026-11-01T18:04; London time unless an offset is written."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return read_moment(str(value)).earliest
        except CellRefused:
            self.fail(f"{value!r} is not a date-time such as 2026-11-01T18:04+00:00.", param, ctx)


class Target(click.Path):
    """A file to be written; its folder must be there before anything is imported."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        target = Path(str(super().convert(value, param, ctx)))  # type: ignore[arg-type]
        if not target.parent.is_dir():
            self.fail(f"The folder {target.parent} is not there; make it first.", param, ctx)
        return target


_READABLE = click.Path(exists=True, readable=True, path_type=Path)
_WRITABLE = Target(dir_okay=False, writable=True)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=_READABLE, metavar="FILE|FOLDER...")
@click.option("--as-of", type=Instant(), help="When the extract ran; what lies after it is refused. Default: now.")
@click.option("--report", "report_path", type=_WRITABLE, help="Write what became of each row, as JSON.")
@click.option("--mend", "mend_path", type=_WRITABLE, help="Write the rows kept out, to be mended and fed in again.")
@click.option("--dry-run", is_flag=True, help="Read and judge everything; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report on standard output.")
def import_(
    paths: tuple[Path, ...],
    as_of: datetime | None,
    report_path: Path | None,
    mend_path: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read each FILE once, in the order given; those of a FOLDER in the order that references need.

    Ends 0 where every row was good or a duplicate, 1 where rows were kept out, 2 where a file was refused whole.
    """
    from server.domain.imports.report import exit_code
    from server.services.importing.import_file import ImportRun
    from server.services.importing.import_files import files_to_read, import_files

    files = files_to_read(paths)
    if not files:
        raise click.UsageError("There is no file to read there.")
    with opened() as app, _Bar() as bar:
        clock = app.extensions["doorstep_clock"]
        config = app.extensions["doorstep_config"]
        run = ImportRun(config.landlord_id, (as_of or clock.now()).astimezone(UTC), "import")
        reports = import_files(files, run, clock=clock, progress=bar.show, dry_run=dry_run)
    if report_path:
        report_path.write_bytes(_as_json(reports))
    if mend_path:
        _write_mend_files(files, reports, mend_path)
    _say(reports, as_json=as_json)
    sys.exit(exit_code(reports))


class _Bar:
    """A progress bar for each file, on standard error."""

    def __init__(self) -> None:
        self._bar: click._termui_impl.ProgressBar[int] | None = None

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def show(self, name: str, done: int, rows: int) -> None:
        if done == 0:
            self._end()
            self._bar = click.progressbar(length=rows, label=name, file=sys.stderr, show_pos=True)
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _as_json(reports: list["FileReport"]) -> bytes:
    import orjson

    return orjson.dumps([report.as_json() for report in reports], option=orjson.OPT_INDENT_2)


def _write_mend_files(files: list[Path], reports: list["FileReport"], target: Path) -> None:
    """One file in, one file out; of several, each with rows kept out gets its own beside it."""
    from server.services.importing.import_files import write_mend_file

    for source, report in zip(files, reports, strict=True):
        if report.error or not (report.refused or report.conflicts):
            continue
        own = target if len(files) == 1 else target.with_stem(f"{target.stem}-{source.stem}")
        count = write_mend_file(source, report, own)
        click.echo(f"{count} rows of {report.file} to mend: {own}", err=True)


def _say(reports: list["FileReport"], *, as_json: bool) -> None:
    if as_json:
        click.echo(_as_json(reports).decode())
        return
    for report in reports:
        click.echo(_sentence(report))


def _sentence(report: "FileReport") -> str:
    if report.error:
        return f"{report.file}: refused whole. {report.error[1]}"
    parts = [f"{report.rows} rows", f"{report.good} good"]
    counts = {
        "refused": len(report.refused),
        "exact duplicates": len(report.duplicates),
        "keys in conflict": len(report.conflicts),
        "questions": len(report.questions),
    }
    return f"{report.file}: " + ", ".join(parts + [f"{count} {what}" for what, count in counts.items() if count]) + "."
