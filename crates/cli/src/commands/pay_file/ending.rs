//! How a batch ended: the counts, why it ended early, how to go on, and the exit status.

use std::path::{Path, PathBuf};

use keyin_app::{BatchEnd, BatchSummary, Halt};
use keyin_domain::Language;
use serde_json::{Value, json};

use crate::batch_file::Trouble;
use crate::exit::Exit;
use crate::output::Output;
use crate::problem::Problem;

/// Everything known at the end.
pub(super) struct Ending<'a> {
    pub(super) summary: BatchSummary,
    pub(super) end: BatchEnd<Trouble>,
    /// How many rows the file has.
    pub(super) rows: u64,
    /// Where the results are, and whether all of them were written.
    pub(super) results: (PathBuf, bool),
    pub(super) file: &'a Path,
}

impl Ending<'_> {
    /// Tells it and returns the exit status.
    pub(super) fn tell(&self, output: Output) -> Exit {
        let (path, is_whole) = &self.results;
        if !is_whole {
            let text = output.pick(
                "the results file could not be written to its end; the journal has every payment",
                "결과 파일을 끝까지 쓰지 못했습니다. 모든 결제는 저널에 있습니다",
            );
            output.remark(&format!("keyin: {}: {text}", path.display()));
        }
        if let Some(problem) = self.problem(output) {
            output.problem(&problem);
        }
        output.result(&self.document(), &self.text(output.language));
        self.exit()
    }

    /// Rows that were not begun, or were put off when the run ended.
    fn left(&self) -> u64 {
        self.rows.saturating_sub(self.summary.total)
    }

    fn document(&self) -> Value {
        let BatchSummary { total, paid, declined, unknown, skipped, failed } = self.summary;
        json!({
            "summary": {
                "total": total,
                "paid": paid,
                "declined": declined,
                "unknown": unknown,
                "skipped": skipped,
                "failed": failed,
            },
            "left": self.left(),
            "results": self.results.0.display().to_string(),
        })
    }

    fn text(&self, language: Language) -> String {
        let BatchSummary { total, paid, declined, unknown, skipped, failed } = self.summary;
        let (left, results) = (self.left(), self.results.0.display());
        let mut lines = vec![match language {
            Language::English => format!(
                "{total} rows: {paid} paid, {skipped} paid before, {declined} declined, {failed} failed, {unknown} unknown"
            ),
            Language::Korean => format!(
                "{total}건: 결제 {paid}, 이미 결제됨 {skipped}, 거절 {declined}, 실패 {failed}, 미확인 {unknown}"
            ),
        }];
        if left > 0 {
            lines.push(match language {
                Language::English => {
                    format!("{left} rows were not begun; the same command goes on, and what is paid stays paid")
                }
                Language::Korean => {
                    format!("{left}건은 시작하지 않았습니다. 같은 명령으로 이어서 진행하며, 결제된 건은 다시 결제되지 않습니다")
                }
            });
        }
        if unknown > 0 {
            lines.push(match language {
                Language::English => {
                    "keyin resolve settles what is unknown; the same command does too".into()
                }
                Language::Korean => "미확인 건은 keyin resolve나 같은 명령으로 확정됩니다".into(),
            });
        }
        lines.push(match language {
            Language::English => format!("results: {results}"),
            Language::Korean => format!("결과 파일: {results}"),
        });
        lines.join("\n")
    }

    /// Why not every row was begun.
    fn problem(&self, output: Output) -> Option<Problem> {
        let file = self.file.display();
        let (code, english, korean) = match &self.end {
            BatchEnd::Finished => return None,
            // The stop came when there was nothing left to begin.
            BatchEnd::Stopped if self.left() == 0 => return None,
            BatchEnd::Stopped => (
                "stopped.batch",
                "Stopped: what was sent is recorded, nothing new was sent.".to_owned(),
                "중단되었습니다. 이미 보낸 요청은 기록했고 새로 보내지 않았습니다.".to_owned(),
            ),
            BatchEnd::Halted(halt) => halted(*halt),
            BatchEnd::Source(Trouble::Changed { line }) => (
                "file.changed",
                format!("{file} was changed while it was read, near line {line}: no further row was sent."),
                format!("{file} 파일이 읽는 도중 바뀌었습니다({line}행 부근). 이후 행은 보내지 않았습니다."),
            ),
            BatchEnd::Source(Trouble::Unreadable(error)) => (
                "file.unreadable",
                format!("{file} cannot be read any more ({}): no further row was sent.", error.kind()),
                format!("{file} 파일을 더 읽을 수 없습니다({}). 이후 행은 보내지 않았습니다.", error.kind()),
            ),
        };
        let message = match output.language {
            Language::English => english,
            Language::Korean => korean,
        };
        Some(Problem::ending(code, message, self.exit()))
    }

    fn exit(&self) -> Exit {
        let BatchSummary { paid, declined, unknown, failed, .. } = self.summary;
        if unknown > 0 {
            return Exit::Unknown;
        }
        match self.end {
            // Only while it holds for the whole run that certainly nothing was charged.
            BatchEnd::Halted(_) if paid == 0 => Exit::Unavailable,
            _ if declined + failed + self.left() > 0 => Exit::NotFound,
            _ => Exit::Done,
        }
    }
}

fn halted(halt: Halt) -> (&'static str, String, String) {
    let (code, english, korean) = match halt {
        Halt::Journal => (
            "halted.journal",
            "The journal cannot be used any more: no further row was sent.",
            "저널을 더 사용할 수 없어 이후 행은 보내지 않았습니다.",
        ),
        Halt::Credentials => (
            "halted.credentials",
            "The gateway refuses the credentials or this caller: no further row was sent.",
            "게이트웨이가 인증 정보 또는 호출을 거절하여 이후 행은 보내지 않았습니다.",
        ),
        Halt::Unreachable => (
            "halted.unreachable",
            "The gateway cannot be reached: no further row was sent.",
            "게이트웨이에 연결할 수 없어 이후 행은 보내지 않았습니다.",
        ),
        Halt::Unanswered => (
            "halted.unanswered",
            "The gateway has not answered the last rows: no further row was sent.",
            "게이트웨이가 최근 요청에 응답하지 않아 이후 행은 보내지 않았습니다.",
        ),
    };
    (code, english.to_owned(), korean.to_owned())
}
