//! Workspace-wide stories over real processes and sockets.
