//! The results file: a line for each row, for whoever looks at them in a spreadsheet.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use keyin_app::RowOutcome;
use keyin_domain::Language;

use super::beside;
use crate::csv_target::{self, BYTE_ORDER_MARK, NOT_OURS};
use crate::output::{Lines, Output};
use crate::problem::Problem;
use crate::render::{row_cells, row_headings};

/// More runs over one file at once than anybody starts.
const MOST_RUNS: u32 = 99;

/// The results file while it is written. Only whole lines go to it, so a run that is killed leaves none cut.
pub(super) struct Results {
    path: PathBuf,
    lines: Lines<File>,
    output: Output,
}

impl Results {
    /// The file that was named, else `FILE.results.csv`; while another run writes that, `FILE.results.2.csv`
    /// and so on. What an earlier run left there is replaced: every row is told again.
    pub(super) fn create(named: Option<&Path>, file: &Path, output: Output) -> Result<Self, Problem> {
        let (path, opened) = match named {
            Some(path) => (path.to_owned(), open_alone(path, file, output)?),
            None => free_one(file, output)?,
        };
        let Some(opened) = opened else {
            let text = output.pick("another run writes to it", "다른 실행이 쓰고 있습니다");
            return Err(unusable(&path, text, output));
        };
        let mut results = Self { path, lines: Lines::new(opened), output };
        results.lines.line_by(|line| {
            // The mark makes a spreadsheet read the Korean as what it is.
            line.extend_from_slice(BYTE_ORDER_MARK.as_bytes());
            row_headings(line);
        });
        if !results.lines.flush() {
            let text = output.pick("it cannot be written", "쓸 수 없습니다");
            return Err(unusable(&results.path, text, output));
        }
        Ok(results)
    }

    pub(super) fn add(&mut self, row: &RowOutcome) {
        let language = self.output.language;
        self.lines.line_by(|line| row_cells(row, language, line));
    }

    pub(super) fn flush(&mut self) {
        self.lines.flush();
    }

    /// Where it is, and whether all of it was written.
    pub(super) fn finish(mut self) -> (PathBuf, bool) {
        let is_whole = self.lines.flush();
        (self.path, is_whole)
    }
}

fn free_one(file: &Path, output: Output) -> Result<(PathBuf, Option<File>), Problem> {
    let mut path = beside(file, ".results.csv");
    for number in 2..=MOST_RUNS {
        if let Some(opened) = open_alone(&path, file, output)? {
            return Ok((path, Some(opened)));
        }
        path = beside(file, &format!(".results.{number}.csv"));
    }
    Ok((path, None))
}

/// None while another run writes to it. It is emptied only by who has it alone.
fn open_alone(path: &Path, file: &Path, output: Output) -> Result<Option<File>, Problem> {
    let failed = |error: std::io::Error| unusable(path, &error.kind().to_string(), output);
    if csv_target::is_same(path, file) {
        return Err(unusable(
            path,
            output.pick("it is the file of payments", "결제 파일과 같습니다"),
            output,
        ));
    }
    let opened = csv_target::open(path).map_err(failed)?;
    if matches!(opened.try_lock(), Err(TryLockError::WouldBlock)) {
        return Ok(None);
    }
    if !csv_target::is_replaceable(&opened).map_err(failed)? {
        return Err(unusable(path, output.pick(NOT_OURS.0, NOT_OURS.1), output));
    }
    if opened.metadata().map_err(failed)?.is_file() {
        opened.set_len(0).map_err(failed)?;
    }
    Ok(Some(opened))
}

fn unusable(path: &Path, why: &str, output: Output) -> Problem {
    let path = path.display();
    let message = match output.language {
        Language::English => {
            format!(
                "the results file {path} cannot be used ({why}); name another with --results. Nothing was sent."
            )
        }
        Language::Korean => {
            format!(
                "결과 파일 {path}을(를) 사용할 수 없습니다({why}). --results로 지정하세요. 요청을 보내지 않았습니다."
            )
        }
    };
    Problem::usage("results.unusable", message, Some("results".into()))
}
