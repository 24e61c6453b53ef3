/** Worker entry: fetch, and the Durable Object classes. Nothing else. */
import { createWorker } from './app.ts'

export { OffsiteRecord } from './offsite/offsite-record.ts'
export { Outbox } from './outbox/outbox.ts'

export default createWorker()
