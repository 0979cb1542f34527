// Compile MDX pages with the real compiler and tell what they are made of.
//
//   node check.js DIR
//
// Prints one JSON object: page name -> {elements, expressions, esm, error?}. Elements are the JSX
// element names with their attribute names; expressions are the sources of MDX expressions.

import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createProcessor } from '@mdx-js/mdx'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'

const folder = process.argv[2]
const report = {}

for (const name of (await readdir(folder)).filter((n) => n.endsWith('.mdx')).sort()) {
  report[name] = await examined(await readFile(join(folder, name), 'utf8'))
}
console.log(JSON.stringify(report))

async function examined(text) {
  const found = { elements: [], expressions: [], esm: [] }
  const note = () => (tree) => walk(tree, found)
  try {
    const processor = createProcessor({ remarkPlugins: [remarkFrontmatter, remarkGfm, note] })
    await processor.process(text)
  } catch (error) {
    found.error = String(error.message)
  }
  return found
}

function walk(node, found) {
  if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') {
    found.elements.push([node.name, ...node.attributes.map((a) => a.name ?? '{…}')].join(' '))
    for (const attribute of node.attributes) {
      if (attribute.value?.type) found.expressions.push(attribute.value.value)
    }
  }
  if (node.type.endsWith('Expression')) found.expressions.push(node.value)
  if (node.type === 'mdxjsEsm') found.esm.push(node.value)
  for (const child of node.children ?? []) walk(child, found)
}
