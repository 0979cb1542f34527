// api-smart-diff is a library: this prints what it says of two documents, as JSON.
const { readFileSync } = require("node:fs");
const { apiCompare } = require("api-smart-diff");

const [older, newer] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
console.log(JSON.stringify(apiCompare(older, newer).diffs));
