/** The window in which a platform claims orders, in one way of writing. */

const CLICK = /click|clic/i
const ENGAGED = /engaged|engagée/i
const VIEW = /view|vue/i

/**
 * `7-day click, 1-day engaged-view or 1-day view` and `Clic sous 7 jours ou vue sous 1 jour` as `7d_click_1d_engaged_view_1d_view`:
 * the order is always this one. Undefined where it says no window.
 */
export function windowIn(text: string): string | undefined {
  if (/^(?:lifetime|off)$/.test(text)) return text
  const parts = /^\d+d_/.test(text) ? text.split(/_(?=\d+d_)/) : text.split(/,|;|\+|\/|\bor\b|\band\b|\bou\b|\bet\b/i)
  const found = parts.map(partOf)
  if (found.length === 0 || found.includes(undefined)) return undefined
  const known = found.filter((part) => part !== undefined)
  const ways = new Set(known.map(({ way }) => way))
  if (ways.size !== known.length) return undefined
  return WAYS.flatMap((way) => known.filter((part) => part.way === way))
    .map(({ days, way }) => `${days}d_${way}`)
    .join('_')
}

const WAYS = ['click', 'engaged_view', 'view'] as const

function partOf(text: string): { readonly days: number; readonly way: (typeof WAYS)[number] } | undefined {
  const days = Number(/\d+/.exec(text)?.[0] ?? Number.NaN)
  if (!(days >= 1 && days <= 90)) return undefined
  if (ENGAGED.test(text)) return { days, way: 'engaged_view' }
  if (CLICK.test(text)) return { days, way: 'click' }
  return VIEW.test(text) ? { days, way: 'view' } : undefined
}
