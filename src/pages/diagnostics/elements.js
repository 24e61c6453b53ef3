/**
 * Builds elements. Text goes in as text nodes and attributes through setAttribute, so nothing that arrives in data can
 * become markup. Attributes that are false, null or undefined are left out.
 */
export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children)
}

const SVG = 'http://www.w3.org/2000/svg'

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children)
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

/** For eyes only: the figure stands beside it as text. */
export function bar(share, kind) {
  return svg(
    'svg',
    { class: `bar ${kind}`, viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'rail', width: 100, height: 6 }),
    svg('rect', { class: 'full', width: 100 * share, height: 6 }),
  )
}

const HEIGHT = 24
const STEP = 5

/** One bar for each number; the largest is as high as there is room. What is not nothing is seen. */
export function columns(numbers) {
  const largest = Math.max(...numbers)
  const rects = numbers.map((n, index) => {
    const height = n === 0 ? 1 : Math.max(3, (HEIGHT * n) / largest)
    return svg('rect', {
      class: n === 0 ? 'none' : 'some',
      x: index * STEP,
      y: HEIGHT - height,
      width: STEP - 1,
      height,
    })
  })
  const viewBox = `0 0 ${numbers.length * STEP} ${HEIGHT}`
  return svg('svg', { class: 'columns', viewBox, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, rects)
}

export function section(id, title, ...children) {
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, title), ...children)
}
