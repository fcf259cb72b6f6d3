// Makes a replica set of the three mongods. Once, on one of them, through the loopback address, while there is no
// user yet:
//
//   DFS_MONGODB_MEMBERS=10.0.0.11:27017,10.0.0.12:27017,10.0.0.13:27017 mongosh "$LOCAL" 1-replica-set.js
//
// with LOCAL='mongodb://127.0.0.1/?tls=true&tlsAllowInvalidHostnames=true&tlsCAFile=/etc/mongodb/ca.pem&directConnection=true'.
"use strict";

const hosts = (process.env.DFS_MONGODB_MEMBERS || "").split(",").filter((host) => host !== "");
// The managers' writes wait for a majority: of two members that is both, and then the death of any one stops all.
if (hosts.length % 2 === 0) {
  throw new Error("DFS_MONGODB_MEMBERS has to name an odd number of members, host:port,host:port,...");
}

try {
  rs.status();
  print("There is a replica set already; nothing was changed.");
} catch (e) {
  if (e.codeName !== "NotYetInitialized") {
    throw e;
  }
  rs.initiate({
    _id: "dfs",
    members: hosts.map((host, number) => ({ _id: number, host })),
    settings: {
      // Managers wait 5 s for a primary. An election that begins after 4 s of silence, instead of 10, is over soon
      // enough for most of their requests.
      electionTimeoutMillis: 4000,
    },
  });
  print("Replica set dfs of " + hosts.join(", ") + ". Wait for the primary before the next script.");
}
