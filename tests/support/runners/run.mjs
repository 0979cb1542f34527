// Run every module of a folder in this process, and print which failed, and how.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const wait = globalThis.setTimeout;
globalThis.setTimeout = (call, _, ...more) => wait(call, 0, ...more);
const folder = process.argv[2];
const failures = {};
const say = console.log;
for (const name of readdirSync(folder).filter((name) => name.endsWith(".mjs")).sort()) {
  const told = [];
  console.log = (...values) => told.push(...values);
  try {
    await import(pathToFileURL(join(folder, name)));
    if (!told.length) failures[name] = "it printed nothing";
  } catch (error) {
    failures[name] = `${error.stack} ${error.cause ?? ""}`;
  }
}
say(JSON.stringify(failures));
process.exit(0);
