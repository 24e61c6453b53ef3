/** What a replay came to, as lines for a terminal. */
import { EFFECTS, type Effect, type Replay } from '../pipeline/replay.ts'
import { NAMES } from './change-lines.ts'
import type { Bilingual, Language } from './command.ts'

/** After a number: `12 deliveries gain a field`. */
const WORDS: Readonly<Record<Effect, { readonly one: Bilingual; readonly many: Bilingual }>> = {
  starts: {
    one: { en: 'delivery starts', fr: 'envoi commence' },
    many: { en: 'deliveries start', fr: 'envois commencent' },
  },
  gains: {
    one: { en: 'delivery gains a field', fr: 'envoi gagne un champ' },
    many: { en: 'deliveries gain a field', fr: 'envois gagnent un champ' },
  },
  changes: {
    one: { en: 'delivery changes its form', fr: 'envoi change de forme' },
    many: { en: 'deliveries change their form', fr: 'envois changent de forme' },
  },
  loses: {
    one: { en: 'delivery loses a field', fr: 'envoi perd un champ' },
    many: { en: 'deliveries lose a field', fr: 'envois perdent un champ' },
  },
  stops: {
    one: { en: 'delivery stops', fr: 'envoi s’arrête' },
    many: { en: 'deliveries stop', fr: 'envois s’arrêtent' },
  },
}

export function replayLines({ events, effects }: Replay, site: string, language: Language): readonly string[] {
  const fr = language === 'fr'
  const destinations = Object.keys(effects).toSorted()
  const head = fr ? `Sur ${events} événements enregistrés, ${site} :` : `Of ${events} recorded events, ${site}:`
  if (destinations.length === 0) return [`${head} ${fr ? 'aucun envoi ne change.' : 'no delivery changes.'}`]
  return [
    head,
    ...destinations.map(
      (id) => `  ${NAMES.destination(id)}${fr ? '\u00A0:' : ':'} ${destinationText(effects[id], language)}`,
    ),
  ]
}

function destinationText(effects: Replay['effects'][string] | undefined, language: Language): string {
  return EFFECTS.flatMap((effect) => {
    const events = Object.entries(effects?.[effect] ?? {})
    const total = events.reduce((sum, [, count]) => sum + count, 0)
    if (total === 0) return []
    const words = WORDS[effect][total === 1 ? 'one' : 'many'][language]
    return [`${total} ${words} (${events.map(([event, count]) => `${event} ${count}`).join(', ')})`]
  }).join(', ')
}
