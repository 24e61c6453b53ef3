/** All of the Learning page, from one input: each table with the points that its chart draws. */
import { creativeCards } from './cards.ts'
import { countCreatives } from './counted.ts'
import type { DelayBy } from './blocks.ts'
import { delayTable } from './delay-table.ts'
import { funnelTable } from './funnel-table.ts'
import type { LearningInput } from './input.ts'
import { landingTable } from './landing-table.ts'
import { livesTable } from './lives-table.ts'
import { sequencesTable } from './sequences-table.ts'

export const LEARNING_TABLES = [
  'creative_cards',
  'funnel_by_creative',
  'landing_pages',
  'time_to_order',
  'live_study',
  'sequences',
] as const
export type LearningTable = (typeof LEARNING_TABLES)[number]

type Answers = {
  readonly creative_cards: ReturnType<typeof creativeCards>
  readonly funnel_by_creative: ReturnType<typeof funnelTable>
  readonly landing_pages: ReturnType<typeof landingTable>
  readonly time_to_order: ReturnType<typeof delayTable>
  readonly live_study: ReturnType<typeof livesTable>
  readonly sequences: ReturnType<typeof sequencesTable>
}

export interface LearningChoice {
  /** Of `time_to_order`. */
  readonly by?: DelayBy
  readonly origin?: 'first' | 'last'
}

export function learningTable<Id extends LearningTable>(
  id: Id,
  input: LearningInput,
  choice: LearningChoice = {},
): Answers[Id] {
  return TABLES[id](input, choice)
}

const TABLES: { readonly [Id in LearningTable]: (input: LearningInput, choice: LearningChoice) => Answers[Id] } = {
  creative_cards: (input) => creativeCards(input, countCreatives(input)),
  funnel_by_creative: (input) => funnelTable(input, countCreatives(input)),
  landing_pages: landingTable,
  time_to_order: (input, { by, origin }) => delayTable(input, by, origin),
  live_study: livesTable,
  sequences: sequencesTable,
}
