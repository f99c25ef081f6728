//! What the table of the comparison says, in both languages.

/// The texts of one language. `{…}` stands for a figure.
pub struct Words {
    /// `{machine}`, `{rounds}`, `{load}`.
    pub measured: &'static str,
    /// The heading of the column of clients.
    pub client: &'static str,
    /// The headings of what is compared: [`super::ROWS`] in their order, then the stampedes.
    pub titles: [&'static str; 4],
    /// Said of calls that failed: `{failed}`.
    pub fail: &'static str,
    /// What stands before the second table.
    pub ratios: &'static str,
    /// The heading of the column of clients in it.
    pub against: &'static str,
    /// Said in the place of a ratio.
    pub not_passed: &'static str,
    /// Said beside a ratio.
    pub level: &'static str,
    /// Said beside a ratio.
    pub missed: &'static str,
    /// `{ahead}`, `{rows}`.
    pub verdict: &'static str,
    /// `{level}`.
    pub verdict_level: &'static str,
    /// `{missed}`.
    pub verdict_missed: &'static str,
}

/// English.
pub const ENGLISH: Words = Words {
    measured: "Measured by `cargo xtask bench --peers` on {machine}, {rounds} rounds; the server used at most {load} of its core.",
    client: "client",
    titles: [
        super::ROWS[0].title,
        super::ROWS[1].title,
        super::ROWS[2].title,
        "token requests of 64 first calls at once + of 64 at once after the gateway has ended the token",
    ],
    fail: ", {failed} of 64 fail",
    ratios: "How many times as well keyin does as each of them, from the pairs that were measured in turn:",
    against: "keyin against",
    not_passed: "its calls fail",
    level: "level",
    missed: "**missed**",
    verdict: "Goal: ahead of every client in every row. Ahead in {ahead} of {rows}",
    verdict_level: ", level in {level}, where both have the least that there can be",
    verdict_missed: ", **missed** in {missed}",
};

/// Korean.
pub const KOREAN: Words = Words {
    measured: "`cargo xtask bench --peers`로 측정. {machine}, {rounds}회, 서버는 코어의 최대 {load}을 썼습니다.",
    client: "클라이언트",
    titles: [
        "초당 호출 수, 한 번에 하나씩",
        "초당 호출 수, 동시에 64개",
        "그 호출 하나에 드는 클라이언트의 CPU 시간, µs",
        "토큰 요청 수: 첫 호출 64개를 동시에 보낼 때 + 게이트웨이가 토큰을 끝낸 뒤 64개를 동시에 보낼 때",
    ],
    fail: ", 64개 중 {failed}개 실패",
    ratios: "번갈아 측정한 쌍에서 구한, keyin이 각 클라이언트보다 몇 배 나은지:",
    against: "비교 대상",
    not_passed: "그쪽 호출이 실패",
    level: "같음",
    missed: "**미달**",
    verdict: "목표: 모든 클라이언트보다 모든 항목에서 앞설 것. {rows}개 중 {ahead}개에서 앞섬",
    verdict_level: ", {level}개에서 같음(둘 다 더 줄일 수 없는 최솟값)",
    verdict_missed: ", {missed}개에서 **미달**",
};
