// The request builder: a form made from the schema that the page carries, the body that it says,
// and the calls that send it. Everything stays on the page; the state of the form is in `#body=…`.
//
// A control is {element, read, write, takes, show}: `read` gives its value, undefined for none;
// `write` sets it; `takes` tells whether it can show a value; `show` tells it what is wrong.

'use strict'

const oxspecBuilder = (() => {
  const { pointerOf } = oxspecCheck
  const LONG_TEXT = /prompt|text|content|description|instruction|lyrics|script|message/
  const DEEPEST = 4
  const MOST_FINDINGS = 50

  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const isSame = (one, two) => JSON.stringify(one) === JSON.stringify(two)

  // --- Calls: the page brings what stands before and after the body

  const ascii = (text) => text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const jsonText = (value, indent = 2) => ascii(JSON.stringify(value, null, indent))
  const continued = (text, column) => text.replaceAll('\n', `\n${' '.repeat(column)}`)

  const BODIES = {
    curl: (body) => jsonText(body).replaceAll("'", "'\\''"),
    python: (body) => continued(pythonText(body), 4),
    // As it stands this name would set the object's prototype, and be no member of it.
    javascript: (body) => continued(jsonText(body).replace(/^( *)"__proto__":/gm, '$1["__proto__"]:'), 2),
  }

  function pythonText(body) {
    const words = { true: 'True', false: 'False', null: 'None' }
    const token = /"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g
    return jsonText(body, 4).replace(token, (text) => words[text] ?? text.replace(pair, joined))
  }

  // JSON writes what lies beyond U+FFFF as two escapes; to Python these would be two characters.
  const pair = /(?<!\\)((?:\\\\)*)\\u(d[89ab]\w\w)\\u(d[c-f]\w\w)/g
  const joined = (_, before, high, low) => {
    const code = String.fromCharCode(parseInt(high, 16), parseInt(low, 16)).codePointAt(0)
    return `${before}\\U${code.toString(16).padStart(8, '0')}`
  }

  function callsFor(body, frames) {
    return Object.fromEntries(Object.entries(frames).map(([language, [before, after]]) => (
      [language, before + BODIES[language](body) + after]
    )))
  }

  // --- Elements

  let idCount = 0
  const newId = () => `b${++idCount}`

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children.filter((child) => child !== null))
    return element
  }

  const button = (text, onClick, className = '') => {
    const element = make('button', { type: 'button', textContent: text, className })
    element.addEventListener('click', onClick)
    return element
  }

  // --- Controls for values

  function textControl(schema, { id, name }) {
    const isUrl = schema.format === 'uri' || /-url$/.test(schema.renderType ?? '')
    const isLong = !isUrl && (schema.renderType === 'textarea' || LONG_TEXT.test(name))
    const element = isLong ? make('textarea', { id, rows: 3 }) : make('input', { id, type: isUrl ? 'url' : 'text', spellcheck: !isUrl })
    if (isUrl) element.placeholder = 'https://…'
    element.addEventListener('focus', () => { if (/^<\w+>$/.test(element.value)) element.select() })
    return {
      element,
      read: () => element.value || undefined,
      write: (value = schema.default ?? '') => { element.value = value },
      takes: (value) => typeof value === 'string',
    }
  }

  function numberControl(schema, { id }) {
    const isInteger = typesOf(schema)[0] === 'integer'
    const element = make('input', { id, type: 'number', inputMode: isInteger ? 'numeric' : 'decimal', step: isInteger ? 1 : stepOf(schema) })
    if ('minimum' in schema) element.min = schema.minimum
    if ('maximum' in schema) element.max = schema.maximum
    return {
      element,
      read: () => (element.value === '' ? undefined : Number(element.value)),
      write: (value = schema.default ?? '') => { element.value = value },
      takes: (value) => typeof value === 'number',
      // The browser keeps what it cannot read as a number to itself.
      isUnreadable: () => element.validity.badInput,
    }
  }

  function stepOf({ multipleOf, minimum, maximum }) {
    if (multipleOf) return multipleOf
    const range = maximum - minimum
    return range <= 1 ? 0.05 : range <= 10 ? 0.1 : 1
  }

  function switchControl(schema, { id }) {
    const element = make('input', { id, type: 'checkbox' })
    let isSet = false
    element.addEventListener('change', () => { isSet = true })
    return {
      element: make('span', { className: 'switch' }, element),
      read: () => (isSet ? element.checked : schema.default ?? undefined),
      write: (value) => {
        isSet = value !== undefined
        element.checked = value ?? schema.default ?? false
      },
      takes: (value) => typeof value === 'boolean',
    }
  }

  function choiceControl(schema, { id, isRequired }) {
    const element = make('select', { id })
    const values = [...schema.enum]
    const has = (value) => values.some((member) => isSame(member, value))
    const label = (value) => (typeof value === 'string' && typesOf(schema).length <= 1 ? value || '""' : JSON.stringify(value))
    const unset = 'default' in schema && has(schema.default) ? null : make('option', { value: '', textContent: isRequired ? 'Choose one' : 'Not set' })
    if (unset) element.append(unset)
    values.forEach((value, index) => element.append(make('option', { value: index, textContent: label(value) })))
    return {
      element,
      read: () => (element.value === '' ? undefined : values[Number(element.value)]),
      write: (value = schema.default) => {
        const index = values.findIndex((member) => isSame(member, value))
        element.value = index < 0 ? '' : String(index)
      },
      takes: has,
    }
  }

  function buttonsControl(schema, { id }) {
    const element = make('div', { className: 'choices', id })
    element.setAttribute('role', 'radiogroup')
    const inputs = schema.enum.map((value, index) => {
      const input = make('input', { type: 'radio', name: `${id}-choice`, value: index })
      element.append(make('label', { className: 'radio' }, input, String(value)))
      return input
    })
    return {
      element,
      read: () => schema.enum[inputs.findIndex((input) => input.checked)],
      write: (value = schema.default) => inputs.forEach((input, index) => { input.checked = isSame(schema.enum[index], value) }),
      takes: (value) => schema.enum.some((member) => isSame(member, value)),
    }
  }

  function listControl(schema, place) {
    const rows = make('div')
    let fields = []
    const items = schema.items ?? {}
    const add = (value) => {
      const field = fieldOf(items, { ...place, name: `${place.name}`, label: `${place.name} ${fields.length + 1}`, isRequired: false, depth: place.depth + 1, isEntry: true })
      field.write(value)
      const isGroup = field.element.querySelector('.fields') !== null
      const row = make('div', { className: isGroup ? 'entry group' : 'entry' }, field.element)
      const remove = button('Remove', () => {
        fields = fields.filter((each) => each !== field)
        row.remove()
        place.changed()
      }, 'quiet')
      remove.setAttribute('aria-label', `Remove ${place.name} ${fields.length + 1}`)
      row.append(remove)
      fields.push(field)
      rows.append(row)
      return field
    }
    const more = button(`Add to ${place.name}`, () => {
      add(undefined).focus()
      place.changed()
    })
    return {
      element: make('div', {}, rows, more),
      read: () => {
        const values = filled(fields).map((field) => field.read())
        return values.length ? values : undefined
      },
      write: (values = schema.default) => {
        fields = []
        rows.replaceChildren()
        for (const value of values ?? []) add(value)
      },
      takes: Array.isArray,
      // What is left empty is no entry, so that the others' places are counted without it.
      show: (findings, path) => filled(fields).forEach((field, index) => field.show(findings, [...path, index])),
      isUnreadable: () => fields.some((field) => field.isUnreadable()),
    }
  }

  const filled = (fields) => fields.filter((field) => field.read() !== undefined)

  function objectControl(schema, place) {
    const required = schema.required ?? []
    const names = Object.keys(schema.properties).filter((name) => schema.properties[name]['x-undocumented'] !== true)
    const fields = Object.fromEntries(names.map((name) => [name, fieldOf(schema.properties[name], {
      ...place, name, label: name, isRequired: required.includes(name), depth: place.depth + 1, isEntry: false,
    })]))
    let extras = {}
    const first = names.filter((name, index) => required.includes(name) || index < 2)
    const rest = names.filter((name) => !first.includes(name))
    const group = (some) => make('div', { className: 'fields' }, ...some.map((name) => fields[name].element))
    const more = rest.length ? make('details', {}, make('summary', { textContent: 'More' }), group(rest)) : null
    return {
      element: make('div', {}, group(first), more),
      read: () => {
        const given = names.filter((name) => fields[name].read() !== undefined).map((name) => [name, fields[name].read()])
        const value = { ...extras, ...Object.fromEntries(given) }
        return Object.keys(value).length ? value : undefined
      },
      write: (value = schema.default ?? {}) => {
        extras = Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
        for (const name of names) fields[name].write(Object.hasOwn(value, name) ? value[name] : undefined)
        if (more) more.open = rest.some((name) => Object.hasOwn(value, name))
      },
      takes: isObject,
      show: (findings, path) => names.forEach((name) => fields[name].show(findings, [...path, name])),
      isUnreadable: () => names.some((name) => fields[name].isUnreadable()),
    }
  }

  function jsonControl(schema, { id }) {
    const element = make('textarea', { id, rows: 3, spellcheck: false, placeholder: 'JSON' })
    const parsed = () => { try { return JSON.parse(element.value) } catch { return undefined } }
    return {
      element,
      read: () => (element.value.trim() ? parsed() : undefined),
      write: (value = schema.default) => { element.value = value === undefined || value === null ? '' : JSON.stringify(value, null, 2) },
      takes: () => true,
      isUnreadable: () => element.value.trim() !== '' && parsed() === undefined,
    }
  }

  function typesOf(schema) {
    return [schema.type ?? []].flat().filter((type) => type !== 'null')
  }

  function nativeControl(schema, place) {
    const types = typesOf(schema)
    if (place.depth > DEEPEST) return null
    if (schema.enum) return schema.renderType === 'button-group' ? buttonsControl(schema, place) : choiceControl(schema, place)
    if (types.includes('string')) return textControl(schema, place)
    if (types.length !== 1) return null
    if (types[0] === 'boolean') return switchControl(schema, place)
    if (types[0] === 'integer' || types[0] === 'number') return numberControl(schema, place)
    if (types[0] === 'array') return listControl(schema, place)
    return isObject(schema.properties) ? objectControl(schema, place) : null
  }

  // --- Fields: a control with its name, what it is about, and what is wrong with it

  function fieldOf(schema, place) {
    const described = isObject(schema) ? resolved(schema, place.root) : {}
    const id = newId()
    const inside = { ...place, id }
    const native = nativeControl(described, inside)
    const json = jsonControl(described, inside)
    let control = native ?? json
    // What was written stays as it was until the field is touched: "" and [] have no other place.
    let held = { isFresh: false, value: undefined }

    const problems = make('div', { id: `${id}-problems` })
    const spot = make('div', {}, control.element)
    const isMixed = native !== null && typesOf(described).length > 1 && !described.enum
    const swap = isMixed ? button('as JSON', () => use(control === native ? json : native, field.read()), 'quiet') : null
    const element = frameOf(described, inside, spot, swap, problems)
    json.element.setAttribute('aria-label', place.label)
    for (const each of [native, json]) {
      const target = each && (each.element.id === id ? each.element : each.element.querySelector(`#${id}`))
      target?.setAttribute('aria-describedby', ['about', 'limits', 'problems'].map((part) => `${id}-${part}`).join(' '))
    }
    for (const kind of ['input', 'change']) spot.addEventListener(kind, () => { held = { isFresh: false } })

    function use(next, value) {
      control = next
      control.write(next.takes(value) ? value : undefined)
      spot.replaceChildren(control.element)
      if (swap) swap.textContent = control === native ? 'as JSON' : 'as text'
      held = { isFresh: false }
      place.changed()
    }

    const field = {
      element,
      read: () => (held.isFresh ? held.value : control.read()),
      write: (value) => {
        const next = native === null || (value !== undefined && !native.takes(value)) ? json : native
        if (next !== control) spot.replaceChildren(next.element)
        control = next
        if (swap) swap.textContent = control === native ? 'as JSON' : 'as text'
        control.write(value)
        held = { isFresh: value !== undefined, value }
      },
      show: (findings, path) => {
        const mine = findings.filter((finding) => finding.at === pointerOf(path))
        if (field.isUnreadable()) mine.push({ severity: 'error', message: `${place.name} cannot be read yet`, hint: null })
        problems.replaceChildren(...mine.map(problemOf))
        element.classList.toggle('wrong', mine.some((finding) => finding.severity === 'error'))
        element.querySelector(`#${id}`)?.setAttribute('aria-invalid', String(mine.length > 0))
        if (control.show && control === native) control.show(findings, path)
      },
      isUnreadable: () => !held.isFresh && (control.isUnreadable?.() ?? false),
      focus: () => element.querySelector('input, select, textarea, button')?.focus(),
    }
    field.write(undefined)
    return field
  }

  function resolved(schema, root) {
    let found = schema
    for (let step = 0; typeof found?.$ref === 'string' && step < 8; step += 1) {
      const { $ref, ...beside } = found
      const target = oxspecCheck.tokensOf(decodeURIComponent($ref.slice(1))).reduce((value, token) => value?.[token], root)
      found = { ...target, ...beside }
    }
    return found
  }

  function frameOf(schema, place, spot, swap, problems) {
    const target = spot.querySelector(`#${place.id}`)
    const needed = place.isRequired ? make('span', { className: 'badge needed', textContent: 'required' }) : null
    const about = !place.isEntry && schema.description ? make('p', { className: 'about', id: `${place.id}-about`, textContent: schema.description }) : null
    const limits = place.isEntry || limitsOf(schema) === '' ? null : make('p', { className: 'limits', id: `${place.id}-limits`, textContent: limitsOf(schema) })
    const named = [make('code', { textContent: place.label }), ' ', needed, swap]
    if (target?.getAttribute('role') === 'radiogroup') target.setAttribute('aria-label', place.label)
    return target === null && !place.isEntry
      ? make('fieldset', { className: 'control' }, make('legend', {}, ...named.filter((part) => part !== null)), about, limits, spot, problems)
      : make('div', { className: 'control' }, labelled(place, named, target), about, spot, limits, problems)
  }

  function labelled(place, named, target) {
    const isNative = target?.matches('input, select, textarea')
    const name = make(isNative ? 'label' : 'div', { className: 'name' }, ...named.slice(0, 3).filter((part) => part !== null))
    if (isNative) name.htmlFor = place.id
    if (place.isEntry) name.classList.add('unseen')
    const swap = named[3]
    return swap ? make('div', { className: 'row' }, name, swap) : name
  }

  // What bounds a value of the type that the control is for, and what it is when it is left out.
  function limitsOf(schema) {
    const range = (low, high, one, many) => {
      const counted = (count) => `${count} ${count === 1 ? one : many}`.trim()
      if (low !== undefined && high !== undefined) return `${low} to ${counted(high)}`
      if (low !== undefined) return `at least ${counted(low)}`
      return high === undefined ? '' : `at most ${counted(high)}`
    }
    const said = {
      integer: range(schema.minimum, schema.maximum, '', ''),
      number: range(schema.minimum, schema.maximum, '', ''),
      string: range(schema.minLength, schema.maxLength, 'character', 'characters'),
      array: range(schema.minItems, schema.maxItems, 'entry', 'entries'),
    }
    const { default: unset } = schema
    const known = unset === undefined || unset === null ? '' : `default ${typeof unset === 'string' && unset ? unset : JSON.stringify(unset)}`
    return [said[typesOf(schema)[0]], known].filter(Boolean).join(' · ')
  }

  function problemOf({ message, hint, severity }) {
    const words = make('p', { className: `problem ${severity}`, textContent: message })
    if (hint) words.append(make('span', { className: 'hint', textContent: hint }))
    return words
  }

  // --- The builder

  function start(root, schema, form) {
    const at = (name) => root.querySelector(`[data-${name}]`)
    const properties = schema.properties
    const fields = new Map()
    const view = { notJson: null, extras: {}, note: null }
    const isQueueOnly = (name) => properties[name]['x-queue-only'] === true
    const isQueued = () => at('queued').checked

    const place = { root: schema, depth: 0, isEntry: false, changed: () => update() }
    for (const group of ['first', 'own', 'shared']) {
      const frame = root.querySelector(`[data-fields="${group}"]`)
      for (const name of form[group].filter((each) => Object.hasOwn(properties, each))) {
        const isRequired = (schema.required ?? []).includes(name)
        const field = fieldOf(properties[name], { ...place, name, label: name, isRequired })
        fields.set(name, field)
        frame.append(field.element)
      }
      const more = frame.closest('[data-more]')
      if (more) more.hidden = frame.children.length === 0
    }

    // The body that the form says. What no field is for, out of a link or the JSON, stays as it was.
    function bodyOf(onlyChanged) {
      // As entries: an assignment to "__proto__" would make no member.
      const body = [['model', form.model]]
      for (const [name, field] of fields) {
        if (isQueueOnly(name) && !isQueued()) continue
        const value = field.read()
        const isDefault = value !== undefined && isSame(value, properties[name].default)
        const isNeeded = (schema.required ?? []).includes(name)
        if (value !== undefined && !(onlyChanged && isDefault && !isNeeded)) body.push([name, value])
      }
      return Object.fromEntries([...body, ...Object.entries(view.extras)])
    }

    function load(read) {
      const body = withoutHint(read)
      const known = (name) => fields.has(name) && !(isQueueOnly(name) && !isQueued() && body[name] === undefined)
      if ([...fields.keys()].some((name) => isQueueOnly(name) && Object.hasOwn(body, name))) at('queued').checked = true
      view.extras = Object.fromEntries(Object.entries(body).filter(([name, value]) => !known(name) && !(name === 'model' && value === form.model)))
      for (const [name, field] of fields) field.write(Object.hasOwn(body, name) ? body[name] : undefined)
    }

    function update({ keepText = false, keepLink = false } = {}) {
      const body = bodyOf(at('only-changed').checked)
      const { findings, unsure } = oxspecCheck(body, schema)
      for (const [name, field] of fields) {
        field.element.hidden = isQueueOnly(name) && !isQueued()
        field.show(findings.map(placed), [name])
      }
      const unread = [...fields].filter(([, field]) => field.isUnreadable()).map(([name]) => (
        { code: 'wrong-type', severity: 'error', pointer: pointerOf([name]), message: `${name} cannot be read yet`, hint: null, fix: null }
      ))
      showVerdict([...(view.notJson ? [view.notJson] : [...unread, ...findings])], unsure)
      const calls = callsFor(body, isQueued() ? form.calls.queued : form.calls.direct)
      for (const [language, text] of Object.entries(calls)) root.querySelector(`[data-call="${language}"]`).textContent = text
      if (!keepText) at('body').value = JSON.stringify(body, null, 2)
      if (!keepLink) keepState()
    }

    // A missing parameter is told at the field that is to be filled in.
    function placed(finding) {
      const at = finding.missing === undefined ? finding.pointer : finding.pointer + pointerOf([finding.missing])
      return { ...finding, at }
    }

    function showVerdict(findings, unsure) {
      const wrong = findings.filter((finding) => finding.severity === 'error').length
      const doubts = unsure.map(({ reason, pointer }) => ({ code: 'not checked', severity: 'warning', pointer, message: reason, hint: null, fix: null }))
      const words = wrong ? `${wrong} ${wrong === 1 ? 'error' : 'errors'}` : doubts.length ? 'No error found, but not all can be checked here' : 'This request is right'
      const verdict = at('verdict')
      if (verdict.textContent !== words) verdict.textContent = words
      verdict.className = `verdict ${wrong ? 'bad' : doubts.length ? 'unsure' : 'good'}`
      const all = [...(view.note ? [view.note] : []), ...findings, ...doubts]
      const more = all.length > MOST_FINDINGS ? [make('li', { textContent: `and ${all.length - MOST_FINDINGS} more` })] : []
      at('findings').replaceChildren(...all.slice(0, MOST_FINDINGS).map(listed), ...more)
    }

    function listed(finding) {
      const item = make('li', { className: finding.severity }, finding.message, ' ', make('code', { textContent: `${finding.code} ${finding.pointer}`.trim() }))
      if (finding.hint) item.append(make('span', { className: 'hint', textContent: finding.hint }))
      if (finding.fix) item.append(' ', button('Mend', () => { load(mended(bodyOf(true), finding.fix)); update() }, 'copy'))
      return item
    }

    // --- The link

    function keepState() {
      const { model, ...body } = bodyOf(true)
      const isStart = isSame({ model, ...body }, form.start) && !isQueued()
      const state = new URLSearchParams({ body: JSON.stringify(body), ...(isQueued() ? { queue: '1' } : {}) })
      const link = isStart ? '' : `#${state}`
      if (link === location.hash || (isStart && !location.hash.startsWith('#body='))) return
      // Some browsers forbid this for files on disk.
      try { history.replaceState(null, '', link || location.pathname + location.search) } catch { /* the link stays */ }
    }

    function loadLink() {
      const state = new URLSearchParams(location.hash.slice(1))
      at('queued').checked = state.get('queue') === '1' && form.calls.queued !== null
      view.note = null
      if (!state.has('body')) return load(form.start)
      try {
        const body = JSON.parse(state.get('body'))
        if (!isObject(body)) throw new SyntaxError('no object')
        load({ model: form.model, ...body })
      } catch {
        view.note = { code: 'not-json', severity: 'warning', pointer: '', message: 'the link carries no request that can be read', hint: null, fix: null }
        load(form.start)
      }
    }

    // --- What the reader does

    function readText() {
      try {
        const body = JSON.parse(at('body').value)
        if (!isObject(body)) throw new SyntaxError('a request body is an object')
        view.notJson = oxspecCheck.repeatedName(at('body').value)
        load(body)
      } catch (error) {
        view.notJson = { code: 'not-json', severity: 'error', pointer: '', message: `not JSON: ${error.message}`, hint: null, fix: null }
      }
      update({ keepText: true })
    }

    root.querySelector('form').addEventListener('input', () => { view.notJson = null; update() })
    root.querySelector('form').addEventListener('submit', (event) => event.preventDefault())
    at('body').addEventListener('input', readText)
    at('body').addEventListener('change', () => { if (!view.notJson) update() })
    at('only-changed').addEventListener('change', () => update())
    at('queued').addEventListener('change', () => update())
    at('queued').parentElement.hidden = form.calls.queued === null
    at('link').addEventListener('click', (event) => copyText(location.href, event.currentTarget))
    at('reset').addEventListener('click', () => { at('queued').checked = false; view.notJson = null; view.note = null; load(form.start); update() })
    addEventListener('hashchange', () => { if (location.hash.startsWith('#body=')) { loadLink(); update() } })

    loadLink()
    update({ keepLink: true })
    root.hidden = false
    document.querySelector('[data-without-script]').hidden = true
  }

  // A file's `$schema` is for the editor that it was written in, and no parameter.
  function withoutHint(body) {
    return Object.fromEntries(Object.entries(body).filter(([name, value]) => name !== '$schema' || typeof value !== 'string'))
  }

  // A body after one JSON Patch operation out of a finding.
  function mended(body, { op, path, from, value }) {
    const copy = structuredClone(body)
    const parentOf = (pointer) => {
      const tokens = oxspecCheck.tokensOf(pointer)
      return [tokens.slice(0, -1).reduce((inner, token) => inner[token], copy), tokens.at(-1)]
    }
    const [parent, name] = parentOf(path)
    if (op === 'remove') delete parent[name]
    if (op === 'replace') parent[name] = value
    if (op === 'move') {
      const [source, old] = parentOf(from)
      parent[name] = source[old]
      delete source[old]
    }
    return copy
  }

  return { start, callsFor, mended }
})()

if (typeof document !== 'undefined') {
  document.addEventListener('DOMContentLoaded', () => {
    const carried = (id) => JSON.parse(document.getElementById(id).textContent)
    oxspecBuilder.start(document.querySelector('[data-builder]'), carried('schema'), carried('form'))
  })
}
