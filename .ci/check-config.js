// What the programs that server-config/ is for cannot know: that alerts and dashboard ask for metrics which the manager
// has, that each alert is tested and explained, and that the scripts for MongoDB name what the manager uses.
// Run by check-config.
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..");
const read = (file) => fs.readFileSync(path.join(ROOT, file), "utf8");
const problems = [];

function check(what, test) {
  try {
    test();
  } catch (e) {
    problems.push(what + ": " + e.message);
  }
}

// ---- metrics

const SUFFIX = /_(total|bucket|count|sum|info)$/;
const WORDS = new Set(["and", "or", "unless", "offset", "bool", "inf", "nan"]);

/** The names of metrics and of recording rules in an expression of PromQL. */
function names(expression) {
  const bare = expression
    .replace(/"(\\.|[^"\\])*"/g, '""')
    .replace(/\{[^}]*\}/g, " ")
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  return [...bare.matchAll(/(?<![\w.:$])([a-zA-Z_:][\w:]*)(?!\s*\()(?![\w:])/g)]
    .map((match) => match[1])
    .filter((name) => !WORDS.has(name.toLowerCase()));
}

/** The expressions of a file of rules: what follows expr, up to the next key. */
function ruleExpressions(text) {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  const found = [];
  lines.forEach((line, at) => {
    const begin = /^(\s*)(?:- )?expr: *(.*)$/.exec(line);
    if (begin) {
      let end = at + 1;
      while (end < lines.length && !/^\s*(- )?[a-z_]+:( |$)/.test(lines[end])) {
        end++;
      }
      found.push([begin[2].replace(/^>-$/, ""), ...lines.slice(at + 1, end)].join(" "));
    }
  });
  return found;
}

function panelExpressions(node) {
  if (Array.isArray(node)) {
    return node.flatMap(panelExpressions);
  }
  if (node === null || typeof node !== "object") {
    return [];
  }
  return Object.entries(node).flatMap(([key, value]) =>
    key === "expr" ? [value.replace(/\$__\w+|\$\w+/g, "")] : panelExpressions(value));
}

const alertsText = read("server-config/prometheus/alerts.yml");
const alerts = [...alertsText.matchAll(/- alert: (\w+)/g)].map((match) => match[1]);
const records = [...alertsText.matchAll(/- record: ([\w:]+)/g)].map((match) => match[1]);
const dashboard = JSON.parse(read("server-config/grafana/dfs-dashboard.json"));

check("names of metrics", () => {
  assert.deepStrictEqual(
    names('sum by (x) (rate(dfs_a_total{b="c"}[5m])) / on (y) dfs:d[6h] > 0.1 and dfs_e == 1 or vector(0)'),
    ["dfs_a_total", "dfs:d", "dfs_e"]);
  const table = [...read("docs/METRICS.md").matchAll(/^\|([^|]*)\|/gm)]
    .flatMap((row) => [...row[1].matchAll(/`([a-z_][\w:]*)/g)])
    .map((match) => match[1].replace(SUFFIX, ""));
  assert.ok(table.length > 20, "docs/METRICS.md has no table whose first column names metrics");
  const known = new Set([...table, ...records, "up", "ALERTS"]);
  const rules = ruleExpressions(alertsText);
  assert.strictEqual(rules.length, alerts.length + records.length, "not every rule's expr was found");
  const used = [...rules, ...panelExpressions(dashboard)].flatMap(names);
  assert.ok(used.length > 60, "only " + used.length + " names were found in alerts and dashboard");
  const unknown = new Set(used.filter((name) => !known.has(name) && !known.has(name.replace(SUFFIX, ""))));
  assert.deepStrictEqual([...unknown], [], "these are not in docs/METRICS.md");
});

// ---- alerts and dashboard

check("alerts and their sections in docs/OPERATIONS.md", () => {
  const sections = [...read("docs/OPERATIONS.md").matchAll(/^### (Dfs\w+)$/gm)].map((match) => match[1]);
  assert.deepStrictEqual(sections, alerts);
});

check("alerts that no test lets fire", () => {
  const tests = read("server-config/prometheus/alerts_test.yml").split(/- expr:/);
  const fire = new Set(
    tests.filter((test) => /value: 1/.test(test)).flatMap((test) => /alertname="(\w+)"/.exec(test)?.[1] ?? []));
  assert.deepStrictEqual(alerts.filter((alert) => !fire.has(alert)), []);
});

check("dashboard", () => {
  const ids = dashboard.panels.map((panel) => panel.id);
  assert.strictEqual(new Set(ids).size, ids.length, "two panels have one id");
  const cells = new Set();
  for (const { title, gridPos: { x, y, w, h } } of dashboard.panels) {
    assert.ok(x + w <= 24, title + " is wider than the screen");
    for (let i = x; i < x + w; i++) {
      for (let j = y; j < y + h; j++) {
        assert.ok(!cells.has(i + "," + j), title + " lies on another panel");
        cells.add(i + "," + j);
      }
    }
  }
});

// ---- MongoDB

const SOURCE = "manager-war/src/main/java/io/github/dfserver/manager/catalog/mongo";
const sources = fs.readdirSync(path.join(ROOT, SOURCE)).map((file) => [file.replace(".java", ""), read(SOURCE + "/" + file)]);

/** The value of a Java expression of string constants, in a class. */
function constant(type, expression) {
  return expression
    .split("+")
    .map((term) => term.trim())
    .map((term) => {
      if (term.startsWith('"')) {
        return JSON.parse(term);
      }
      const [owner, name] = term.includes(".") ? term.split(".") : [type, term];
      const source = sources.find(([each]) => each === owner)[1];
      const imported = new RegExp("import static [\\w.]+\\.(\\w+)\\." + name + ";").exec(source);
      return imported
        ? constant(imported[1], name)
        : constant(owner, new RegExp("String " + name + "\\s*=\\s*([^;]+);").exec(source)[1]);
    })
    .join("");
}

/** Runs a script as mongosh would, with these globals. */
function mongosh(script, globals, environment = {}) {
  const printed = [];
  vm.runInNewContext(read("server-config/mongodb/" + script), {
    print: (line) => printed.push(line),
    process: { env: environment },
    ...globals,
  });
  return printed;
}

function allIndexes() {
  const collections = { MongoFiles: "files", MongoStrays: "strays", MongoManagers: "managers" };
  const indexes = {};
  for (const [type, source] of sources) {
    for (const [, fields] of source.matchAll(/Indexes\.ascending\(([^)]*)\)/g)) {
      const collection = collections[type];
      assert.ok(collection, type + " makes an index that nobody here knows of");
      (indexes[collection] ??= []).push(
        Object.fromEntries(fields.split(",").map((field) => [constant(type, field.trim()), 1])));
    }
  }
  return indexes;
}

check("1-replica-set.js", () => {
  const made = [];
  const none = () => {
    throw Object.assign(new Error("no replset config"), { codeName: "NotYetInitialized" });
  };
  const rs = { status: none, initiate: (set) => made.push(set) };
  assert.throws(() => mongosh("1-replica-set.js", { rs }, { DFS_MONGODB_MEMBERS: "a:1,b:2" }), /odd number/);
  mongosh("1-replica-set.js", { rs }, { DFS_MONGODB_MEMBERS: "a:1,b:2,c:3" });
  mongosh("1-replica-set.js", { rs: { ...rs, status: () => ({}) } }, { DFS_MONGODB_MEMBERS: "a:1,b:2,c:3" });
  assert.strictEqual(made.length, 1, "a set that exists was made again, or none");
  assert.strictEqual(made[0].members.map((member) => member._id + member.host).join(), "0a:1,1b:2,2c:3");
});

check("2-users.js", () => {
  const users = {};
  const roles = {};
  const db = {
    getSiblingDB: (name) => ({
      auth: () => 1,
      createUser: (user) => (users[name + "." + user.user] = user),
      createRole: (role) => (roles[name + "." + role.role] = role),
    }),
  };
  const passwords = Object.fromEntries(
    ["ADMIN", "MANAGER", "BACKUP"].map((who) => ["DFS_" + who + "_PASSWORD", who.repeat(4)]));
  assert.throws(() => mongosh("2-users.js", { db }, { ...passwords, DFS_BACKUP_PASSWORD: "short" }), /DFS_BACKUP/);
  assert.deepStrictEqual(Object.keys(users), [], "users were made although a password was missing");
  mongosh("2-users.js", { db }, passwords);
  assert.deepStrictEqual(Object.keys(users), ["admin.admin", "admin.dfs-backup", "dfs.dfs-manager"]);
  const granted = [...roles["dfs.dfsManager"].privileges].map((privilege) => privilege.resource.collection).sort();
  const used = sources.flatMap(([, source]) => [...source.matchAll(/getCollection\("(\w+)"\)/g)].map((match) => match[1]));
  assert.deepStrictEqual(granted, [...new Set(used)].sort(), "collections of the role, and of the manager");
});

check("check.js", () => {
  const indexes = allIndexes();
  const globals = (there) => ({
    rs: { status: () => ({ members: [{ name: "a", stateStr: "PRIMARY" }] }) },
    db: {
      getReplicationInfo: () => ({ timeDiffHours: 100 }),
      getSiblingDB: () => ({
        getCollection: (name) => ({
          getIndexes: () => [{ _id: 1 }, ...there[name]].map((key) => ({ key })),
          estimatedDocumentCount: () => 1,
        }),
      }),
    },
  });
  mongosh("check.js", globals(indexes));
  for (const collection of Object.keys(indexes)) {
    for (const missing of indexes[collection]) {
      const less = { ...indexes, [collection]: indexes[collection].filter((index) => index !== missing) };
      assert.throws(
        () => mongosh("check.js", globals(less)),
        /1 problem/,
        "check.js does not miss " + JSON.stringify(missing) + " of " + collection);
    }
  }
});

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
