/** The table of commands: a new one is one line here and one file. Loaded when asked for, so that each starts fast. */
import type { Command } from './command.ts'

type Load = () => Promise<{ readonly command: Command }>

export const COMMANDS: Readonly<Partial<Record<string, Load>>> = {
  backup: () => import('./commands/backup.ts'),
  'dead-letters list': () => import('./commands/dead-letters-list.ts'),
  'dead-letters show': () => import('./commands/dead-letters-show.ts'),
  'dead-letters redrive': () => import('./commands/dead-letters-redrive.ts'),
  'events record': () => import('./commands/events-record.ts'),
  explain: () => import('./commands/explain.ts'),
  hash: () => import('./commands/hash.ts'),
  'keys new': () => import('./commands/keys-new.ts'),
  'lake export': () => import('./commands/lake-export.ts'),
  'media import': () => import('./commands/media-import.ts'),
  'media pull': () => import('./commands/media-pull.ts'),
  'orders import': () => import('./commands/orders-import.ts'),
  'orders sweep': () => import('./commands/orders-sweep.ts'),
  'parked close': () => import('./commands/parked-close.ts'),
  'parked list': () => import('./commands/parked-list.ts'),
  'parked redrive': () => import('./commands/parked-redrive.ts'),
  'parked show': () => import('./commands/parked-show.ts'),
  'platform import': () => import('./commands/platform-import.ts'),
  'platform pull': () => import('./commands/platform-pull.ts'),
  'policy approve': () => import('./commands/policy-approve.ts'),
  'policy check': () => import('./commands/policy-check.ts'),
  'policy compile': () => import('./commands/policy-compile.ts'),
  'policy review': () => import('./commands/policy-review.ts'),
  'policy diff': () => import('./commands/policy-diff.ts'),
  'receipts export': () => import('./commands/receipts-export.ts'),
  'receipts verify': () => import('./commands/receipts-verify.ts'),
  reconcile: () => import('./commands/reconcile.ts'),
  restore: () => import('./commands/restore.ts'),
  tag: () => import('./commands/tag.ts'),
  token: () => import('./commands/token.ts'),
  help: () => import('./commands/help.ts'),
}
