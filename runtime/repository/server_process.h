// The server of a private cluster as a process: is it there, start it, stop it.
//
// Not through pg_ctl: that asks only every 100 ms whether the server is ready or gone, as long as a run with
// nothing to do takes in all. What pg_ctl knows is in postmaster.pid, and is read there.
// https://www.postgresql.org/docs/15/server-start.html, server-shutdown.html
#pragma once

#include <string>

#include "base/core/result.h"
#include "runtime/repository/cluster_paths.h"

namespace idx::runtime {

// Is a process of a server of this cluster alive: the postmaster, or a backend that has not yet seen its end?
// They all work in the cluster's folder.
bool AnyServerProcess(const ClusterPaths& paths);

// Starts the postmaster and waits until it takes connections. Its process outlives ours, its words go to
// paths.log. Call only when AnyServerProcess is false. Errors: with the server's own last words.
Status StartPostmaster(const ClusterPaths& paths, int timeout_s);

// Fast shutdown (open transactions are rolled back), and waits for its end. Fine when there is none.
Status StopPostmaster(const ClusterPaths& paths, int timeout_s);

// "cannot <what> the private PostgreSQL cluster", what to do, the output of the program and the end of the
// log. Transient (worth another try) when the disk was full.
Error ServerError(std::string_view what, const ClusterPaths& paths, const std::string& output);

}  // namespace idx::runtime
