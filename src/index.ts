/** Worker entry: fetch, and the Durable Object class. Nothing else. */
import { createWorker } from './app.ts'

export { Outbox } from './outbox/outbox.ts'

export default createWorker()
