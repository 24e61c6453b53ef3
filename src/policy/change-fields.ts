/** Fields and their forms in the sentences about changes: "the hashed phone number", « le numéro de téléphone haché ». */
import type { Condition, Grant, Words } from './document.ts'
import { FIELD_WORDS, isField } from './field-words.ts'
import type { Treatment } from './fields.ts'

/** A field that has no words yet is named as the policy names it. */
function wordsOf(field: string): { readonly en: string; readonly fr: string; readonly e?: true } {
  return isField(field) ? FIELD_WORDS[field] : { en: `\`${field}\``, fr: `\`${field}\`` }
}

/** Without its form. */
export function fieldWords(field: string): Words {
  const { en, fr } = wordsOf(field)
  return { en: `the ${en}`, fr }
}

/** With the form in which it leaves. */
export function fieldInForm(field: string, treatment: Treatment): Words {
  const { en, fr, e } = wordsOf(field)
  const ending = e === true ? 'e' : ''
  switch (treatment) {
    case 'hashed':
      return { en: `the hashed ${en}`, fr: `${fr} haché${ending}` }
    case 'normalized':
      return { en: `the readable ${en}`, fr: `${fr} lisible` }
    case 'url_cleaned':
      return { en: `the cleaned ${en}`, fr: `${fr} nettoyé${ending}` }
    case 'as_is':
      return { en: `the ${en} as it is`, fr: `${fr} tel${e === true ? 'le quelle' : ' quel'}` }
  }
}

const FORMS: Readonly<Record<Treatment, Words>> = {
  hashed: { en: 'hashed', fr: 'sous forme hachée' },
  normalized: { en: 'readable, in a uniform spelling', fr: 'lisible, dans une écriture uniforme' },
  url_cleaned: { en: 'cleaned', fr: 'sous forme nettoyée' },
  as_is: { en: 'as it is', fr: 'sans changement' },
}

export function formWords(treatment: unknown): Words {
  const known = typeof treatment === 'string' && Object.hasOwn(FORMS, treatment)
  return known ? FORMS[treatment as Treatment] : { en: String(treatment), fr: String(treatment) }
}

export function conditionWords(condition: unknown): Words {
  if (typeof condition !== 'object' || condition === null) return { en: 'no condition', fr: 'aucune condition' }
  const { countries, exceptCountries, withField }: Condition = condition
  const en: string[] = []
  const fr: string[] = []
  if (countries !== undefined) {
    en.push(`only in ${countries.join(', ')}`)
    fr.push(`seulement dans ${countries.join(', ')}`)
  }
  if (exceptCountries !== undefined) {
    en.push(`never in ${exceptCountries.join(', ')}`)
    fr.push(`jamais dans ${exceptCountries.join(', ')}`)
  }
  if (withField !== undefined) {
    en.push(`only together with ${fieldWords(withField).en}`)
    fr.push(`seulement avec ${fieldWords(withField).fr}`)
  }
  return en.length === 0 ? { en: 'no condition', fr: 'aucune condition' } : { en: en.join(', '), fr: fr.join(', ') }
}

/** The condition belongs to what leaves: without it the sentence would say more than is so. */
export function grantWords(field: string, grant: Grant): Words {
  const form = fieldInForm(field, grant.treatment)
  if (grant.condition === undefined) return form
  const condition = conditionWords(grant.condition)
  return { en: `${form.en} (${condition.en})`, fr: `${form.fr} (${condition.fr})` }
}
