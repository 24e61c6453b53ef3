/** Where sessions landed, and what they did there before they came again. */
import type { JourneyColumns } from '../columns.ts'
import { landingPages, type LandingPage } from '../funnel/landing.ts'
import { wilson } from '../numbers/wilson.ts'
import { SMALL } from '../guards/threshold.ts'
import { withPurchases } from '../moments.ts'
import { STEPS, type SessionColumns } from '../steps.ts'
import type { AnalysisRow, AnalysisTable } from '../table.ts'
import { columns, journeyCount, journeyShare, text } from './cells.ts'
import { foldSmall } from './fold-groups.ts'
import { journeysOnly } from './funnel-table.ts'
import type { LearningInput } from './input.ts'

/** A table of all pages would be a list of addresses: the ones with the most sessions. */
const MOST_PAGES = 100

export function landingTable(input: LearningInput): { readonly table: AnalysisTable } {
  const pages = input.sessions === undefined ? [] : countPages(input, input.sessions)
  const shown = pages.toSorted((a, b) => Number(a.isFolded) - Number(b.isFolded) || b.sessions - a.sessions)
  return {
    table: {
      id: 'landing_pages',
      frame_id: input.frameId,
      level: input.level,
      columns: [
        ...columns(['page', 'name'], ['sessions', 'count'], ['journeys', 'count']),
        ...columns(['left_at_once', 'share'], ['engaged', 'share']),
        ...columns(...STEPS.map((step) => [step, 'share'] as const)),
      ],
      rows: shown.slice(0, MOST_PAGES).map((page) => pageRow(page, input.level)),
      notes: [
        { code: 'until_the_next_session' },
        ...(input.sessions === undefined ? [{ code: 'sessions_not_measured' }] : []),
        ...(shown.length > MOST_PAGES
          ? [{ code: 'pages_left_out', figures: { pages: shown.length - MOST_PAGES } }]
          : []),
      ],
    },
  }
}

interface CountedPage extends LandingPage {
  readonly isFolded: boolean
}

/** Pages with too few journeys are one page, counted anew: the journeys of two small pages may be the same. */
function countPages(input: LearningInput, sessions: SessionColumns): readonly CountedPage[] {
  // Sessions of no page are all others less those of pages: where they are few they stand with the small ones.
  const nowhere = sessions.pages.length
  const byPage: JourneyColumns = {
    ...input.journeys,
    touchChannel: Uint32Array.from(sessions.landingPage, (page) => (page < 0 ? nowhere : page)),
  }
  const itself = Int32Array.from({ length: nowhere + 1 }, (_, page) => page)
  const { groupOfChannel, members, folded } = foldSmall(byPage, itself, nowhere + 1, input)
  const groupOf = (page: number): number => groupOfChannel[page < 0 ? nowhere : page] ?? -1
  const regrouped: SessionColumns = {
    ...sessions,
    landingPage: sessions.landingPage.map((page) => {
      const group = groupOf(page)
      return page < 0 && group !== folded ? -1 : group
    }),
    pages: members.map((list, group) => (group === folded ? '' : (sessions.pages[list[0] ?? -1] ?? ''))),
  }
  const steps = withPurchases(input.journeys, input.steps, input.orders, input.countsAsOrder)
  return landingPages(input.journeys, steps, regrouped, () => true, input).map((page) => ({
    ...page,
    isFolded: page.page === '',
  }))
}

function pageRow(page: CountedPage, level: number): AnalysisRow {
  const isSaid = page.journeys >= SMALL
  const share = (count: number) => journeyShare(isSaid ? wilson(count, page.sessions, level) : undefined)
  return {
    kind: page.isFolded ? 'folded' : 'row',
    cells: [
      text(page.isFolded ? 'folded' : page.page),
      journeysOnly(page.journeys, page.sessions),
      journeyCount(page.journeys),
      share(page.leftAtOnce),
      share(page.engaged),
      ...page.reached.map(share),
    ],
  }
}
