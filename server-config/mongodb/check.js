// Tells whether the catalogue's MongoDB is as it should be: members, oplog, indexes, sizes. It changes nothing. After a
// restore, and whenever the catalogue is slow:
//
//   mongosh "mongodb://admin@db1.example,db2.example,db3.example/?replicaSet=dfs&tls=true" check.js
"use strict";

const DATABASE = process.env.DFS_MONGODB_DATABASE || "dfs";

// The indexes that the managers make when they start. One that is missing comes back with the next start of a manager;
// on a catalogue of many files that start takes minutes. .ci/check-config compares this with their source.
const INDEXES = {
  files: [
    { state: 1, node: 1, _id: 1, size: 1, health: 1 },
    { unsettledUntil: 1 },
    { "move.node": 1 },
    { "previous.node": 1 },
    { health: 1, node: 1, _id: 1 },
  ],
  strays: [
    { node: 1, name: 1, _id: 1 },
    { reason: 1, node: 1, name: 1, _id: 1 },
  ],
  managers: [{ expires: 1 }],
};

let problems = 0;

function problem(text) {
  problems++;
  print("PROBLEM: " + text);
}

const members = rs.status().members;
if (!members.some((member) => member.stateStr === "PRIMARY")) {
  problem("there is no primary, so the catalogue takes no changes");
}
members
  .filter((member) => !["PRIMARY", "SECONDARY"].includes(member.stateStr))
  .forEach((member) => problem(member.name + " is " + member.stateStr));

// A backup with --oplog has to end before the oplog begins to overwrite what it began with.
const oplogHours = db.getReplicationInfo().timeDiffHours;
print("The oplog reaches back " + oplogHours + " hours.");
if (oplogHours < 24) {
  problem("the oplog should reach back a day: db.adminCommand({ replSetResizeOplog: 1, size: Double(MEGABYTES) })");
}

const catalogue = db.getSiblingDB(DATABASE);
for (const [collection, wanted] of Object.entries(INDEXES)) {
  const there = catalogue.getCollection(collection).getIndexes().map((index) => JSON.stringify(index.key));
  wanted
    .filter((key) => !there.includes(JSON.stringify(key)))
    .forEach((key) => problem(collection + " lacks the index " + JSON.stringify(key)));
}
print("Files in the catalogue: about " + catalogue.getCollection("files").estimatedDocumentCount());

if (problems > 0) {
  throw new Error(problems + " problem(s), see above");
}
print("All as it should be.");
