// What is wrong with a request body, by the strict schema that a page carries: the same document as
// `oxspec schema MODEL` prints, and the same findings (code, pointer, message, hint) as
// `oxspec validate` has. Keywords that this file does not know are named, never passed over.
//
//   oxspecCheck(body, schema) -> {findings: [{code, severity, pointer, message, hint, fix}],
//                                 unsure: [{pointer, code, reason}]}
//   oxspecCheck.repeatedName(text) -> a finding, or null
//
// `unsure` says what cannot be judged here: everything at or below `pointer`, or, where `code` is
// not null, findings of that code at that very pointer.

'use strict'

const oxspecCheck = (() => {
  const NOT_JUDGED = new Set([
    'pattern', 'patternProperties', 'propertyNames', 'unevaluatedProperties', 'unevaluatedItems',
    'contains', 'minContains', 'maxContains', 'prefixItems', 'dependentSchemas',
  ])
  const FORMATS = { 'uri': isReadableUri, 'data-uri': (text) => text.startsWith('data:') && isReadableUri(text) }
  const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'x-rule-warning']
  // What is said of a value once for each place, and what follows from its wrong type.
  const OF_A_VALUE = ['not-in-enum', 'out-of-range', 'bad-format', 'bad-length', 'bad-pattern']
  const OF_A_TYPE = [...OF_A_VALUE, 'conflict', 'schema']
  const BOUNDS = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum']
  // What looks like a key or a token.
  const SECRETS = [
    /bearer\s+\S|SFMyNTY\.[\p{L}\p{N}_]|eyJ[\p{L}\p{N}_]{20}|AIza[\p{L}\p{N}_-]{20}/iu,
    /(?:sk|pk|hf|ghp|gho|xox[abp]|oxen?)[-_][\p{L}\p{N}_-]{12}/iu,
    /(?<![\p{L}\p{N}_])(?:AKIA|ASIA)[A-Z0-9]{12}|-----BEGIN [A-Z ]*PRIVATE KEY/iu,
    /(?<![\p{L}\p{N}_])[0-9a-f]{32}(?![\p{L}\p{N}_])/iu,
    /:\/\/[^/\s:@]+:[^/\s@]+@|[?&][\p{L}\p{N}_-]*(?:signature|token|api_?key)=[\p{L}\p{N}_]/iu,
  ]
  const DEPTH = 128
  const REFERENCE_STEPS = 20_000

  class TooComplex extends Error {}

  // --- From a body to findings

  function check(body, schema) {
    const survey = surveyed(body)
    if (!survey.isTree) return { findings: survey.findings, unsure: [] }
    const limits = limitsOf(schema, survey.inexact, body)
    const judge = { root: schema, steps: REFERENCE_STEPS + 50 * survey.size, limits }
    try {
      const told = new Set(survey.findings.map((finding) => finding.pointer))
      const context = { body, required: schema.required ?? [], judge }
      const judged = leaves(errors(body, schema, [], judge)).map((error) => findingOf(error, context))
      const all = [...survey.findings, ...judged.filter((finding) => !told.has(finding.pointer))]
      const kept = onePerMistake(all).filter((finding) => !isUnsure(finding, limits.unsure))
      return { findings: inOrder(kept, body), unsure: limits.unsure }
    } catch (error) {
      if (!(error instanceof TooComplex)) throw error
      return { findings: [], unsure: [{ pointer: '', code: null, reason: 'the schema branches too often' }] }
    }
  }

  // What JSON cannot carry, and numbers that JavaScript has read inexactly.
  function surveyed(body) {
    const found = { findings: [], inexact: [], size: 0, isTree: true }
    const waiting = [[[], body]]
    while (waiting.length) {
      const [tokens, value] = waiting.pop()
      found.size += 1
      if (tokens.length > DEPTH) {
        const finding = plain('wrong-type', [], `the body is nested deeper than ${DEPTH}`)
        return { ...found, findings: [finding], isTree: false }
      }
      if (isContainer(value)) {
        for (const [name, member] of Object.entries(value)) {
          waiting.push([[...tokens, Array.isArray(value) ? Number(name) : name], member])
        }
      }
      if (isObject(value) && Object.keys(value).some(isBroken)) {
        found.findings.push(plain('wrong-type', tokens, 'a name has a lone surrogate'))
      }
      if (typeof value === 'string' && isBroken(value)) {
        found.findings.push(plain('wrong-type', tokens, 'a lone surrogate cannot be sent as UTF-8'))
      }
      if (value === Infinity || value === -Infinity) {
        found.findings.push(plain('wrong-type', tokens, `${value > 0 ? 'inf' : '-inf'} is no number in JSON`))
      } else if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) found.inexact.push(tokens)
    }
    return found
  }

  // Which parameters of a body, and which rules, are beyond this file.
  function limitsOf(schema, inexact, body) {
    // The whole parameter: what is said of it would show the number.
    const unsure = inexact.map((tokens) => (
      { pointer: pointerOf(tokens.slice(0, 1)), code: null, reason: 'a number of more digits than JavaScript keeps' }
    ))
    const doubtful = new Set(inexact.map((tokens) => tokens[0]))
    const { properties = {}, allOf = [], $defs, ...rest } = schema
    for (const keyword of unknownKeywords({ ...rest, allOf: allOf.filter((entry) => !has(entry, 'x-rule')) }, schema)) {
      unsure.push({ pointer: '', code: null, reason: `${keyword} is not checked here` })
    }
    for (const [name, subschema] of Object.entries(properties)) {
      if (isObject(body) && !has(body, name)) continue
      const keywords = unknownKeywords(subschema, schema)
      if (keywords.size === 0) continue
      unsure.push({ pointer: pointerOf([name]), code: null, reason: `${[...keywords].join(', ')} is not checked here` })
      doubtful.add(name)
    }
    const rules = new Set()
    for (const rule of allOf.filter((entry) => has(entry, 'x-rule'))) {
      if (unknownKeywords(rule, schema).size === 0 && ![...mentioned(ruled(rule))].some((name) => doubtful.has(name))) continue
      rules.add(rule)
      for (const tokens of [[], ...rule['x-at'].map((name) => [name])]) {
        unsure.push({ pointer: pointerOf(tokens), code: 'conflict', reason: `not checked here: ${rule['x-message']}` })
      }
    }
    return { unsure, rules }
  }

  function unknownKeywords(schema, root, seen = new Set(), found = new Set()) {
    if (schema === false) found.add('false')
    if (!isContainer(schema) || seen.has(schema)) return found
    seen.add(schema)
    if (Array.isArray(schema)) {
      for (const entry of schema) unknownKeywords(entry, root, seen, found)
      return found
    }
    for (const [keyword, value] of Object.entries(schema)) {
      if (NOT_JUDGED.has(keyword)) found.add(keyword)
      if (keyword === 'format' && !has(FORMATS, value)) found.add(`format ${excerpt(value)}`)
      if (keyword === '$ref') unknownKeywords(resolve(root, value), root, seen, found)
      if (keyword === 'properties') Object.values(value).forEach((member) => unknownKeywords(member, root, seen, found))
      if (keyword === 'items' || IN_PLACE.includes(keyword)) unknownKeywords(value, root, seen, found)
      if (keyword === 'additionalProperties' && value !== false) unknownKeywords(value, root, seen, found)
    }
    return found
  }

  function isUnsure(finding, unsure) {
    return unsure.some(({ pointer, code }) => (
      code === null
        ? finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`) || pointer === ''
        : finding.pointer === pointer && finding.code === code
    ))
  }

  // --- Keywords: each returns errors, [] where the instance is right

  function errors(instance, schema, path, judge) {
    if (!isObject(schema)) return []
    return Object.entries(schema).flatMap(([keyword, value]) => {
      if (!has(KEYWORDS, keyword)) return []
      const found = KEYWORDS[keyword](instance, value, { schema, path, judge })
      if (found === false) return [{ keyword, value, schema, path, instance }]
      return found === true ? [] : found.map((error) => ({ keyword, value, schema, path, instance, ...error }))
    })
  }

  const isRight = (instance, schema, judge) => errors(instance, schema, [], judge).length === 0
  const numeric = (holds) => (instance, bound) => typeof instance !== 'number' || holds(instance, bound)
  const sized = (sizeOf, holds) => (instance, bound) => {
    const size = sizeOf(instance)
    return size === null || holds(size, bound)
  }
  const letters = (value) => (typeof value === 'string' ? [...value].length : null)
  const entries = (value) => (Array.isArray(value) ? value.length : null)
  const members = (value) => (isObject(value) ? Object.keys(value).length : null)
  const least = (size, bound) => size >= bound
  const most = (size, bound) => size <= bound

  const KEYWORDS = {
    type: (instance, types) => listed(types).some((type) => isOfType(instance, type)),
    enum: (instance, allowed) => allowed.some((member) => equal(member, instance)),
    const: (instance, wanted) => equal(instance, wanted),
    minimum: numeric(least),
    maximum: numeric(most),
    exclusiveMinimum: numeric((number, bound) => number > bound),
    exclusiveMaximum: numeric((number, bound) => number < bound),
    multipleOf: numeric(isMultiple),
    minLength: sized(letters, least),
    maxLength: sized(letters, most),
    minItems: sized(entries, least),
    maxItems: sized(entries, most),
    minProperties: sized(members, least),
    maxProperties: sized(members, most),
    format: (instance, name) => typeof instance !== 'string' || !has(FORMATS, name) || FORMATS[name](instance),
    'x-undocumented': (instance, mark) => mark !== true,

    required(instance, names) {
      return isObject(instance) ? names.filter((name) => !has(instance, name)).map((name) => ({ name })) : []
    },
    dependentRequired(instance, needs) {
      if (!isObject(instance)) return []
      const given = Object.keys(needs).filter((name) => has(instance, name))
      return given.flatMap((name) => KEYWORDS.required(instance, needs[name]))
    },
    properties(instance, properties, { path, judge }) {
      if (!isObject(instance)) return []
      const known = Object.keys(properties).filter((name) => has(instance, name))
      return known.flatMap((name) => errors(instance[name], properties[name], [...path, name], judge))
    },
    additionalProperties(instance, allowed, { schema, path, judge }) {
      if (!isObject(instance)) return []
      const extra = Object.keys(instance).filter((name) => !has(schema.properties ?? {}, name))
      if (allowed === false) return extra.map((name) => ({ path: [...path, name] }))
      return extra.flatMap((name) => errors(instance[name], allowed, [...path, name], judge))
    },
    items(instance, schema, { path, judge }) {
      if (!Array.isArray(instance)) return []
      return instance.flatMap((entry, index) => errors(entry, schema, [...path, index], judge))
    },
    uniqueItems(instance, unique, { path }) {
      if (unique !== true || !Array.isArray(instance)) return []
      const seen = instance.map(canonical)
      const repeated = seen.flatMap((key, index) => (seen.indexOf(key) < index ? [index] : []))
      return repeated.map((index) => ({ path: [...path, index] }))
    },
    allOf(instance, schemas, { schema, path, judge }) {
      return schemas.flatMap((entry) => {
        if (!has(entry, 'x-rule')) return errors(instance, entry, path, judge)
        return isRuleBroken(entry, instance, schema, judge) ? [{ keyword: 'x-rule', value: entry }] : []
      })
    },
    anyOf(instance, schemas, { path, judge }) {
      const branches = schemas.map((branch) => errors(instance, branch, path, judge))
      return branches.some((found) => found.length === 0) ? [] : [{ branches }]
    },
    oneOf(instance, schemas, { path, judge }) {
      const branches = schemas.map((branch) => errors(instance, branch, path, judge))
      const right = branches.filter((found) => found.length === 0).length
      return right === 1 ? [] : [right === 0 ? { branches } : {}]
    },
    not: (instance, schema, { judge }) => !isRight(instance, schema, judge),
    if(instance, condition, { schema, path, judge }) {
      const branch = isRight(instance, condition, judge) ? schema.then : schema.else
      return errors(instance, branch, path, judge)
    },
    $ref(instance, reference, { path, judge }) {
      judge.steps -= 1
      if (judge.steps < 0) throw new TooComplex()
      return errors(instance, resolve(judge.root, reference), path, judge)
    },
  }


  // Of alternatives that all fail, the errors of the one that came closest.
  function leaves(found) {
    return found.flatMap((error) => (error.branches ? leaves(closestBranch(error)) : [error]))
  }

  function closestBranch({ branches, path: at }) {
    let best = null
    const ofWholeType = (found) => found.find((error) => error.keyword === 'type' && error.path.length === at.length)
    for (const found of branches) {
      const depths = found.map((error) => error.path.length)
      const lowest = Math.min(...depths)
      // A member with one value alone (such as a type) tells which branch was meant.
      const isOther = found.some((error) => error.keyword === 'const' && error.path.length === at.length + 1)
      const mistyped = found.some(({ keyword, path }) => (
        ['type', 'enum'].includes(keyword) || (keyword === 'const' && path.length === at.length)
      ))
      // Where an enum has a member of the value's own type, its list helps.
      const akin = found.some((error) => error.keyword === 'enum' && error.value.some((member) => kindOf(member) === kindOf(error.instance)))
      const isWhole = mistyped && lowest === Math.max(...depths)
      const rank = [ofWholeType(found) ? 0 : 1, isOther ? 0 : 1, isWhole ? 0 : 1, lowest, akin ? 1 : 0, -found.length]
      if (best === null || isLess(best.rank, rank)) best = { rank, found }
    }
    const mistyped = branches.map(ofWholeType)
    if (mistyped.includes(undefined)) return best.found
    return [{ ...ofWholeType(best.found), value: [...new Set(mistyped.flatMap((error) => error.value))] }]
  }

  function kindOf(value) {
    return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  }

  function isLess(one, two) {
    const at = one.findIndex((part, index) => part !== two[index])
    return at >= 0 && one[at] < two[at]
  }

  function isOfType(value, type) {
    if (type === 'integer') return Number.isInteger(value)
    if (type === 'array') return Array.isArray(value)
    if (type === 'object') return isObject(value)
    return value === null ? type === 'null' : typeof value === type
  }

  // In decimals, as written: 19.99 is a multiple of 0.01.
  function isMultiple(number, factor) {
    const [one, two] = [decimal(number), decimal(factor)]
    const digits = Math.max(one.digits, two.digits)
    const scaled = ({ value, digits: own }) => value * 10n ** BigInt(digits - own)
    return scaled(one) % scaled(two) === 0n
  }

  function decimal(number) {
    const [mantissa, exponent = '0'] = String(number).split('e')
    const [whole, fraction = ''] = mantissa.split('.')
    const digits = fraction.length - Number(exponent)
    const value = BigInt(whole + fraction)
    return digits >= 0 ? { value, digits } : { value: value * 10n ** BigInt(-digits), digits: 0 }
  }

  // https, http and data: what a hub can read.
  function isReadableUri(text) {
    if (/[\p{C}\p{Z}]/u.test([...text.slice(0, 8192)].slice(0, 4096).join(''))) return false
    const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(text) ?? []
    if (scheme?.toLowerCase() === 'data') return text.includes(',')
    if (!['https', 'http'].includes(scheme?.toLowerCase())) return false
    const place = /^\/\/([^/?#]*)/.exec(rest)?.[1] ?? ''
    const folded = place.replace(/[@:#?]/g, '').normalize('NFKC')
    if (place.includes('[') !== place.includes(']')) return false
    if (folded !== place.replace(/[@:#?]/g, '') && /[/?#@:]/.test(folded)) return false
    const host = place.slice(place.lastIndexOf('@') + 1)
    return host.startsWith('[') ? /^\[[0-9A-Fa-f:.]+\]/.test(host) : host.split(':')[0] !== ''
  }

  // --- Rules: entries of allOf with x-rule, between parameters that are right by themselves

  const ruled = (rule) => rule['x-rule-warning'] ?? rule

  function isRuleBroken(rule, instance, schema, judge) {
    if (!isObject(instance) || judge.limits.rules.has(rule)) return false
    const fits = (value, subschema) => errors(value, subschema, [], judge).every((error) => error.keyword === 'x-undocumented')
    if (fits(instance, ruled(rule))) return false
    const { properties = {}, required = [] } = schema
    const known = Object.keys(properties)
    const names = mentioned(ruled(rule))
    const misspelt = Object.keys(instance).filter((name) => !has(properties, name)).map((name) => nearest(name, known)[0])
    if (misspelt.some((name) => names.has(name))) return false
    return [...names].every((name) => (
      has(instance, name) ? fits(instance[name], properties[name] ?? true) : !required.includes(name)
    ))
  }

  function mentioned(schema, names = new Set()) {
    if (Array.isArray(schema)) schema.forEach((entry) => mentioned(entry, names))
    if (!isObject(schema)) return names
    for (const name of [...Object.keys(schema.properties ?? {}), ...(schema.required ?? [])]) names.add(name)
    for (const keyword of IN_PLACE) mentioned(schema[keyword], names)
    return names
  }

  function ofRule({ value: rule, instance, path }) {
    const present = rule['x-at'].filter((name) => has(instance, name))
    const isGiven = (value) => value !== null && value !== false && !equal(value, [])
    const name = present.find((each) => isGiven(instance[each])) ?? present[0]
    const severity = rule['x-severity'] === 'warning' ? 'warning' : 'error'
    const tokens = name === undefined ? path : [...path, name]
    return plain('conflict', tokens, rule['x-message'], { severity, hint: rule['x-hint'] ?? null })
  }

  // --- Words: what a failed keyword means, and how it can be mended

  const ARTICLES = {
    array: 'a list', boolean: 'true or false', integer: 'an integer', null: 'null',
    number: 'a number', object: 'an object', string: 'a string',
  }
  const LENGTHS = {
    minLength: ['at least', letters, 'character', 'characters'], maxLength: ['at most', letters, 'character', 'characters'],
    minItems: ['at least', entries, 'entry', 'entries'], maxItems: ['at most', entries, 'entry', 'entries'],
    minProperties: ['at least', members, 'member', 'members'], maxProperties: ['at most', members, 'member', 'members'],
  }
  const EXPLAIN = {
    type: ofType, enum: ofEnum, const: ofConst, format: ofFormat, required: ofMissing, 'x-rule': ofRule,
    additionalProperties: ofUnknown, oneOf: ofAlternatives, not: ofNot, uniqueItems: ofRepeated,
    dependentRequired: ({ name, path }) => plain(
      'missing-parameter', path, `${place(path)} lacks ${excerpt(name)}, which another of its parameters needs`,
    ),
    'x-undocumented': ({ schema, path }) => plain(
      'undocumented-parameter', path, `${place(path)} is OpenAI's, and undocumented here: the hub may ignore or refuse it`,
      { severity: 'warning', hint: schema['x-instead'] ? `the hub documents ${excerpt(schema['x-instead'])}` : null },
    ),
    ...Object.fromEntries(BOUNDS.map((keyword) => [keyword, ofRange])),
    ...Object.fromEntries(Object.keys(LENGTHS).map((keyword) => [keyword, ofLength])),
  }

  function findingOf(error, context) {
    return (EXPLAIN[error.keyword] ?? ofOther)(error, context)
  }

  function plain(code, tokens, message, more = {}) {
    return { code, severity: 'error', pointer: pointerOf(tokens), message, hint: null, fix: null, ...more }
  }

  // A hint or repair is given where what it writes would itself be right.
  function meant(code, error, message, { judge }, { hint = null, instead } = {}) {
    const proposes = instead !== undefined
    const refers = JSON.stringify(error.schema).includes('$ref')
    const fits = proposes && !refers && isRight(instead, error.schema, judge)
    const pointer = pointerOf(error.path)
    return plain(code, error.path, message, {
      hint: fits || !proposes || refers ? hint : null,
      fix: fits ? { op: 'replace', path: pointer, value: instead } : null,
    })
  }

  function ofType(error, context) {
    const { value, instance, path, schema } = error
    const types = listed(value)
    const message = `${place(path)} must be ${types.map((type) => ARTICLES[type] ?? type).join(' or ')}, not ${shown(instance)}`
    const finding = instance === null
      ? ofNull(path, message, context)
      : meant('wrong-type', error, message, context, typeMeaning(instance, types, schema))
    return { ...finding, hint: finding.hint ?? within(instance, schema), types }
  }

  function ofNull(path, message, { required }) {
    if (path.length !== 1) return plain('wrong-type', path, message, { hint: 'give it a value, or leave it out where it is optional' })
    if (required.includes(path[0])) return plain('wrong-type', path, message, { hint: 'give it a value: it is required' })
    const fix = { op: 'remove', path: pointerOf(path) }
    return plain('wrong-type', path, message, { hint: 'leave it out: null is not allowed', fix })
  }

  function typeMeaning(value, types, schema) {
    if (Array.isArray(value) && value.length === 1) {
      return { hint: `write ${excerpt(value[0])} alone, not in a list`, instead: value[0] }
    }
    const inList = { hint: `write it as a list: [${excerpt(value)}]`, instead: [value] }
    if (typeof value === 'string') return textMeaning(value, types, schema, inList)
    if (typeof value !== 'number') return types.includes('array') && !isEmpty(value) ? inList : {}
    if (types.includes('string')) return { hint: `write "${number(value)}"`, instead: number(value) }
    if (types.includes('boolean') && (value === 0 || value === 1)) return { hint: `write ${value === 1}` }
    return types.includes('array') ? inList : {}
  }

  function textMeaning(value, types, schema, inList) {
    const text = value.trim()
    const low = text.toLowerCase()
    if (types.includes('boolean') && ['true', 'false'].includes(low)) return { hint: `write ${low} without quotes`, instead: low === 'true' }
    if (/^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?$/.test(text)) {
      const isWhole = types.includes('integer') && !text.includes('.')
      if (types.includes('number') || isWhole) return { hint: `write ${text} without quotes`, instead: Number(text) }
    }
    if (types.includes('array')) return inList
    if (types.includes('object') && schema.required?.length === 1) {
      const [name] = schema.required
      return { hint: `write it as an object: {${excerpt(name)}: ${excerpt(value)}}`, instead: { [name]: value } }
    }
    return {}
  }

  function ofEnum(error, context) {
    const message = `${place(error.path)} must be ${oneOf(error.instance, error.value)}, not ${shown(error.instance)}`
    return meant('not-in-enum', error, message, context, enumMeaning(error.instance, error.value))
  }

  function enumMeaning(value, allowed) {
    const isScalar = (each) => ['string', 'number'].includes(typeof each)
    const isTwin = (member) => isScalar(member) && isScalar(value) && String(member).toLowerCase() === String(value).trim().toLowerCase()
    const twins = allowed.filter(isTwin)
    if (twins.length === 1) return { hint: `write ${excerpt(twins[0])}`, instead: twins[0] }
    if (typeof value === 'string') {
      const near = nearest(value, allowed.filter((member) => typeof member === 'string'))
      return { hint: near.length ? `did you mean ${excerpt(near[0])}?` : null }
    }
    const numbers = allowed.filter((member) => typeof member === 'number')
    if (typeof value !== 'number' || numbers.length === 0) return {}
    const away = (each) => Math.abs(each - value)
    return { hint: `the nearest is ${number(numbers.reduce((best, each) => (away(each) < away(best) ? each : best)))}` }
  }

  function ofConst(error, context) {
    const { value: wanted, instance, path } = error
    if (path.length === 1 && path[0] === 'model') {
      const message = `model is ${shown(instance)}, but the body is judged as ${shown(wanted)}`
      return meant('conflict', error, message, context, { hint: `write ${excerpt(wanted)}, or judge it as its own model` })
    }
    const message = `${place(path)} must be ${shown(wanted)}, not ${shown(instance)}`
    return meant('not-in-enum', error, message, context, enumMeaning(instance, [wanted]))
  }

  function ofRange(error, context) {
    const { instance, schema, path } = error
    const message = `${place(path)} must be ${between(schema)}, not ${shown(instance)}`
    const { minimum = -Infinity, maximum = Infinity } = schema
    const instead = instance < minimum ? minimum : instance > maximum ? maximum : undefined
    return meant('out-of-range', error, message, context, { instead })
  }

  function ofLength(error, context) {
    const [side, sizeOf, one, many] = LENGTHS[error.keyword]
    const message = `${place(error.path)} must have ${side} ${error.value} ${error.value === 1 ? one : many}, not ${sizeOf(error.instance)}`
    return meant('bad-length', error, message, context)
  }

  function ofFormat(error, context) {
    const [expected, hint] = error.value === 'uri'
      ? ['an https, http or data: address', addressHint(error.instance)]
      : ['a data: URI with the file inline', 'such as data:application/pdf;base64,…']
    const message = `${place(error.path)} must be ${expected}, not ${shown(error.instance)}`
    return meant('bad-format', error, message, context, { hint })
  }

  function addressHint(text) {
    if (!text) return 'give the full address of a file that the hub can read'
    if (/\s/.test(text)) return 'take the blanks out, or write them as %20'
    if (/^(?:\/|\.\/|\.\.\/|~|file:)/.test(text) || text.includes('\\') || isFile(text)) {
      return 'the hub cannot read a file of this machine: upload it, or send it as a data: URI'
    }
    if (!text.includes('://') && text.split('/')[0].includes('.')) return `did you mean ${excerpt(`https://${text}`)}?`
    return 'write the whole address, beginning with https://'
  }

  // The name of a file, its host missing: img/ox.png.
  function isFile(address) {
    const isMedia = /\.(avif|bmp|gif|heic|jpe?g|png|svg|tiff|webp|avi|mkv|mov|mp4|webm|aac|flac|m4a|mp3|ogg|wav|pdf)$/i.test(address)
    const [host, ...rest] = address.split('/')
    return isMedia && !address.includes('://') && !(rest.length && host.includes('.'))
  }

  function ofMissing({ name, instance, schema, path }) {
    const strangers = Object.keys(instance).filter((other) => !has(schema.properties ?? {}, other))
    const [near] = nearest(name, strangers)
    const hint = near === undefined ? null : `is ${excerpt(near)} meant to be ${excerpt(name)}?`
    const message = `${place(path)} lacks the required parameter ${excerpt(name)}`
    return plain('missing-parameter', path, message, { hint, missing: name })
  }

  function ofUnknown({ schema, path }, { body }) {
    const name = path.at(-1)
    const parent = path.slice(0, -1)
    const known = Object.keys(schema.properties ?? {})
    const given = parent.reduce((value, token) => value[token], body)
    // A name that is there already was hardly meant.
    const absent = nearest(name, known.filter((other) => !has(given, other)))
    const near = absent.length ? absent : nearest(name, known)
    const message = `unknown parameter ${excerpt(name)}${parent.length ? ` in ${place(parent)}` : ''}`
    const isSure = absent.length === 1 && isSlip(name, absent[0])
    const fix = isSure ? { op: 'move', from: pointerOf(path), path: pointerOf([...parent, near[0]]) } : null
    return plain('unknown-parameter', path, message, { hint: near.length ? `did you mean ${excerpt(near[0])}?` : null, fix })
  }

  function ofAlternatives(error, context) {
    const names = error.value.filter(isObject).flatMap((branch) => branch.required ?? [])
    const message = names.length
      ? `${place(error.path)} takes exactly one of ${names.join(', ')}`
      : `${place(error.path)} fits more than one alternative: give what one of them asks for`
    return meant('conflict', error, message, context)
  }

  function ofRepeated({ path }) {
    return plain('schema', path, `${place(path)} is there twice, and each entry must be another (uniqueItems)`)
  }

  function ofNot(error, context) {
    const isAnything = error.value === true || (isObject(error.value) && isEmpty(error.value))
    if (!isAnything) return ofOther(error, context)
    const message = `${place(error.path)} is not allowed here, whatever its value (not)`
    return meant('schema', error, message, context, { hint: 'leave it out' })
  }

  function ofOther(error, context) {
    const { path, keyword, value, instance } = error
    return meant('schema', error, `${place(path)} does not meet ${keyword} ${excerpt(value)}: it is ${shown(instance)}`, context)
  }

  function oneOf(value, allowed) {
    if (allowed.length === 1) return excerpt(allowed[0])
    if (allowed.length <= 12) return `one of ${allowed.map((member) => excerpt(member)).join(', ')}`
    const text = (each) => [...String(each)].slice(0, 64).join('')
    const near = allowed.slice(0, 1000).map((member) => [distance(text(value), text(member)), member])
    near.sort((one, two) => one[0] - two[0])
    return `one of ${allowed.length} values, such as ${near.slice(0, 5).map(([, member]) => excerpt(member)).join(', ')}`
  }

  function between(schema) {
    const words = { minimum: 'at least', exclusiveMinimum: 'more than', maximum: 'at most', exclusiveMaximum: 'less than' }
    const given = BOUNDS.filter((keyword) => has(schema, keyword))
    if (given.join() === 'minimum,maximum') return `from ${number(schema.minimum)} to ${number(schema.maximum)}`
    return given.map((keyword) => `${words[keyword]} ${number(schema[keyword])}`).join(' and ')
  }

  // What to write in the place of a value, null where a schema has no limits.
  function within(value, schema) {
    if (schema.enum?.length) return `write ${oneOf(typeof value === 'string' ? value : '', schema.enum)}`
    return BOUNDS.some((keyword) => has(schema, keyword)) ? `write a number, ${between(schema)}` : null
  }

  // --- One mistake is one finding

  function onePerMistake(found) {
    const distinct = [...new Map(found.map((f) => [JSON.stringify([f.code, f.pointer, f.message]), f])).values()]
    const mistyped = narrowest(distinct)
    const moved = new Map()
    for (const { fix } of distinct) {
      if (fix?.op === 'move') moved.set(fix.path, (moved.get(fix.path) ?? 0) + 1)
    }
    const kept = new Map()
    for (const finding of distinct) {
      const isOfValue = OF_A_VALUE.includes(finding.code)
      if (OF_A_TYPE.includes(finding.code) && mistyped.has(finding.pointer)) continue
      if (finding.code === 'wrong-type' && mistyped.get(finding.pointer) !== finding) continue
      if (finding.missing !== undefined && moved.has(finding.pointer + pointerOf([finding.missing]))) continue
      const key = JSON.stringify([finding.code, finding.pointer, isOfValue ? '' : finding.message])
      if (!kept.has(key)) kept.set(key, finding)
    }
    // Of two names for one parameter, which is meant is not sure.
    const isSure = ({ fix }) => fix?.op !== 'move' || moved.get(fix.path) === 1
    return [...kept.values()].map((finding) => (isSure(finding) ? finding : { ...finding, fix: null }))
  }

  // For each value of the wrong type, the finding that allows the fewest types.
  function narrowest(findings) {
    const narrow = new Map()
    for (const finding of findings.filter(({ code }) => code === 'wrong-type')) {
      const other = narrow.get(finding.pointer)
      if (!other || (finding.types ?? []).length < (other.types ?? []).length) narrow.set(finding.pointer, finding)
    }
    return narrow
  }

  function inOrder(findings, body) {
    const placed = findings.map((finding) => [position(body, tokensOf(finding.pointer)), finding])
    placed.sort(([one, first], [two, second]) => {
      const at = one.findIndex((part, index) => part !== two[index])
      if (at >= 0 && at < two.length) return one[at] - two[at]
      return one.length - two.length || (first.code < second.code ? -1 : Number(first.code > second.code))
    })
    return placed.map(([, finding]) => finding)
  }

  function position(value, tokens) {
    return tokens.map((token) => {
      const names = isContainer(value) ? Object.keys(value) : []
      const at = names.indexOf(token)
      value = at < 0 ? undefined : value[token]
      return at < 0 ? names.length : at
    })
  }

  // --- Near names: optimal string alignment, case and separators not counted

  function nearest(word, candidates) {
    if ([...word].length > 64) return []
    let best = []
    let bestRank = [64, 64]
    for (const candidate of candidates) {
      const [shorter, longer] = [[...word].length, [...candidate].length].sort((one, two) => one - two)
      // A single letter is near to nothing but itself.
      const allowed = shorter > 1 ? Math.floor(longer / 3) || 1 : 0
      const edits = distance(folded(word), folded(candidate))
      if (edits > Math.min(allowed, bestRank[0])) continue
      const rank = [edits, distance(word, candidate)]
      if (isLess(rank, bestRank)) [best, bestRank] = [[], rank]
      if (rank.join() === bestRank.join()) best.push(candidate)
    }
    return best
  }

  function distance(one, two) {
    const [left, right] = [[...one], [...two]]
    if (Math.abs(left.length - right.length) > 64) return Infinity
    let [above, row] = [[], right.map((_, j) => j).concat(right.length)]
    left.forEach((char, i) => {
      const next = [i + 1]
      right.forEach((other, j) => {
        let cost = Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (char !== other))
        if (i && j && char === right[j - 1] && left[i - 1] === other) cost = Math.min(cost, above[j - 1] + 1)
        next.push(cost)
      })
      ;[above, row] = [row, next]
    })
    return row.at(-1)
  }

  // Two edits at most, no more than a third of what was meant, and none in a part of one letter.
  function isSlip(word, meant) {
    if (folded(word) === folded(meant)) return folded(word) !== ''
    const letters = (name) => name.toLowerCase().split(/[-_]/).filter((part) => [...part].length === 1).join()
    const most = Math.min(2, Math.floor([...folded(meant)].length / 3))
    return letters(word) === letters(meant) && distance(folded(word), folded(meant)) <= most
  }

  const folded = (word) => word.toLowerCase().replace(/[-_ ]/g, '')

  // --- JSON: names that stand twice, pointers, equality, short texts

  // The finding on a name that an object has twice, null for none: JSON.parse keeps the last of them.
  function repeatedName(text) {
    const open = []
    for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
      const inner = open.at(-1)
      if (token === '{') open.push({ names: new Map(), at: null })
      else if (token === '[') open.push({ names: null, at: 0 })
      else if (token === '}' || token === ']') open.pop()
      else if (token === ',') inner.at = inner.names ? null : inner.at + 1
      else if (inner?.names && inner.at === null) {
        inner.at = JSON.parse(token)
        if (inner.names.has(inner.at)) return ofTwice(open.map(({ at }) => at), text.slice(0, inner.names.get(inner.at)))
        inner.names.set(inner.at, index)
      }
    }
    return null
  }

  function ofTwice(tokens, before) {
    const lines = before.split(/\r\n|\r|\n/)
    const first = `first at line ${lines.length}, column ${[...lines.at(-1)].length + 1}`
    return plain('duplicate-key', tokens, `${excerpt(tokens.at(-1))} is there twice: ${first}`)
  }

  function pointerOf(tokens) {
    return tokens.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  }

  function tokensOf(pointer) {
    return pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  }

  function resolve(root, reference) {
    return tokensOf(decodeURIComponent(reference.slice(1))).reduce((value, token) => (has(value ?? {}, token) ? value[token] : undefined), root)
  }

  const has = (object, name) => Object.hasOwn(object, name)
  const listed = (value) => (Array.isArray(value) ? value : [value])
  const isContainer = (value) => typeof value === 'object' && value !== null
  const isObject = (value) => isContainer(value) && !Array.isArray(value)
  const isEmpty = (value) => isContainer(value) && Object.keys(value).length === 0
  const isBroken = (text) => /\p{Surrogate}/u.test(text)
  const equal = (one, two) => one === two || (isContainer(one) && isContainer(two) && canonical(one) === canonical(two))

  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
    if (!isObject(value)) return JSON.stringify(value)
    return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`
  }

  function place(tokens) {
    if (tokens.length === 0) return 'the body'
    const text = tokens.map((token) => (typeof token === 'number' ? `[${token}]` : `.${token}`)).join('')
    return [...excerpt(text.replace(/^\./, ''))].slice(1, -1).join('')
  }

  const shown = (value) => excerpt(value, 48)

  // One line of JSON, cut, with what looks like a key masked.
  function excerpt(value, limit = 80) {
    const text = [...asJson(presentable(value, limit, { left: 80, depth: 0 }))].slice(0, 2 * limit)
    const line = [...text.map((char) => (char !== ' ' && /[\p{C}\p{Z}]/u.test(char) ? escaped(char) : char)).join('')]
    return line.length <= limit ? line.join('') : `${line.slice(0, limit - 1).join('')}…`
  }

  function presentable(value, limit, budget) {
    budget.left -= 1
    if (typeof value === 'string') return masked([...value].slice(0, 4 * limit).join(''))
    if (!isContainer(value)) return value
    if (budget.depth >= 8 || budget.left <= 0) return '…'
    budget.depth += 1
    const inside = Object.entries(value).slice(0, budget.left)
    const result = Array.isArray(value)
      ? inside.map(([, entry]) => presentable(entry, limit, budget))
      : new Map(inside.map(([name, member]) => [masked([...name].slice(0, limit).join('')), presentable(member, limit, budget)]))
    budget.depth -= 1
    return result
  }

  function masked(text) {
    const data = /^data:[\p{L}\p{N}_.+/;=-]*,/iu.exec(text)
    if (data) return `${data[0]}…`
    return SECRETS.some((secret) => secret.test(text)) ? `${[...text].slice(0, 4).join('')}…` : text
  }

  function asJson(value) {
    if (value instanceof Map) return `{${[...value].map(([name, member]) => `${JSON.stringify(name)}: ${asJson(member)}`).join(', ')}}`
    if (Array.isArray(value)) return `[${value.map(asJson).join(', ')}]`
    return typeof value === 'number' ? number(value) : JSON.stringify(value)
  }

  // Small fractions as Python writes them, so that both say the same.
  function number(value) {
    const isTiny = value !== 0 && Math.abs(value) < 1e-4
    return isTiny ? value.toExponential().replace(/e-(\d)$/, 'e-0$1') : String(value)
  }

  function escaped(char) {
    const code = char.codePointAt(0)
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
  }

  return Object.assign(check, { pointerOf, tokensOf, repeatedName })
})()
