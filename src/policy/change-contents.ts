/** Who receives what with a site or a recipient that is new, in full: it is read by whoever signs it. */
import { grantWords } from './change-fields.ts'
import type { ChangeNames } from './change-sentences.ts'
import type { Change, Contents } from './compare.ts'
import { canonicalJson } from './digest.ts'
import type { Words } from './document.ts'

/** "with `purchase`, `sign_up`: the hashed phone number, …; with …": events with the same fields are told together. */
export function eventsIn(contents: readonly Contents[] | undefined): Words {
  const rows = (contents ?? []).flatMap(({ events }) => [...events])
  const groups = [...Map.groupBy(rows, ([, fields]) => canonicalJson([...fields])).values()]
  const parts = groups.map((group) => {
    const events = group.map(([event]) => `\`${event}\``).join(', ')
    const words = [...(group[0]?.[1] ?? [])].map(([field, grant]) => grantWords(field, grant))
    return {
      en: `with ${events}: ${words.map(({ en }) => en).join(', ') || 'no field of the policy'}`,
      fr: `avec ${events} : ${words.map(({ fr }) => fr).join(', ') || 'aucun champ de la politique'}`,
    }
  })
  if (parts.length === 0) return { en: ' no event', fr: ' aucun événement' }
  return {
    en: `, ${parts.map(({ en }) => en).join('; ')}`,
    fr: `, ${parts.map(({ fr }) => fr).join(' ; ')}`,
  }
}

export function recipientsIn({ contents }: Change, names: ChangeNames): Words {
  const parts = (contents ?? []).map((one) => {
    const { id, document, accountId } = one.account
    const events = eventsIn([one])
    return {
      en: `${names.destination(id)} (${document.recipient.en}), with its account \`${accountId}\`, receives${events.en}.`,
      fr: `${names.destination(id)} (${document.recipient.fr}), avec son compte \`${accountId}\`, reçoit${events.fr}.`,
    }
  })
  if (parts.length === 0) return { en: 'Nobody receives anything of it.', fr: 'Personne n’en reçoit rien.' }
  return { en: parts.map(({ en }) => en).join(' '), fr: parts.map(({ fr }) => fr).join(' ') }
}
