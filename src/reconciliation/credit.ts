/** What the platform credits to its ads: a reading of its own, never added to what it received. */
import { isSale } from './names.ts'
import type { Credit } from './reasons.ts'
import type { PlatformRow } from './wire.ts'

export interface Credits {
  /** In its main window, by a click. */
  readonly by_click: number
  readonly window?: string
  readonly others: readonly { readonly credit: Credit; readonly count: number; readonly window?: string }[]
}

type AttributedRow = Extract<PlatformRow, { kind: 'attributed' }>

/** `received`: what the platform says that it received in these days; null where it says nothing. */
export function creditsOf(rows: readonly AttributedRow[], received: number | null): Credits | undefined {
  const sales = rows.filter((row) => isSale(row))
  if (sales.length === 0) return undefined
  const clicks = sales.filter(({ how }) => how !== 'view' && how !== 'modelled')
  const window = mainWindow(clicks)
  const byClick = sum(clicks.filter((row) => row.window === window))
  const seen = sum(sales.filter(({ how }) => how === 'view' || how === 'modelled'))
  const otherWindows = clicks.filter((row) => row.window !== window)
  const elsewhere = received === null ? 0 : Math.max(0, received - byClick - seen)
  const others = [
    { credit: 'attributed_elsewhere' as const, count: elsewhere },
    { credit: 'view_or_modelled' as const, count: seen },
    ...[...new Set(otherWindows.map((row) => row.window ?? ''))].map((name) => ({
      credit: 'other_window' as const,
      count: sum(otherWindows.filter((row) => (row.window ?? '') === name)),
      window: name,
    })),
  ]
  return {
    by_click: byClick,
    ...(window !== undefined && { window }),
    others: others.filter(({ count }) => count > 0),
  }
}

/** The one with the most. */
function mainWindow(clicks: readonly AttributedRow[]): string | undefined {
  const counts = new Map<string | undefined, number>()
  for (const { window, count } of clicks) counts.set(window, count + (counts.get(window) ?? 0))
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0]
}

function sum(rows: readonly AttributedRow[]): number {
  return rows.reduce((total, { count }) => total + count, 0)
}
