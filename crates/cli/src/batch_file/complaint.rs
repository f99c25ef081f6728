//! What is wrong with a file: where, and which rule, never the text.

use keyin_domain::{InvalidValue, Language};

use super::column::Column;
use super::lines::LONGEST;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// The line, from 1; none if it is about the whole file.
    pub(crate) line: Option<u64>,
    /// In CSV the number of the column, in JSON Lines the place of the letter; from 1.
    pub(crate) place: Option<u64>,
    /// Which column it is about.
    pub(crate) column: Option<Column>,
    /// What it is.
    pub(crate) fault: Fault,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A value breaks its rule.
    Value(InvalidValue),
    /// Nothing stands in it.
    Empty,
    /// It has a heading and no row.
    NoRows,
    /// Bytes that are neither UTF-8 nor CP949.
    Encoding,
    /// UTF-16, or no text at all.
    Utf16,
    /// A column that must be there is not.
    MissingColumn,
    /// A column that is not known.
    UnknownColumn,
    /// A column that stands twice.
    DoubleColumn,
    /// More or fewer values than there are columns.
    Ragged {
        /// Values in the row.
        values: u64,
        /// Columns of the file.
        columns: u64,
    },
    /// A quote that is not closed, or stands within a value without quotes.
    Quote,
    /// Longer than any row.
    TooLong,
    /// No JSON object.
    Json,
    /// Neither text nor number.
    Type,
    /// The same merchant_uid as that line.
    Duplicate {
        /// Where it stood first.
        first: u64,
    },
}

impl Complaint {
    pub(super) fn of_file(fault: Fault) -> Self {
        Self { line: None, place: None, column: None, fault }
    }

    pub(super) fn at(line: u64, place: Option<u64>, fault: Fault) -> Self {
        Self { line: Some(line), place, column: None, fault }
    }

    #[must_use]
    pub(super) fn about(self, column: Column) -> Self {
        Self { column: Some(column), ..self }
    }

    /// Stable code.
    pub(crate) fn code(&self) -> String {
        let code = match &self.fault {
            Fault::Value(value) => return value.code(),
            Fault::Empty => "file.empty",
            Fault::NoRows => "file.no_rows",
            Fault::Encoding => "file.encoding",
            Fault::Utf16 => "file.utf16",
            Fault::MissingColumn => "file.missing_column",
            Fault::UnknownColumn => "file.unknown_column",
            Fault::DoubleColumn => "file.double_column",
            Fault::Ragged { .. } => "file.ragged",
            Fault::Quote => "file.quote",
            Fault::TooLong => "file.line_too_long",
            Fault::Json => "file.json",
            Fault::Type => "file.type",
            Fault::Duplicate { .. } => "file.duplicate_merchant_uid",
        };
        code.to_owned()
    }

    /// Where and what, for people.
    pub(crate) fn message(&self, language: Language) -> String {
        let what = self.what(language);
        match (self.line, self.place, language) {
            (None, ..) => what,
            (Some(line), None, Language::English) => format!("line {line}: {what}"),
            (Some(line), None, Language::Korean) => format!("{line}행: {what}"),
            (Some(line), Some(place), Language::English) => format!("line {line}, column {place}: {what}"),
            (Some(line), Some(place), Language::Korean) => format!("{line}행 {place}열: {what}"),
        }
    }

    fn what(&self, language: Language) -> String {
        let named = self.column.map(|column| column.label(language)).unwrap_or_default();
        let (english, korean) = match &self.fault {
            Fault::Value(value) => return value.message(language),
            Fault::Empty => ("the file is empty".into(), "파일이 비어 있습니다".into()),
            Fault::NoRows => {
                ("the file has a heading and no row".into(), "파일에 제목만 있고 결제할 행이 없습니다".into())
            }
            Fault::Encoding => (
                "a value is written neither in UTF-8 nor in CP949".into(),
                "UTF-8도 CP949도 아닌 값이 있습니다".into(),
            ),
            Fault::Utf16 => (
                "the file is UTF-16 or no text; save it as \"CSV UTF-8\"".into(),
                "UTF-16이거나 텍스트가 아닌 파일입니다. \"CSV UTF-8\"로 저장하세요".into(),
            ),
            Fault::MissingColumn => {
                (format!("the column {named} is missing"), format!("{named} 열이 없습니다"))
            }
            Fault::UnknownColumn => (
                "this column is not known; take it out or give it a name that is".into(),
                "알 수 없는 열입니다. 지우거나 정해진 이름으로 바꾸세요".into(),
            ),
            Fault::DoubleColumn => {
                (format!("the column {named} stands twice"), format!("{named} 열이 두 번 있습니다"))
            }
            Fault::Ragged { values, columns } => (
                format!("the row has {values} values, the file {columns} columns"),
                format!("값이 {values}개인데 열은 {columns}개입니다"),
            ),
            Fault::Quote => (
                "a quote is not closed, or stands within a value; double it and put the value in quotes"
                    .into(),
                "따옴표가 닫히지 않았거나 값 안에 있습니다. 따옴표를 두 번 쓰고 값 전체를 따옴표로 감싸세요"
                    .into(),
            ),
            Fault::TooLong => (
                format!("the line has more than {LONGEST} bytes"),
                format!("한 행이 {LONGEST}바이트보다 깁니다"),
            ),
            Fault::Json => {
                ("the line is not one JSON object".into(), "한 행이 하나의 JSON 객체가 아닙니다".into())
            }
            Fault::Type => (
                format!("{named}: must be a text in quotes (amounts and months may be numbers)"),
                format!("{named}: 따옴표로 감싼 문자열이어야 합니다(금액과 개월 수는 숫자 가능)"),
            ),
            Fault::Duplicate { first } => (
                format!("{named}: the same as in line {first}; each payment needs its own"),
                format!("{named}: {first}행과 같습니다. 결제마다 달라야 합니다"),
            ),
        };
        match language {
            Language::English => english,
            Language::Korean => korean,
        }
    }
}

/// The first of all that is wrong with a file, and how many there are in all.
#[derive(Debug, Default)]
pub(crate) struct Complaints {
    first: Vec<Complaint>,
    count: u64,
}

impl Complaints {
    /// So many are told.
    pub(crate) const TOLD: usize = 100;

    pub(super) fn add(&mut self, complaint: Complaint) {
        self.count += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(complaint);
        }
    }

    /// In the order of their lines.
    pub(super) fn sorted(mut self) -> Self {
        self.first.sort_by_key(|complaint| (complaint.line, complaint.place));
        self
    }

    pub(crate) fn first(&self) -> &[Complaint] {
        &self.first
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}
