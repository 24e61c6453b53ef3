/** How routes ask the ledger of a site: it lies in the site's first shard. */
import type {
  ChangesAnswer,
  CalledAnswer,
  KnownAnswer,
  LedgerAsk,
  LinesAnswer,
  OrdersAnswer,
  ParkAnswer,
  ParkedAnswer,
  PlatformAnswer,
  ReleaseAnswer,
  ReportAnswer,
  ShowAnswer,
  TakeAnswer,
  UpsertAnswer,
} from '../outbox/ledger-asks.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { RouteContext } from './events.ts'

type Where = Pick<RouteContext, 'services' | 'env'>

/** Throws where the shard could not: then nothing was stored, and the caller says 503. */
export async function askLedger<Ask extends LedgerAsk>(
  { services, env }: Where,
  plan: SitePlan,
  ask: Ask,
): Promise<AnswerTo<Ask>> {
  const stub = shardStub(services.config, env, plan.id, 0)
  return JSON.parse(await stub.ledger(plan.id, JSON.stringify(ask))) as AnswerTo<Ask>
}

type AnswerTo<Ask extends LedgerAsk> = Answers[Ask['kind']]

interface Answers {
  readonly known: KnownAnswer
  readonly called: CalledAnswer
  readonly upsert: UpsertAnswer
  readonly refunds: UpsertAnswer
  readonly orders: OrdersAnswer
  readonly changes: ChangesAnswer
  readonly lines: LinesAnswer
  readonly park: ParkAnswer
  readonly parked: ParkedAnswer
  readonly show: ShowAnswer
  readonly take: TakeAnswer
  readonly release: ReleaseAnswer
  readonly forget: ReleaseAnswer
  readonly door: object
  readonly shop_refused: object
  readonly report: ReportAnswer
  readonly platform: PlatformAnswer
}
