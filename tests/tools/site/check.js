// Judge bodies with the check of the HTML pages.
//
//   node check.js CHECK_JS < CORPUS
//
// CORPUS is JSON: [{schema, bodies: [text]}]; prints, for each schema and body, what the check says.

import { readFileSync } from 'node:fs'
import { runInThisContext } from 'node:vm'

const check = runInThisContext(`${readFileSync(process.argv[2], 'utf8')}\n;oxspecCheck`)
const corpus = JSON.parse(readFileSync(0, 'utf8'))
const judged = corpus.map(({ schema, bodies }) => bodies.map((body) => check(JSON.parse(body), schema)))
process.stdout.write(JSON.stringify(judged))
