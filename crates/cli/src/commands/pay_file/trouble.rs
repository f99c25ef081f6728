//! A file that cannot be read, or is not right.

use std::io;
use std::path::Path;

use keyin_domain::Language;

use crate::batch_file::Complaints;
use crate::output::Output;
use crate::problem::{Detail, Details, Problem};

/// Nothing was sent.
pub(super) fn unreadable(file: &Path, error: &io::Error, output: Output) -> Problem {
    let (path, kind) = (file.display(), error.kind());
    let message = match output.language {
        Language::English => format!("{path} cannot be read ({kind}). Nothing was sent."),
        Language::Korean => format!("{path}을(를) 읽을 수 없습니다({kind}). 요청을 보내지 않았습니다."),
    };
    Problem::usage("file.unreadable", message, None)
}

/// Everything that is wrong with it, or the first hundred.
pub(super) fn invalid(file: &Path, complaints: &Complaints, output: Output) -> Problem {
    let (path, count) = (file.display(), complaints.count());
    let message = match (output.language, count) {
        (Language::English, 1) => format!("{path} has an error; nothing was sent."),
        (Language::English, _) => format!("{path} has {count} errors; nothing was sent."),
        (Language::Korean, _) => format!("{path}에 오류가 {count}건 있어 요청을 보내지 않았습니다."),
    };
    let detail = |complaint: &crate::batch_file::Complaint| Detail {
        code: complaint.code(),
        message: complaint.message(output.language),
        field: complaint.column.map(|column| column.as_str().to_owned()),
        line: complaint.line,
        column: complaint.place,
    };
    let told = complaints.first().iter().map(detail).collect();
    Problem::usage("file.invalid", message, None).with_details(Details { told, count })
}
