/** The console's frame: language, navigation and sign-in; then the page that the address names draws itself inside it. */
import { el } from '../diagnostics/elements.js'
import { PAGES } from './pages.js'
import { ask, chooseSite, forgetToken, isTyped, mayAsk, useToken } from './session.js'
import { TEXTS } from './texts.js'
import { language, setLanguage, textsOf } from './words.js'

const { t, has } = textsOf(TEXTS)
const at = (id) => document.getElementById(id)
const { approval, access, page: wanted, live } = document.documentElement.dataset
const pages = PAGES.filter(({ id }) => id !== 'live' || live === 'on')
const current = pages.find(({ id }) => id === wanted) ?? pages[0]
const part = await current.part()

/** Who the gateway takes us for; undefined until it has said so. */
let session
let mounted

async function signIn() {
  at('sign-in-status').replaceChildren(el('p', {}, t('loading'), ' ', el('progress', { 'aria-label': t('loading') })))
  const told = await ask('/v1/session')
  at('sign-in-status').replaceChildren()
  if (told.failed !== undefined) return refuse(told.failed)
  session = told.body
  at('access').hidden = true
  at('page').hidden = false
  mounted ??= part.mount(at('page'), context)
  draw()
  await mounted.start()
}

/** What a page is given. `ask` signs out whoever is no longer known. */
const context = {
  async ask(path, options) {
    const told = await ask(path, options)
    if (told.failed === '401') refuse('401')
    return told
  },
  problemText: (failed) => problemText(failed),
  session: () => session,
  may: (...roles) => session !== undefined && session.roles.some((role) => roles.includes(role)),
}

function refuse(failed) {
  const isStranger = failed === '401' && access === 'on' && !isTyped()
  session = undefined
  if (failed === '401') forgetToken()
  mounted?.clear?.()
  draw()
  at('page').hidden = true
  at('sign-in-status').replaceChildren(el('p', { class: 'note' }, problemText(isStranger ? 'access' : failed)))
  if (failed !== '401') return
  showForm()
  at('token').focus()
}

function showForm() {
  at('access').hidden = false
  at('page').hidden = true
}

function problemText(failed) {
  const key = `problem_${failed}`
  return has(key) ? t(key, { roles: session?.roles.join(', ') ?? '' }) : t('problem', { status: failed })
}

function draw() {
  document.documentElement.lang = language()
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t)
  const name = t(`page_${current.id}`)
  document.title = `${name} · Tidegate`
  at('heading').textContent = name
  at('lead').textContent = part.lead()
  at('languages').setAttribute('aria-label', t('languages'))
  for (const button of document.querySelectorAll('[data-lang]'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === language()))
  at('approval').textContent = approvalText()
  at('sign-out').hidden = !isTyped()
  at('site').replaceChildren(...siteParts())
  drawMenu(name)
  mounted?.draw()
}

/** Nothing of a policy that production starts with. */
function approvalText() {
  if (approval === 'approved' || approval === 'narrowed') return ''
  return t(approval === 'expired' ? 'policy_expired' : 'policy_not_approved')
}

function siteParts() {
  if (session === undefined) return []
  const { site, sites, email } = session
  const who = email === undefined ? [] : [` · ${email}`]
  if (sites.length < 2) return [t('site', { site }), ...who]
  const choice = el(
    'select',
    { 'aria-label': t('choose_site') },
    sites.map((id) => el('option', { value: id, selected: id === site }, id)),
  )
  choice.addEventListener('change', () => {
    chooseSite(choice.value)
    mounted?.clear?.()
    void signIn()
  })
  return [choice, ...who]
}

function drawMenu(name) {
  at('pages').setAttribute('aria-label', t('pages'))
  at('menu').textContent = t('menu', { page: name })
  const shown = pages.filter((one) => session === undefined || context.may(...one.roles))
  const groups = Map.groupBy(shown, ({ group }) => group)
  at('menu-list').replaceChildren(
    ...Array.from(groups, ([group, list]) =>
      el('li', {}, el('ul', { 'aria-label': t(`group_${group}`) }, list.map(menuItem))),
    ),
  )
}

function menuItem({ id }) {
  const isCurrent = id === current.id
  return el('li', {}, el('a', { href: `/console/${id}`, 'aria-current': isCurrent && 'page' }, t(`page_${id}`)))
}

/** Days and rule of sharing go along among the pages of results, whose usual windows differ; the others are asked in their own way. */
const GOES_ALONG = ['from', 'to', 'model', 'date_basis']

function takeAlong(event) {
  const link = event.target.closest('a[href^="/console"]')
  const to = pages.find(({ id }) => link?.pathname === `/console/${id}`)
  if (link === null || to?.group !== 'results') return
  const asked = new URLSearchParams(location.search)
  link.search = new URLSearchParams(
    GOES_ALONG.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]),
  ).toString()
}

/** What the address says would have the last word when the page is loaded again. */
function forgetLanguageOfAddress() {
  const address = new URL(location.href)
  address.searchParams.delete('lang')
  history.replaceState(null, '', address)
}

function listen() {
  for (const kind of ['click', 'auxclick', 'contextmenu']) document.addEventListener(kind, takeAlong, true)
  at('access').addEventListener('submit', (event) => {
    event.preventDefault()
    useToken(at('token').value.trim())
    at('token').value = ''
    void signIn()
  })
  at('sign-out').addEventListener('click', () => {
    forgetToken()
    location.reload()
  })
  at('menu').addEventListener('click', () => {
    const isOpen = at('menu').getAttribute('aria-expanded') === 'true'
    at('menu').setAttribute('aria-expanded', String(!isOpen))
  })
  for (const button of document.querySelectorAll('[data-lang]'))
    button.addEventListener('click', () => {
      setLanguage(button.dataset.lang)
      forgetLanguageOfAddress()
      draw()
    })
  // On paper nothing can be opened.
  window.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details.as-table, #tables')) details.setAttribute('open', '')
  })
}

listen()
draw()
if (mayAsk()) void signIn()
else showForm()
