/** What a line says that may be true and is seldom meant: told by its line, and taken. Pure. */
import { minorUnits } from '../../event/currency.ts'
import { columnText } from '../../analysis/words/said.ts'
import type { ImportRow, MediaDay, MediaMetric, VerificationDay } from '../../offsite/rows.ts'
import type { Bilingual } from '../command.ts'

/** The first is a part of the second: more of it than of the whole makes rates above 100 %. Replays are counted in none of them. */
const MEDIA_PARTS: readonly (readonly [MediaMetric, MediaMetric])[] = [
  ['plays', 'impressions'],
  ['clicks', 'impressions'],
  ['reach', 'impressions'],
  ['views_2s', 'plays'],
  ['views_6s', 'views_2s'],
  ['views_25', 'plays'],
  ['views_50', 'views_25'],
  ['views_75', 'views_50'],
  ['views_100', 'views_75'],
  ['live_unique_views', 'live_views'],
]

const VERIFICATION_PARTS = [
  ['measured', 'monitored'],
  ['viewable', 'measured'],
  ['safe', 'classified'],
  ['invalid', 'monitored'],
] as const satisfies readonly (readonly [keyof VerificationDay, keyof VerificationDay])[]

export function doubtsOf(row: ImportRow): readonly Bilingual[] {
  if (row.kind === 'media') return [...takenBack(row), ...moreThanWhole(row.metrics, MEDIA_PARTS)]
  return row.kind === 'verification' ? moreThanWhole(row, VERIFICATION_PARTS) : []
}

/** Platforms give money back on a later day; a sign that slipped in looks the same. */
function takenBack({ spend, claimed_value: value, currency = '' }: MediaDay): readonly Bilingual[] {
  const found = [
    ['spend', spend],
    ['claimed_value', value],
  ] as const
  return found.flatMap(([key, minor]) => {
    if (minor === undefined || minor >= 0) return []
    const amount = (minor / 10 ** (minorUnits(currency) ?? 2)).toFixed(minorUnits(currency) ?? 2)
    return [
      {
        en: `${columnText(key, 'en')} is below zero (${amount} ${currency}): taken as a credit, and the sum is less by it. If it is none, mend the file and import it again.`,
        fr: `${columnText(key, 'fr')} au-dessous de zéro (${amount} ${currency}) : pris comme un avoir, la somme diminue d’autant. Si ce n’en est pas un, corrigez le fichier et réimportez-le.`,
      },
    ]
  })
}

function moreThanWhole<Key extends string>(
  counts: Readonly<Partial<Record<Key, unknown>>>,
  parts: readonly (readonly [Key, Key])[],
): readonly Bilingual[] {
  return parts.flatMap(([part, whole]) => {
    const [some, all] = [counts[part], counts[whole]]
    if (typeof some !== 'number' || typeof all !== 'number' || some <= all) return []
    const said = (language: 'en' | 'fr') =>
      [part, whole].map((key, at) => `${columnText(key, language)} (${[some, all][at]?.toLocaleString(language)})`)
    return [
      {
        en: `More ${said('en').join(' than ')}: taken as it stands, with rates above 100 %. Are two columns mixed up?`,
        fr: `${said('fr').join(' dépasse ')} : pris tel quel, avec des taux au-dessus de 100 %. Deux colonnes sont-elles interverties ?`,
      },
    ]
  })
}
