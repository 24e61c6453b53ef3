/** How it was counted, as rows of name and value: printed under every table. What is not known is written as unknown. */
import type { Reconciliation } from './reconcile.ts'
import { FRAME } from './words/frame.ts'
import { spaced, type Language } from './words/words.ts'

export function frameRows(
  result: Reconciliation,
  asOf: string,
  language: Language,
): readonly (readonly [string, string])[] {
  const { settings } = result
  const words = FRAME[language]
  const known = (text: string) => (text === '' ? words.unknown : text)
  const side = (choice: 'included' | 'excluded') => words[choice]
  const called = (name: string) => {
    const said = Object.hasOwn(words.called, name) ? words.called[name] : undefined
    return said === undefined ? name : `${said} (${name})`
  }
  const rows: readonly (readonly [string, string])[] = [
    [words.days, `${result.first_day} – ${result.last_day}`],
    [words.zone, known(settings.time_zone)],
    [words.boundary, `${result.start} – ${result.end}`],
    [words.money, words[settings.money]],
    [words.tax, side(settings.tax)],
    [words.shipping, side(settings.shipping)],
    [words.counted, words[settings.purchase_when]],
    [words.leftOut, settings.excluded.length === 0 ? '–' : settings.excluded.map(called).join(', ')],
    [words.unique, called(settings.purchase_unique)],
    [words.platformSays, result.platform.says === null ? words.unknown : words.tells[result.platform.tells]],
    [words.policy, known(settings.policy_digest)],
    [words.asOf, asOf],
  ]
  return language === 'fr' ? rows.map(([name, value]) => [spaced(name), spaced(value)]) : rows
}
