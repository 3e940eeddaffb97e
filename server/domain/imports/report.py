"""The answer to the person who sent a file: what became of every row, by row and line."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.domain.imports.fates import Place
from server.domain.imports.problems import Problem, Question


@dataclass(frozen=True)
class RefusedRow:
    """A row kept out: the first thing wrong with it, and every other in the message."""

    place: Place
    problems: Sequence[Problem]

    @property
    def message(self) -> str:
        return " ".join(problem.message for problem in self.problems)

    def as_json(self) -> dict[str, object]:
        first = self.problems[0]
        return {
            "row": self.place.row,
            "line": self.place.line,
            "field": first.field,
            "code": first.code,
            "value": first.value,
            "message": self.message,
        }


@dataclass(frozen=True)
class AskedRow:
    """A question about a row that was loaded; `key` names the row's subject."""

    place: Place
    key: str
    question: Question

    def as_json(self) -> dict[str, object]:
        return {
            "row": self.place.row,
            "line": self.place.line,
            "field": self.question.field,
            "code": self.question.code,
            "message": self.question.message,
        }


@dataclass(frozen=True)
class Conflict:
    """One key with different contents, none of them loaded until a person chooses."""

    key: str
    places: Sequence[Place]

    def as_json(self) -> dict[str, object]:
        return {
            "key": self.key,
            "rows": [place.row for place in self.places],
            "lines": [place.line for place in self.places],
        }


@dataclass
class FileReport:
    """The report of one file, as the contract shapes it."""

    file: str
    style: str | None = None
    encoding: str | None = None
    rows: int = 0
    good: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    duplicates: list[tuple[Place, int]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    questions: list[AskedRow] = field(default_factory=list)
    error: tuple[str, str] | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file,
            "style": self.style,
            "encoding": self.encoding,
            "rows": self.rows,
            "good": self.good,
            "refused": [row.as_json() for row in self.refused],
            "exact_duplicates": [
                {"row": place.row, "line": place.line, "same_as_row": same} for place, same in self.duplicates
            ],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "questions": [asked.as_json() for asked in self.questions],
            "error": {"code": self.error[0], "message": self.error[1]} if self.error else None,
        }

    def in_order(self) -> None:
        """Put everything in the order of the file, which is how a person works through it."""
        self.refused.sort(key=lambda refused: refused.place.row)
        self.questions.sort(key=lambda asked: asked.place.row)
        self.conflicts.sort(key=lambda conflict: conflict.places[0].row)


def exit_code(reports: Sequence[FileReport]) -> int:
    """2 where a file was refused whole, 1 where a row was kept out, else 0."""
    if any(report.error for report in reports):
        return 2
    return 1 if any(report.refused or report.conflicts for report in reports) else 0
