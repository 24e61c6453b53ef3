/** Worker entry: fetch, and the Durable Object class. Nothing else. */
import { createApp } from './app.ts'

export { Outbox } from './outbox/outbox.ts'

export default createApp()
