//! What is wrong with a store, for whoever mends it.

use keyin_domain::Language;

/// What is wrong with a journal's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreFault {
    /// No file can be opened, or made, and written at that path.
    NoSuchPlace,
    /// Nobody answers at the server's address.
    Unreachable,
    /// User or password are not accepted.
    Credentials,
    /// The server has no such database.
    NoDatabase,
    /// The user lacks a right.
    NotAllowed,
    /// No trusted encrypted connection comes about.
    Encryption,
    /// It can be read and not written.
    ReadOnly,
    /// It cannot keep every text.
    Encoding,
    /// The disk is full.
    Full,
    /// Another process holds it.
    Busy,
    /// The server starts, stops or has too much to do.
    NotReady,
    /// The connection broke and did not come back.
    Broken,
    /// A pooler gives its connections out for no more than a transaction.
    Pooled,
    /// It did not answer in time.
    TimedOut,
    /// The disk or the file system fails.
    DiskFails,
    /// This machine lacks memory or threads.
    Machine,
    /// Something else made it.
    Foreign,
    /// Its schema could not be brought up to date.
    NotMigrated,
    /// What it holds cannot be read.
    Damaged,
}

impl StoreFault {
    /// In words, to stand behind a colon.
    pub fn describe(self, language: Language) -> &'static str {
        use Language::{English, Korean};
        match (self, language) {
            (Self::NoSuchPlace, English) => "no file can be opened, or made, and written at its path",
            (Self::NoSuchPlace, Korean) => "그 경로의 파일을 열거나 만들어 쓸 수 없습니다",
            (Self::Unreachable, English) => "the database server cannot be reached",
            (Self::Unreachable, Korean) => "데이터베이스 서버에 연결할 수 없습니다",
            (Self::Credentials, English) => "the database server does not accept the user or the password",
            (Self::Credentials, Korean) => "데이터베이스 서버가 사용자 또는 비밀번호를 거부했습니다",
            (Self::NoDatabase, English) => "the server has no database of that name",
            (Self::NoDatabase, Korean) => "서버에 그 이름의 데이터베이스가 없습니다",
            (Self::NotAllowed, English) => {
                "the database user lacks a right (to make a schema, or to read and write the tables of the one there is)"
            }
            (Self::NotAllowed, Korean) => {
                "데이터베이스 사용자의 권한이 부족합니다(스키마를 만들거나, 이미 있는 스키마의 테이블을 읽고 쓸 수 있어야 합니다)"
            }
            (Self::Encryption, English) => {
                "no trusted encrypted connection to the database server comes about"
            }
            (Self::Encryption, Korean) => "데이터베이스 서버와 신뢰할 수 있는 암호화 연결을 맺을 수 없습니다",
            (Self::ReadOnly, English) => "it can be read but not written",
            (Self::ReadOnly, Korean) => "읽을 수만 있고 쓸 수 없습니다",
            (Self::Encoding, English) => "it cannot keep every text (make the database with ENCODING 'UTF8')",
            (Self::Encoding, Korean) => {
                "모든 문자를 저장할 수 없습니다(ENCODING 'UTF8'로 데이터베이스를 만드세요)"
            }
            (Self::Full, English) => "its disk is full",
            (Self::Full, Korean) => "디스크가 가득 찼습니다",
            (Self::Busy, English) => "another process holds it",
            (Self::Busy, Korean) => "다른 프로세스가 사용하고 있습니다",
            (Self::NotReady, English) => "the database server is starting, stopping or overloaded",
            (Self::NotReady, Korean) => "데이터베이스 서버가 시작 중이거나 종료 중이거나 과부하 상태입니다",
            (Self::Broken, English) => "the connection to the database server broke and did not come back",
            (Self::Broken, Korean) => "데이터베이스 서버와의 연결이 끊어져 복구되지 않았습니다",
            (Self::Pooled, English) => {
                "a pooler that shares connections between transactions cannot be used (connect to the server itself, or pool by session)"
            }
            (Self::Pooled, Korean) => {
                "트랜잭션마다 연결을 나눠 쓰는 풀러는 사용할 수 없습니다(서버에 직접 연결하거나 세션 단위로 풀링하세요)"
            }
            (Self::TimedOut, English) => "the database server does not answer in time",
            (Self::TimedOut, Korean) => "데이터베이스 서버가 제때 응답하지 않습니다",
            (Self::DiskFails, English) => "the disk or the file system fails",
            (Self::DiskFails, Korean) => "디스크 또는 파일 시스템에 오류가 있습니다",
            (Self::Machine, English) => "this machine lacks memory or threads for it",
            (Self::Machine, Korean) => "이 컴퓨터의 메모리 또는 스레드가 부족합니다",
            (Self::Foreign, English) => "something else than keyin made it",
            (Self::Foreign, Korean) => "keyin이 만든 것이 아닙니다",
            (Self::NotMigrated, English) => "its schema could not be brought up to date",
            (Self::NotMigrated, Korean) => "스키마를 최신으로 바꾸지 못했습니다",
            (Self::Damaged, English) => "what it holds cannot be read",
            (Self::Damaged, Korean) => "저장된 내용을 읽을 수 없습니다",
        }
    }
}

/// The source of [`JournalError::Unavailable`](super::JournalError::Unavailable) and
/// [`JournalError::Damaged`](super::JournalError::Damaged) where a store can tell what is wrong: the fault, and as
/// its own source what the database said of it. None of it repeats what is stored, nor a password.
#[derive(Debug, thiserror::Error)]
#[error("{}", .fault.describe(Language::English))]
pub struct StoreTrouble {
    /// What is wrong.
    pub fault: StoreFault,
    /// How that showed, for whoever reads logs.
    #[source]
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const ALL: [StoreFault; 19] = [
        StoreFault::NoSuchPlace,
        StoreFault::Unreachable,
        StoreFault::Credentials,
        StoreFault::NoDatabase,
        StoreFault::NotAllowed,
        StoreFault::Encryption,
        StoreFault::ReadOnly,
        StoreFault::Encoding,
        StoreFault::Full,
        StoreFault::Busy,
        StoreFault::NotReady,
        StoreFault::Broken,
        StoreFault::Pooled,
        StoreFault::TimedOut,
        StoreFault::DiskFails,
        StoreFault::Machine,
        StoreFault::Foreign,
        StoreFault::NotMigrated,
        StoreFault::Damaged,
    ];

    #[test]
    fn each_fault_has_words_of_its_own_that_can_stand_behind_a_colon() {
        for language in Language::ALL {
            let told: HashSet<&str> = ALL.iter().map(|fault| fault.describe(language)).collect();
            assert_eq!(told.len(), ALL.len());
            assert!(told.iter().all(|words| !words.is_empty() && !words.ends_with('.')), "{told:?}");
        }
    }

    #[test]
    fn what_the_database_said_is_the_cause_and_not_part_of_the_text() {
        let trouble = StoreTrouble { fault: StoreFault::Full, cause: "ENOSPC".into() };
        assert_eq!(trouble.to_string(), "its disk is full");
        assert_eq!(std::error::Error::source(&trouble).unwrap().to_string(), "ENOSPC");
    }
}
