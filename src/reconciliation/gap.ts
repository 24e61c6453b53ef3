/** The two figures that people come with, and what lies between them: 200 − 120 = 80 = 103 on top − 23 not delivered. */
import { deliveredCount } from './groups.ts'
import type { Reconciliation } from './reconcile.ts'
import { FRAME } from './words/frame.ts'
import { spaced, type Language } from './words/words.ts'

/** Undefined where one of the two figures is missing. */
export function gapText(result: Reconciliation, language: Language): string | undefined {
  const { orders, platform } = result
  if (platform.compared === null || orders.length === 0) return undefined
  const words = FRAME[language]
  const figure = (count: number) => count.toLocaleString(language).replace('-', '−')
  const part = (count: number, name: string) => `${figure(count)} ${name.replaceAll('(s)', count < 2 ? '' : 's')}`
  const parts = [
    part(platform.surplus, words.onTop),
    part(orders.length - deliveredCount(result), words.notDelivered),
    ...(platform.not_shown === 0 ? [] : [part(platform.not_shown, words.unseen)]),
  ]
  const gap = `${figure(platform.compared)} − ${figure(orders.length)} = ${figure(platform.compared - orders.length)}`
  const text = `${words.gap}${language === 'fr' ? ' :' : ':'} ${gap} = ${parts.join(' − ')}`
  return language === 'fr' ? spaced(text) : text
}
