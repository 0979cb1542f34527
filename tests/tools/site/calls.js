// Make the calls of bodies as the request builder of the HTML pages does.
//
//   node calls.js ASSETS < CASES
//
// CASES is JSON: [{frames, body: text}]; prints the calls of each, by language.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'

const sources = ['check.js', 'builder.js'].map((name) => readFileSync(join(process.argv[2], name), 'utf8'))
const builder = runInThisContext(`${sources.join('\n')}\n;oxspecBuilder`)
const cases = JSON.parse(readFileSync(0, 'utf8'))
const calls = cases.map(({ frames, body }) => builder.callsFor(JSON.parse(body), frames))
process.stdout.write(JSON.stringify(calls))
