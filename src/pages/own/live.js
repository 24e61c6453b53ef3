/** The last decisions of the gateway, as they come: in development, where the live view is switched on. */
import { el } from '../diagnostics/elements.js'
import { when } from '../console/words.js'
import { button, plainTable, simplePage, t } from './parts.js'

export const lead = () => t('live_lead')

const POLL_MS = 2_000
const SHOWN = 50

export function mount(host, { ask, problemText }) {
  let decisions
  let paused = false
  let seen = -1

  async function load() {
    const told = await ask('/dev/decisions')
    if (told.failed !== undefined) return problemText(told.failed)
    decisions = told.body.decisions.toReversed().slice(0, SHOWN)
    seen = told.body.seq
    return undefined
  }

  const page = simplePage(host, {
    load,
    draw: () =>
      decisions === undefined
        ? []
        : [
            el('div', { class: 'actions' }, button(t(paused ? 'live_go' : 'live_pause'), pause)),
            decisions.length === 0 ? el('div', { class: 'empty' }, t('live_none')) : table(),
          ],
  })

  function pause() {
    paused = !paused
    page.draw()
  }

  function table() {
    const rows = decisions.map(({ event, at, status, reason, destinations = [] }) => [
      event,
      when(at),
      [status, reason].filter((one) => typeof one === 'string' && one !== '').join(' · '),
      destinations
        .map(({ id, outcome, decision, reason: why }) => `${id}: ${outcome ?? decision ?? why ?? ''}`)
        .join(', '),
    ])
    return plainTable(
      t('live_lead'),
      ['event', 'at', 'status', 'destinations'].map((name) => t(`live_${name}`)),
      rows,
    )
  }

  /** What has not changed is not drawn: whoever reads a line keeps their place. */
  async function poll() {
    if (!paused && !document.hidden) {
      const before = seen
      await load()
      if (seen !== before) page.draw()
    }
    setTimeout(() => void poll(), POLL_MS)
  }

  return {
    ...page,
    async start() {
      await page.start()
      setTimeout(() => void poll(), POLL_MS)
    },
  }
}
