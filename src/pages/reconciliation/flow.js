/** The bars of the fall: each begins where the one before it ended. For eyes only: name and figure stand beside it as text. */
const SVG = 'http://www.w3.org/2000/svg'

export function flow(from, size, total, kind) {
  const svg = made('svg', { class: 'flow', viewBox: '0 0 1000 12', preserveAspectRatio: 'none', 'aria-hidden': 'true' })
  const scale = total === 0 ? 0 : 1000 / total
  // What is not nothing is seen.
  const width = size === 0 ? 0 : Math.max(4, size * scale)
  svg.append(
    made('rect', { class: 'rail', x: 0, y: 5, width: 1000, height: 2 }),
    made('rect', { class: kind, x: Math.min(from * scale, 1000 - width), y: 0, width, height: 12 }),
  )
  return svg
}

function made(tag, attributes) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}
