//! `cargo xtask help`: says what there is.

use crate::terminal;

const TEXT: &str = "\
cargo xtask COMMAND

  check               format, the tidy rules, the architecture table, deny.toml, what packages hold, the form
                      of the changelog, clippy with warnings as errors, each crate alone with every set of its
                      features, the documentation with broken links as errors
  test [-- ARGS]      check, then every test of the workspace with its doctests; ARGS go to
                      `cargo test --workspace`, such as `--no-fail-fast`, a part of a test's name, or
                      `--exclude PACKAGE`
  docs                writes the pages that are made of the program: the reference of the command line
  fuzz [TARGET…]      mutated inputs for everything that reaches keyin from outside, each target for
                      `--seconds N` (20); `--seed N` starts from the kept inputs alone, by that seed,
                      `TARGET --input FILE` runs one input again, `--minimise` keeps those that reach something new
  sim [ARGS]          simulated schedules of charges with everything that can go wrong, judged by the ledger:
                      `--schedules N` from `--from SEED` on, `--seed SEED` to see one again, `--plant NAME`
                      with a known bug, which must be found, `--every-plant` for each, `--plants` to list those
  crash [ARGS]        real processes killed before and after every step and at random, on SQLite and
                      PostgreSQL, then the sandbox: `--store sqlite|postgres`, `--kills N`,
                      `--gateway-kills N`, `--seed N`
  cluster [ARGS]      three processes on one PostgreSQL, stopped, killed, cut off, and the database restarted
                      under them: `--charges N`, `--strikes N`, `--seed N`
  leakscan [PLACE…]   every card that was typed is looked for in logs, stores, results, panics, core files and
                      memory, and in the sandbox: `words`, `falls`, `cores`, `memory`, `sandbox`
  bench [--peers]     speed as ratios against a peer or a bare limit, each measured within one run; with
                      `--peers` the public clients of the API for Python and Node beside keyin, installed as
                      for the recipes, and the page and the picture written
  soak [PART…]        what takes longer than a change can wait for: deny, sim, crash, cluster, stories, coverage,
                      mutants, fuzz; docs/hardening.md has the last figures
  release [TASK]      the tasks of a release: plan, bump, changelog, package, sbom, licenses, dist, verify,
                      publish --dry-run; without a TASK it says what each does
  help                this text

Each step says its name. The first that fails ends the run and says how to mend it. Nothing is skipped.";

/// Prints the help.
pub(crate) fn run() {
    terminal::answer(TEXT);
}
