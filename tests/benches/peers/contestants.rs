//! Who is measured: keyin, and the public clients as their registries hand them out.

use std::path::PathBuf;
use std::process::Command;

use crate::embedder;
use crate::installed::Folder;

const NODE_CLIENTS: [&str; 4] = ["iamport", "iamporter", "iamport-rest-client-nodejs", "iamport-server-api"];
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers");

/// A client, and the program that pays with it.
pub(crate) struct Contestant {
    /// The name of its package.
    pub(crate) name: &'static str,
    how: How,
}

enum How {
    Keyin,
    Python { python: PathBuf },
    Node { packages: Folder },
}

impl Contestant {
    /// The program that pays at that address, to be started.
    pub(crate) fn command(&self, url: &str) -> Command {
        match &self.how {
            How::Keyin => embedder::command(url),
            How::Python { python } => {
                let mut command = Command::new(python);
                command.arg(format!("{SCRIPTS}/client.py")).arg(url);
                command
            }
            How::Node { packages } => {
                let mut command = packages.command("node");
                command.arg(format!("{SCRIPTS}/client.js")).args([self.name, url]);
                command
            }
        }
    }
}

/// keyin's adapter.
pub(crate) fn keyin() -> Contestant {
    Contestant { name: "keyin-adapter-iamport", how: How::Keyin }
}

/// The public clients, installed.
pub(crate) fn peers() -> Vec<Contestant> {
    let python = Folder::copied("recipes/pytest").install_python_packages();
    let mut peers = vec![Contestant { name: "iamport-rest-client", how: How::Python { python } }];
    peers.extend(NODE_CLIENTS.map(|name| {
        let packages = Folder::copied("recipes/node-test");
        packages.install_node_packages();
        Contestant { name, how: How::Node { packages } }
    }));
    peers
}
