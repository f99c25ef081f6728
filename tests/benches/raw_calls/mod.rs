//! Many connections that call at once.

use crate::connection::Connection;

/// Connections that call all the time: each sends its next request as soon as its answer is read.
pub(crate) struct Callers {
    connections: Vec<Connection>,
}

impl Callers {
    pub(crate) fn open(address: &str, count: usize) -> Self {
        Self { connections: (0..count).map(|_| Connection::open(address).unwrap()).collect() }
    }

    /// So many calls; the requests come from a function of the call's number, and the answers go to another.
    pub(crate) fn calls(
        &mut self,
        count: u32,
        mut request: impl FnMut(usize) -> Vec<u8>,
        mut answered: impl FnMut(&[u8]),
    ) {
        let (callers, count) = (self.connections.len(), count as usize);
        for number in 0..count + callers {
            let connection = &mut self.connections[number % callers];
            if number >= callers {
                answered(connection.receive());
            }
            if number < count {
                connection.send(&request(number));
            }
        }
    }
}
