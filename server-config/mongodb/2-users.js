// Makes three users: admin for people, dfs-manager for the managers, dfs-backup for mongodump. Once, on the primary,
// through the loopback address, while there is no user yet:
//
//   DFS_ADMIN_PASSWORD=... DFS_MANAGER_PASSWORD=... DFS_BACKUP_PASSWORD=... mongosh "$LOCAL" 2-users.js
//
// with LOCAL as in 1-replica-set.js. Not to be repeated: it says so when there are users.
"use strict";

// The manager's dfs.mongodb.database.
const DATABASE = process.env.DFS_MONGODB_DATABASE || "dfs";

// What the managers use, and no more. .ci/check-config compares it with their source.
const COLLECTIONS = ["meta", "files", "nodes", "tombstones", "deletedFiles", "strays", "managers", "leases"];

// They read and change documents and make their own indexes when they start. They never drop anything, and see no
// other database.
const ACTIONS = ["find", "insert", "update", "remove", "createCollection", "createIndex"];

function password(name) {
  const value = process.env[name];
  if (!value || value.length < 16) {
    throw new Error(name + " has to be set, to 16 characters or more");
  }
  return value;
}

const secrets = {
  admin: password("DFS_ADMIN_PASSWORD"),
  manager: password("DFS_MANAGER_PASSWORD"),
  backup: password("DFS_BACKUP_PASSWORD"),
};

// First: from here on the loopback address needs a password like any other.
const admin = db.getSiblingDB("admin");
admin.createUser({
  user: "admin",
  pwd: secrets.admin,
  roles: ["userAdminAnyDatabase", "clusterAdmin", "dbAdminAnyDatabase", "readAnyDatabase", "backup", "restore"],
});
admin.auth("admin", secrets.admin);

// What a dump of the whole set with its oplog needs. Restoring is for people: admin.
admin.createUser({ user: "dfs-backup", pwd: secrets.backup, roles: ["backup"] });

const catalogue = db.getSiblingDB(DATABASE);
catalogue.createRole({
  role: "dfsManager",
  privileges: COLLECTIONS.map((collection) => ({
    resource: { db: DATABASE, collection },
    actions: ACTIONS,
  })),
  roles: [],
});
catalogue.createUser({ user: "dfs-manager", pwd: secrets.manager, roles: ["dfsManager"] });

print("Users admin, dfs-backup (in admin) and dfs-manager (in " + DATABASE + ") are made.");
