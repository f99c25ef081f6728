//! The help in Korean. The English text is the key; a test holds the table complete.

use clap::{Arg, ArgAction, Command};

/// English help text and its Korean counterpart.
const TEXTS: &[(&str, &str)] = &[
    (
        "Key-in card payments and billing-key payments through I'mport (PortOne V1)",
        "아임포트(포트원 V1) 키인 결제와 빌링키 결제",
    ),
    ("One JSON document on standard output", "표준 출력에 JSON 문서 하나로 출력"),
    ("Settings file", "설정 파일"),
    ("Language: ko or en", "언어: ko 또는 en"),
    ("Log filter", "로그 필터"),
    ("Gateway URL", "게이트웨이 URL"),
    (
        "Store: sqlite:PATH, sqlite::memory: or postgres://…",
        "저장소: sqlite:경로, sqlite::memory: 또는 postgres://…",
    ),
    ("Most charges sent a second, or unlimited", "초당 최대 결제 요청 수, 또는 unlimited"),
    ("Time allowed from the claim to the send", "결제 확보부터 전송까지 허용되는 시간"),
    ("Time to wait for an answer of the gateway", "게이트웨이 응답 대기 시간"),
    ("Longest stop of this process that is reckoned with", "가정하는 프로세스 최대 정지 시간"),
    ("Assumed processing and read lag at the gateway", "가정하는 게이트웨이 처리 및 조회 지연"),
    (
        "Go through the guide, end to end, with nothing to set up",
        "설정 없이 가이드 전체를 처음부터 끝까지 시연",
    ),
    ("Start the offline I'mport server", "오프라인 아임포트 서버(샌드박스) 실행"),
    ("Take, show and cancel payments", "결제 요청, 조회, 취소"),
    ("Show, list, issue and revoke billing keys", "빌링키 조회, 목록, 발급, 해지"),
    (
        "Payments that the gateway makes by itself at their time",
        "게이트웨이가 예약 시각에 직접 실행하는 예약결제",
    ),
    (
        "Have the gateway charge a billing key at a time",
        "지정한 시각에 게이트웨이가 빌링키로 결제하도록 예약",
    ),
    ("Show a schedule, and settle what it came to", "예약결제 조회와 결과 확정"),
    ("The schedule's merchant_uid", "예약결제의 merchant_uid"),
    ("List the schedules that the gateway holds, earliest first", "게이트웨이의 예약결제 목록(이른 순)"),
    ("Set a schedule to another time", "예약 시각 변경"),
    ("Take a schedule back before it is run", "실행 전 예약 취소"),
    (
        "Have the gateway run a schedule at once that failed or was cancelled",
        "실패했거나 취소된 예약결제를 지금 다시 실행",
    ),
    (
        "When: a moment such as 2026-11-01T09:00:00+09:00, or a day, at its first moment in Korea",
        "예약 시각: 2026-11-01T09:00:00+09:00 같은 시각, 또는 날짜(한국 시간 0시)",
    ),
    (
        "Due on this day (Korean time) or later, or from a moment on; without it today",
        "이 날짜(한국 시간) 또는 시각부터 예정된 예약. 없으면 오늘",
    ),
    (
        "Due up to and with this day (Korean time), or before a moment; without it 89 days from the first",
        "이 날짜(한국 시간)까지, 또는 이 시각 전에 예정된 예약. 없으면 시작일부터 89일",
    ),
    ("The gateway's word: scheduled, executed or revoked", "게이트웨이 상태: scheduled, executed, revoked"),
    ("Schedules of this billing key", "이 빌링키의 예약"),
    (
        "Cancel every schedule of this billing key instead, whoever made it",
        "이 빌링키의 예약을 누가 만들었든 모두 취소",
    ),
    ("Do not ask whether to cancel all of them", "모두 취소할지 묻지 않음"),
    (
        "List the billing keys that the journal has seen, and how they stand at the gateway",
        "저널에 기록된 빌링키 목록과 게이트웨이의 현재 상태",
    ),
    (
        "Cancel every schedule of the key first; without it a key with open schedules is not revoked",
        "이 빌링키의 예약을 먼저 모두 취소(없으면 예약이 남은 빌링키는 해지하지 않음)",
    ),
    ("Settle payments whose outcome is unknown", "결과를 알 수 없는 결제를 조회로 확정"),
    ("The merchant's PG channels", "가맹점의 PG 채널"),
    ("Check settings, credentials, clock, store and channels", "설정, 인증, 시계, 저장소, 채널 점검"),
    ("Print shell completions", "셸 자동완성 스크립트 출력"),
    ("bash, elvish, fish, powershell or zsh", "bash, elvish, fish, powershell, zsh 중 하나"),
    (
        "Print the manual page of a command, or write all of them to a folder",
        "매뉴얼 페이지 출력, 또는 전체를 폴더에 저장",
    ),
    ("Folder to write every page to", "전체 페이지를 저장할 폴더"),
    ("Address to listen on; port 0 picks a free one", "수신 주소(포트 0은 빈 포트 자동 선택)"),
    ("Seed for ids and faults, to get the same ones again", "같은 ID와 장애를 재현하기 위한 시드"),
    (
        "File in which payments, keys, schedules and settings outlive the process; without it memory only",
        "결제, 빌링키, 예약, 설정을 종료 후에도 보관할 파일(없으면 메모리에만 보관)",
    ),
    (
        "Host that webhooks may be sent to beside this machine; may be given more than once",
        "이 컴퓨터 외에 웹훅을 보낼 수 있는 호스트(여러 번 지정 가능)",
    ),
    ("Show a billing key", "빌링키 조회"),
    ("The key's customer_uid", "빌링키의 customer_uid"),
    (
        "Issue a billing key without a payment, where the PG offers it",
        "결제 없이 빌링키 발급(PG사가 지원하는 경우)",
    ),
    ("Revoke a billing key for good", "빌링키 영구 해지"),
    ("Why", "사유"),
    ("PG, as settle or settle.MID", "PG사(settle 또는 settle.MID)"),
    (
        "Replace a key that stands under the customer_uid; the old one is not revoked at the PG",
        "기존 빌링키 교체(PG사의 이전 키는 해지되지 않음)",
    ),
    ("Go on until none is left", "남은 건이 없을 때까지 계속"),
    ("Compare the journal with the gateway's records of a period", "기간 안의 저널과 게이트웨이 기록을 대조"),
    (
        "First day (Korean time), or the moment it begins with; without it the day before the last one",
        "첫날(한국 시간) 또는 시작 시각. 없으면 마지막 날의 전날",
    ),
    (
        "Last day (Korean time), or the moment it ends before; without it today",
        "마지막 날(한국 시간) 또는 끝 시각(미포함). 없으면 오늘",
    ),
    (
        "Let the journal learn what the gateway holds, where that is safe; nothing is charged or cancelled",
        "안전한 경우 게이트웨이의 기록을 저널에 반영(결제나 취소는 하지 않음)",
    ),
    (
        "Also write the differences to this CSV file, once all is compared",
        "대조가 끝나면 차이를 이 CSV 파일에도 저장",
    ),
    ("List the channels as the gateway tells them", "게이트웨이가 알려 주는 채널 목록"),
    (
        "Take a key-in payment; with --customer-uid it also registers the billing key",
        "키인 결제(--customer-uid를 주면 빌링키도 등록)",
    ),
    ("Charge a stored billing key", "저장된 빌링키로 결제"),
    (
        "Charge the billing keys of a file: CSV or JSON Lines, checked whole before the first is charged",
        "파일의 빌링키 결제를 일괄 요청: CSV 또는 JSON Lines, 첫 결제 전에 파일 전체를 검사",
    ),
    (
        "The file: customer_uid, merchant_uid, amount, name and more in each row",
        "결제 파일: 행마다 customer_uid, merchant_uid, amount, name 등",
    ),
    ("Charges under way at once, up to 4096", "동시에 진행할 결제 수, 최대 4096"),
    ("Only check the file and tell what it comes to", "파일을 검사하고 합계만 표시(결제하지 않음)"),
    (
        "Where the outcome of each row is written; without it FILE.results.csv",
        "행별 결과를 저장할 파일(없으면 FILE.results.csv)",
    ),
    ("csv or jsonl; without it by the name of the file", "csv 또는 jsonl(없으면 파일 이름으로 판단)"),
    ("Show a payment", "결제 조회"),
    ("Tell everything that happened to it", "지금까지의 모든 이력 표시"),
    ("List the payments of the journal, newest first", "저널의 결제 목록(최신순)"),
    (
        "Standing so in keyin's own words, such as unknown; may be given more than once",
        "keyin의 상태(unknown 등), 여러 번 지정 가능",
    ),
    (
        "The gateway's word: ready, paid, cancelled or failed",
        "게이트웨이 상태: ready, paid, cancelled, failed",
    ),
    (
        "Written down on this day (Korean time) or later: 2026-11-01, or a moment such as 2026-11-01T09:00:00+09:00",
        "이 날짜(한국 시간)부터 기록된 결제: 2026-11-01 또는 2026-11-01T09:00:00+09:00 같은 시각",
    ),
    (
        "Written down up to and with this day (Korean time), or before a moment",
        "이 날짜(한국 시간)까지, 또는 이 시각 전에 기록된 결제",
    ),
    ("Of this billing key", "이 빌링키의 결제"),
    ("At most so many", "최대 건수"),
    ("Decide on a payment in review or found late", "review 또는 late_paid 결제를 담당자가 결정"),
    ("This payment is the order's", "이 결제를 주문의 결제로 인정"),
    (
        "No payment is the order's: the same request may be sent again",
        "주문의 결제가 없음: 같은 요청을 다시 보낼 수 있음",
    ),
    ("Cancel a payment, in full or in part", "결제 취소(전액 또는 부분)"),
    ("Your number of this attempt: up to 40 of A-Z a-z 0-9 _ -", "주문번호: A-Z a-z 0-9 _ - 최대 40자"),
    ("Amount, whole won", "금액(원 단위 정수)"),
    ("Order name, up to 40 characters", "주문명, 최대 40자"),
    ("Currency", "통화"),
    ("Tax-free part of the amount", "면세 금액"),
    ("VAT part of the amount, for PGs that take it", "부가세(지원하는 PG사만)"),
    ("Instalment months, 0 or 2 and more from 50,000 won", "할부 개월 수(0, 또는 5만원부터 2개월 이상)"),
    ("Your own text, kept with the payment", "결제와 함께 보관할 추가 정보"),
    ("How long to look for an outcome that is not known", "결과를 알 수 없을 때 조회를 계속할 시간"),
    ("Buyer's name, up to 16 characters", "구매자 이름, 최대 16자"),
    ("Buyer's e-mail address", "구매자 이메일"),
    ("Buyer's telephone number", "구매자 전화번호"),
    ("Buyer's address", "구매자 주소"),
    ("Buyer's postcode", "구매자 우편번호"),
    (
        "Read the card as one JSON object from standard input instead of asking for it",
        "카드를 묻지 않고 표준 입력의 JSON 객체에서 읽음",
    ),
    (
        "Send the card although its number fails the check digit or its expiry has passed",
        "카드번호 검증 실패나 유효기간 경과에도 전송",
    ),
    ("Also register the card as a billing key under this customer_uid", "이 customer_uid로 빌링키도 등록"),
    (
        "Replace a billing key that stands under the customer_uid; the old one is not revoked at the PG",
        "기존 빌링키 교체(PG사의 이전 키는 해지되지 않음)",
    ),
    ("The billing key's customer_uid", "빌링키의 customer_uid"),
    ("A merchant_uid or an imp_uid", "merchant_uid 또는 imp_uid"),
    ("How much to give back; without it all that is left", "취소할 금액(없으면 남은 전액)"),
    (
        "Tax-free part of the amount given back, 0 too where the PG wants it said",
        "취소 금액 중 면세 금액(PG사가 요구하면 0도 지정)",
    ),
    (
        "VAT part of the amount given back, where it was stated at payment",
        "취소 금액 중 부가세(결제할 때 지정했다면)",
    ),
    (
        "What you believe is left to cancel: makes repeating the command harmless",
        "취소 가능 잔액: 지정하면 반복 실행해도 안전",
    ),
];

fn korean(text: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(english, _)| *english == text).map(|(_, korean)| *korean)
}

/// The same command with its help in Korean.
pub(crate) fn in_korean(command: Command) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let has_version = command.get_version().is_some();
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    let mut command = command
        .mut_args(|argument| {
            let help = argument.get_help().map(ToString::to_string);
            let heading = match (argument.is_positional(), argument.get_help_heading()) {
                (true, _) => "인자",
                (false, Some(_)) => "설정",
                (false, None) => "옵션",
            };
            let argument = argument.help_heading(heading);
            match help.as_deref().and_then(korean) {
                Some(help) => argument.help(help),
                None => argument,
            }
        })
        .subcommand_help_heading("명령")
        .subcommand_value_name("명령")
        .help_template("{about}\n\n사용법: {usage}\n\n{all-args}")
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("도움말")
                .help_heading("옵션"),
        );
    if has_version {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command = command.disable_version_flag(true).arg(version.help("버전").help_heading("옵션"));
    }
    if let Some(about) = about.as_deref().and_then(korean) {
        command = command.about(about);
    }
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_korean))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    fn untranslated(command: &Command, found: &mut Vec<String>) {
        let arguments = command.get_arguments().filter_map(|argument| argument.get_help());
        for text in arguments.chain(command.get_about()) {
            if korean(&text.to_string()).is_none() {
                found.push(text.to_string());
            }
        }
        for inner in command.get_subcommands() {
            untranslated(inner, found);
        }
    }

    #[test]
    fn every_help_text_has_its_korean() {
        let mut found = Vec::new();
        untranslated(&Cli::command(), &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn no_translation_is_left_over() {
        fn texts(command: &Command, all: &mut Vec<String>) {
            all.extend(command.get_arguments().filter_map(|a| a.get_help()).map(ToString::to_string));
            all.extend(command.get_about().map(ToString::to_string));
            command.get_subcommands().for_each(|inner| texts(inner, all));
        }
        let mut all = Vec::new();
        texts(&Cli::command(), &mut all);
        let idle: Vec<&str> = TEXTS
            .iter()
            .map(|(english, _)| *english)
            .filter(|text| !all.iter().any(|known| known == text))
            .collect();
        assert!(idle.is_empty(), "{idle:#?}");
    }

    #[test]
    fn both_command_lines_are_sound() {
        Cli::command().debug_assert();
        in_korean(Cli::command()).debug_assert();
        let help = in_korean(Cli::command()).render_help().to_string();
        assert!(help.contains("키인 결제") && help.contains("명령:") && help.contains("도움말"), "{help}");
    }
}
