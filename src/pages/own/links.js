/** Links: make one, copy it, take its QR code; those that there are. */
import { qrcode } from 'qrcode-generator'
import { el, section, svg } from '../diagnostics/elements.js'
import { date } from '../console/words.js'
import { download } from '../analysis/sheet.js'
import { nameText } from '../analysis/words.js'
import { button, confirmation, field, note, plainTable, simplePage, t } from './parts.js'

export const lead = () => t('links_lead')

const PATH = '/v1/analysis/links'
const KINDS = ['organic_video', 'live', 'creator', 'shop', 'spark', 'ad', 'mail', 'social', 'referral']
const SOURCES = ['tiktok', 'meta', 'google', 'newsletter']

export function mount(host, { ask, problemText, may }) {
  let links
  let base = ''
  let said = null
  const typed = { source: 'tiktok', kind: 'organic_video' }

  async function load() {
    const told = await ask(PATH)
    if (told.failed !== undefined) return failureText(told, problemText)
    ;({ links, base } = told.body)
    return undefined
  }

  async function make(page) {
    const members = Object.fromEntries(
      Object.entries({ ...typed, code: typed.code || codeFor(typed) }).filter(
        ([, value]) => value !== undefined && value !== '',
      ),
    )
    const told = await ask(PATH, { method: 'POST', body: members })
    if (told.failed !== undefined)
      said = note(told.failed === 'link_taken' ? t('link_taken') : failureText(told, problemText))
    else {
      const { address, result } = told.body
      said = el(
        'div',
        { class: 'note fine' },
        el('p', {}, t(result === 'same' ? 'link_same' : 'link_made', { address })),
        actions(address),
        qrPart(address),
      )
      for (const key of ['code', 'creative', 'name']) delete typed[key]
      await load()
    }
    page.draw()
  }

  async function drop(page, code) {
    if (!(await confirmation(t('drop_sure', { code }), t('drop'), t('dead_no')))) return
    const told = await ask(`${PATH}?code=${encodeURIComponent(code)}`, { method: 'DELETE' })
    said = note(told.failed === undefined ? t('dropped', { code }) : failureText(told, problemText))
    await load()
    page.draw()
  }

  function form(page) {
    const text = (name, attributes = {}) => {
      const input = el('input', {
        id: `link-${name}`,
        autocomplete: 'off',
        spellcheck: 'false',
        ...attributes,
        value: typed[name],
      })
      input.addEventListener('input', () => (typed[name] = input.value.trim()))
      return input
    }
    const choice = (name, all) => {
      const select = el(
        'select',
        { id: `link-${name}` },
        all.map((one) => el('option', { value: one, selected: one === typed[name] }, nameText(one))),
      )
      select.addEventListener('change', () => (typed[name] = select.value))
      return select
    }
    const made = el(
      'form',
      { id: 'make-link' },
      el(
        'div',
        { class: 'fields tall' },
        field(
          text('target', { type: 'url', required: true, maxlength: 2_000 }),
          t('link_target'),
          t('link_target_hint'),
        ),
        field(choice('source', SOURCES), t('link_source')),
        field(choice('kind', KINDS), t('link_kind')),
        field(text('creative', { maxlength: 80 }), t('link_creative'), t('link_creative_hint')),
        field(text('campaign', { maxlength: 80 }), t('link_campaign')),
        field(text('name', { maxlength: 80 }), t('link_name')),
        field(text('code', { pattern: '[a-z0-9][a-z0-9\\-\\/]{0,38}[a-z0-9]' }), t('link_code'), t('link_code_hint')),
        el('p', {}, el('button', { type: 'submit', class: 'main' }, t('link_make'))),
      ),
    )
    made.addEventListener('submit', (event) => {
      event.preventDefault()
      void make(page)
    })
    return section('new-link', t('link_new'), made)
  }

  return simplePage(host, {
    load,
    draw: (page) =>
      links === undefined
        ? []
        : [
            may('marketing', 'operator') ? form(page) : null,
            el('div', { role: 'status' }, said),
            section(
              'links',
              t('links_all'),
              links.length === 0 ? el('div', { class: 'empty' }, t('links_none')) : list(page),
            ),
          ],
  })

  function list(page) {
    const rows = links.map(({ code, target, source, kind, creative, name, made_at: at }) => {
      const address = base + code
      return [
        el(
          'span',
          {},
          el('a', { href: address, rel: 'noreferrer' }, address),
          name === undefined ? null : el('span', { class: 'interval' }, name),
        ),
        [nameText(source), nameText(kind), creative].filter((one) => one !== undefined).join(' · '),
        target,
        date(at.slice(0, 10)),
        el(
          'div',
          { class: 'actions' },
          actions(address),
          may('marketing', 'operator') ? button(t('drop'), () => drop(page, code)) : null,
        ),
      ]
    })
    return plainTable(
      t('links_all'),
      ['address', 'for', 'target', 'made', 'actions'].map((head) => t(`head_${head}`)),
      rows,
    )
  }

  function actions(address) {
    const copy = button(t('copy'), async () => {
      await navigator.clipboard.writeText(address)
      copy.textContent = t('copied')
    })
    const show = button(t('qr'), () => {
      const dialog = el(
        'dialog',
        { class: 'sure', 'aria-label': t('qr_of', { address }) },
        qrPart(address),
        button(t('dead_no'), () => dialog.remove()),
      )
      dialog.addEventListener('close', () => dialog.remove())
      document.body.append(dialog)
      dialog.showModal()
    })
    return [copy, show]
  }
}

function failureText({ failed, problem }, problemText) {
  const [error] = problem?.errors ?? []
  if (error === undefined) return problemText(failed)
  return ['target', 'code'].includes(error.path)
    ? t(`link_wrong_${error.path}`)
    : t('link_wrong_text', { path: error.path })
}

/** Short enough to be typed, and not to be guessed from the last one. */
function codeFor({ kind }) {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const chance = crypto.getRandomValues(new Uint8Array(6))
  return `${kind.slice(0, 1)}/${Array.from(chance, (byte) => letters[byte % letters.length]).join('')}`
}

const CELL_MARGIN = 4

function qrPart(address) {
  const code = qrcode(0, 'M')
  code.addData(address)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (code.isDark(row, column)) path += `M${column + CELL_MARGIN},${row + CELL_MARGIN}h1v1h-1z`
  const whole = size + 2 * CELL_MARGIN
  const picture = svg(
    'svg',
    {
      class: 'qr',
      role: 'img',
      'aria-label': t('qr_of', { address }),
      viewBox: `0 0 ${whole} ${whole}`,
      'shape-rendering': 'crispEdges',
    },
    svg('path', { d: path, fill: '#000' }),
  )
  const file = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><rect width="${whole}" height="${whole}" fill="#fff"/><path d="${path}"/></svg>`
  const name = `${address.split('/go/')[1]?.replaceAll('/', '-') ?? 'link'}.svg`
  return el(
    'div',
    {},
    picture,
    el(
      'p',
      {},
      button(t('qr_save'), () => download(name, file, 'image/svg+xml')),
    ),
  )
}
