//! Every input that is kept is run by the target it was kept for, and every target keeps some.

use std::fs;
use std::path::Path;

#[test]
fn each_target_takes_what_is_kept_for_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for target in &keyin_fuzz::TARGETS {
        let mut count = 0;
        for entry in fs::read_dir(corpus.join(target.name)).unwrap() {
            let path = entry.unwrap().path();
            eprintln!("{}", path.display());
            (target.run)(&fs::read(&path).unwrap());
            count += 1;
        }
        assert!(count > 0, "{} keeps nothing", target.name);
    }
}

#[test]
fn each_folder_belongs_to_a_target() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(keyin_fuzz::TARGETS.iter().any(|target| *target.name == *name), "{name:?}");
    }
}
