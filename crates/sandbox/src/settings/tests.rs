use super::*;

fn changed(settings: &Settings, patch: SettingsPatch) -> Settings {
    patch.applied_to(settings).unwrap()
}

#[test]
fn a_patch_changes_what_it_names() {
    let before = Settings::default();
    let patch = SettingsPatch { answers: Some(Answers::Sparse), ..SettingsPatch::default() };
    assert_eq!(changed(&before, patch), Settings { answers: Answers::Sparse, ..before.clone() });
    assert_eq!(changed(&before, SettingsPatch::default()), before);
}

#[test]
fn a_channel_switch_at_the_top_applies_to_all_channels() {
    let own = Channel {
        standalone_billing_key: Some(false),
        auth: Some(Auth::CardExpiryBirthPwd),
        ..Channel::development()
    };
    let before = Settings { channels: vec![own], ..Settings::default() };
    assert!(!before.rules("settle", "nxca_jt_bi").standalone_billing_key);
    let after =
        changed(&before, SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() });
    let rules = after.rules("settle", "nxca_jt_bi");
    assert!(rules.standalone_billing_key);
    assert_eq!(rules.auth, Auth::CardExpiryBirthPwd, "a switch that is not named stays the channel's own");
}

#[test]
fn a_pg_names_a_channel_by_code_or_by_code_and_mid() {
    let window = Channel { kind: ChannelType::Payment, ..Channel::new("settle", "window") };
    let mut settings = Settings {
        channels: vec![window, Channel::new("nice", "n1"), Channel::development()],
        ..Settings::default()
    };
    let mid =
        |settings: &Settings, pg: Option<&str>| settings.api_channel(pg).map(|channel| channel.pg_id.clone());
    assert_eq!(mid(&settings, None).as_deref(), Some("n1"));
    assert_eq!(mid(&settings, Some("settle")).as_deref(), Some("nxca_jt_bi"));
    assert_eq!(mid(&settings, Some("settle.nxca_jt_bi")).as_deref(), Some("nxca_jt_bi"));
    for unknown in ["settle.window", "settle.", "kcp", "", "SETTLE"] {
        assert_eq!(mid(&settings, Some(unknown)), None, "{unknown:?}");
    }
    settings.unknown_pg = UnknownPg::DefaultChannel;
    assert_eq!(mid(&settings, Some("kcp")).as_deref(), Some("n1"));
}

#[test]
fn the_development_account_is_added_or_put_back() {
    let mut settings = Settings { channels: Vec::new(), ..Settings::default() };
    settings.add_development_account();
    assert_eq!(settings, Settings::default());
    settings.channels[0].sandbox = false;
    settings.channels.push(Channel::new("nice", "n1"));
    settings.add_development_account();
    assert_eq!(settings.channels, [Channel::development(), Channel::new("nice", "n1")]);
}

#[test]
fn empty_texts_and_the_same_account_twice_are_refused() {
    let refused = |patch: SettingsPatch| patch.applied_to(&Settings::default()).unwrap_err().field;
    let patch = SettingsPatch { api_key: Some(" ".to_owned()), ..SettingsPatch::default() };
    assert_eq!(refused(patch).as_deref(), Some("api_key"));
    let twice = vec![Channel::development(), Channel::development()];
    let patch = SettingsPatch { channels: Some(twice), ..SettingsPatch::default() };
    assert_eq!(refused(patch).as_deref(), Some("channels[1]"));
}
