/** The policy's review as it was generated: a document with a style of its own, inside the console's frame. */
import { el } from '../diagnostics/elements.js'
import { language } from '../console/words.js'
import { download, printButton } from '../analysis/sheet.js'
import { button, note, t, waiting } from './parts.js'

export const lead = () => t('policy_lead')

export function mount(host, { ask, problemText }) {
  const texts = new Map()
  const status = el('div', { id: 'status', role: 'status' })
  const bar = el('div', { class: 'actions' })
  const place = el('article', { id: 'review' })
  const shadow = place.attachShadow({ mode: 'open' })
  host.replaceChildren(status, bar, place)
  // Addresses within a document do not reach into it here.
  shadow.addEventListener('click', (event) => {
    const target = event.target.closest('a')?.getAttribute('href') ?? ''
    if (!target.startsWith('#')) return
    event.preventDefault()
    shadow.getElementById(decodeURIComponent(target.slice(1)))?.scrollIntoView()
  })

  async function start() {
    const wanted = language()
    if (!texts.has(wanted)) {
      status.replaceChildren(waiting(t('loading')))
      const told = await ask(`/v1/policy/review?lang=${wanted}`, { as: 'text' })
      if (told.failed !== undefined) {
        status.replaceChildren(note(told.failed === 'not_found' ? t('policy_none') : problemText(told.failed)))
        return
      }
      texts.set(wanted, told.body)
    }
    status.replaceChildren(el('p', { class: 'hidden' }, t('done')))
    show(texts.get(wanted), wanted)
  }

  function show(text, shown) {
    const [whole, css = ''] = /<style>([^]*?)<\/style>/.exec(text) ?? ['']
    const page = new DOMParser().parseFromString(text.replace(whole, ''), 'text/html')
    const style = new CSSStyleSheet()
    // Its root is this place, and a page has one main part, which is the console's.
    style.replaceSync(
      css
        .replaceAll(':root', ':host')
        .replaceAll(/^body \{/gm, ':host {')
        .replaceAll(/^( *)main \{/gm, '$1.review {'),
    )
    shadow.adoptedStyleSheets = [style]
    shadow.replaceChildren(el('div', { class: 'review' }, [...(page.querySelector('main')?.childNodes ?? [])]))
    place.lang = shown
    const name = shown === 'fr' ? 'REVIEW.fr.html' : 'REVIEW.html'
    bar.replaceChildren(
      button(t('policy_save'), () => download(name, text, 'text/html;charset=utf-8')),
      printButton(),
    )
  }

  return {
    start,
    draw() {
      if (texts.size > 0 && place.lang !== language()) void start()
    },
    clear: () => shadow.replaceChildren(),
  }
}
