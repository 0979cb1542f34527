// What every page of the site does: the theme, copy buttons, tabs, and the search of the index.
// A page works without it; whatever is made here is made of what the page already says.

'use strict'

const memory = {
  // A browser may forbid storage, and does so for some files on disk.
  get(name) { try { return localStorage.getItem(name) } catch { return null } },
  set(name, value) { try { localStorage.setItem(name, value) } catch { /* it is forgotten, then */ } },
}

// --- Theme: the system's, until the switch says otherwise. At once, so that nothing flashes.

const systemTheme = matchMedia('(prefers-color-scheme: dark)')
const chosenTheme = () => memory.get('oxspec-theme')
const isDark = () => (chosenTheme() ?? (systemTheme.matches ? 'dark' : 'light')) === 'dark'

function showTheme() {
  const chosen = chosenTheme()
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen
  const button = document.querySelector('[data-theme-switch]')
  button?.setAttribute('aria-pressed', String(isDark()))
}

function startTheme() {
  const button = document.querySelector('[data-theme-switch]')
  button.hidden = false
  button.addEventListener('click', () => {
    memory.set('oxspec-theme', isDark() ? 'light' : 'dark')
    showTheme()
  })
  systemTheme.addEventListener('change', showTheme)
  showTheme()
}

// --- Copy buttons beside every [data-copy]

async function copyText(text, button) {
  const said = button.textContent
  button.textContent = (await copied(text)) ? 'Copied' : 'Press Ctrl+C'
  setTimeout(() => { button.textContent = said }, 1500)
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedTheOldWay(text)
  }
}

// The clipboard is only there for secure origins; a page from a plain http host has none.
function copiedTheOldWay(text) {
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}

function addCopyButton(element) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  const frame = element.tagName === 'CODE' ? element.parentElement : wrapped(element)
  frame.append(button)
  button.addEventListener('click', () => copyText(element.value ?? element.textContent, button))
}

function wrapped(element) {
  const frame = document.createElement('div')
  frame.className = 'copyable'
  element.replaceWith(frame)
  frame.append(element)
  return frame
}

// --- Tabs: [data-tabs] holds sections named by [data-tab]; a choice counts on every page

let tabCount = 0

function startTabs(group) {
  const panels = [...group.children].filter((child) => child.dataset.tab)
  if (panels.length < 2) return
  const list = document.createElement('div')
  list.className = 'tablist'
  list.setAttribute('role', 'tablist')
  list.setAttribute('aria-label', group.dataset.label)
  for (const panel of panels) list.append(tabOf(panel, group))
  list.addEventListener('keydown', (event) => moveTab(event, list))
  group.prepend(list)
  group.classList.add('tabbed')
  const known = memory.get(`oxspec-${group.dataset.tabs}`)
  showTab(group, panels.some((panel) => panel.dataset.tab === known) ? known : panels[0].dataset.tab)
}

function tabOf(panel, group) {
  const tab = document.createElement('button')
  const number = ++tabCount
  Object.assign(tab, { type: 'button', id: `tab-${number}`, textContent: panel.dataset.tab })
  panel.id = `panel-${number}`
  tab.setAttribute('role', 'tab')
  tab.setAttribute('aria-controls', panel.id)
  panel.setAttribute('role', 'tabpanel')
  panel.setAttribute('aria-labelledby', tab.id)
  tab.addEventListener('click', () => chooseTab(group, panel.dataset.tab))
  return tab
}

function chooseTab(group, name) {
  memory.set(`oxspec-${group.dataset.tabs}`, name)
  const alike = document.querySelectorAll(`.tabbed[data-tabs="${group.dataset.tabs}"]`)
  for (const each of alike) showTab(each, name)
}

function showTab(group, name) {
  const panels = [...group.children].filter((child) => child.dataset.tab)
  if (!panels.some((panel) => panel.dataset.tab === name)) return
  for (const panel of panels) panel.hidden = panel.dataset.tab !== name
  for (const tab of group.firstElementChild.children) {
    const chosen = tab.textContent === name
    tab.setAttribute('aria-selected', String(chosen))
    tab.tabIndex = chosen ? 0 : -1
  }
}

function moveTab(event, list) {
  const steps = { ArrowRight: 1, ArrowLeft: -1 }
  if (!(event.key in steps)) return
  const tabs = [...list.children]
  const next = tabs[(tabs.indexOf(event.target) + steps[event.key] + tabs.length) % tabs.length]
  next.click()
  next.focus()
  event.preventDefault()
}

// --- The index: words and filters, kept in the address so that a search can be sent on

function startFinder(form) {
  form.hidden = false
  const models = [...document.querySelectorAll('[data-model]')].map((element) => ({
    element,
    words: element.textContent.toLowerCase(),
    endpoint: [element.dataset.endpoint],
    input: JSON.parse(element.dataset.inputs),
    output: JSON.parse(element.dataset.outputs),
    developer: [element.dataset.developer],
  }))
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value
  }
  const update = () => showFound(form, models)
  form.addEventListener('input', update)
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', () => setTimeout(update))
  update()
}

function showFound(form, models) {
  const { q, ...filters } = Object.fromEntries(new FormData(form))
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (model) =>
    words.every((word) => model.words.includes(word)) &&
    Object.entries(filters).every(([name, value]) => !value || model[name].includes(value))
  for (const model of models) model.element.hidden = !fits(model)
  const count = showSections()
  const chosen = Object.entries({ q, ...filters }).filter(([, value]) => value)
  form.querySelector('[data-found]').textContent = `${count} of ${models.length} models`
  form.querySelector('[data-clear]').hidden = chosen.length === 0
  document.querySelector('[data-none]').hidden = count > 0
  keepInAddress(new URLSearchParams(chosen).toString())
}

function showSections() {
  let total = 0
  for (const section of document.querySelectorAll('[data-section]')) {
    const shown = section.querySelectorAll('[data-model]:not([hidden])').length
    section.hidden = shown === 0
    section.querySelector('[data-count]').textContent = shown
    total += shown
  }
  return total
}

function keepInAddress(query) {
  // Some browsers forbid this for files on disk.
  try { history.replaceState(null, '', (query ? `?${query}` : location.pathname) + location.hash) } catch { /* as it is */ }
}

// --- Start

showTheme()
document.addEventListener('DOMContentLoaded', () => {
  startTheme()
  document.querySelectorAll('[data-tabs]').forEach(startTabs)
  document.querySelectorAll('[data-copy]').forEach(addCopyButton)
  const finder = document.querySelector('[data-finder]')
  if (finder) startFinder(finder)
})
