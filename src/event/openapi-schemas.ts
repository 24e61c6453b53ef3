/** What is in a body and in an answer, for the OpenAPI document: written out of the schemas that the parser runs. */
import * as z from 'zod'
import { consentRequestSchema } from './consent-request.ts'
import { PARSE_LIMITS } from './parse.ts'
import { documentedEventSchema } from './schema.ts'
import { EVENT_NAMES } from './types.ts'

const fieldErrorSchema = () =>
  z.object({
    path: z.string().describe('Dotted, e.g. `events.3.order.items.0.price`.'),
    message: z.string(),
  })

/** One event's answer, on the wire. */
const eventResultSchema = () =>
  z.object({
    event_id: z.string().nullable().describe('Null where it could not be read.'),
    status: z.enum(['accepted', 'duplicate', 'refused']),
    reason: z.string().optional().describe('A stable code, where the event was refused.'),
    errors: z.array(fieldErrorSchema()).optional(),
    destinations: z
      .record(z.string(), z.string())
      .describe('By destination id: `full`, `limited`, or the stable code of why nothing leaves.'),
  })

const resultsSchema = () => z.object({ results: z.array(eventResultSchema()) })

const withdrawalAnswerSchema = () =>
  z.object({
    withdrawn_from: z.array(z.string()).describe('Destinations that get nothing more of this person.'),
    deliveries_removed: z.int().describe('Deliveries that were waiting and are no more.'),
  })

const consentAnswerSchema = () =>
  withdrawalAnswerSchema().extend({
    answered_at: z.string().describe('ISO 8601: when the person answered, as it was read.'),
    decisions: z
      .record(z.string(), z.string())
      .describe('By destination id: `full`, `limited`, or why nothing leaves.'),
    deliveries_removed: z
      .int()
      .optional()
      .describe('Deliveries that were waiting and are no more; told to servers only.'),
    orders_released: z.int().optional().describe('Orders that had waited for this answer; told to servers only.'),
  })

/** RFC 9457, with a stable `code`. */
const problemSchema = () =>
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string().describe('Stable.'),
    errors: z.array(fieldErrorSchema()).optional(),
  })

export function schemas(): Record<string, unknown> {
  const events = { type: 'array', items: ref('Event'), minItems: 1, maxItems: PARSE_LIMITS.maxEvents }
  return {
    Event: {
      ...jsonSchema(documentedEventSchema()),
      description: `Names: ${EVENT_NAMES.join(', ')}. A null member is absent.`,
    },
    EventsBody: {
      oneOf: [ref('Event'), { type: 'object', properties: { events, environment: {} }, required: ['events'] }, events],
    },
    Results: jsonSchema(resultsSchema()),
    ConsentBody: jsonSchema(consentRequestSchema()),
    ConsentAnswer: jsonSchema(consentAnswerSchema()),
    WithdrawalAnswer: jsonSchema(withdrawalAnswerSchema()),
    Problem: jsonSchema(problemSchema()),
  }
}

/** What a caller writes (ids may be numbers), not what the parser makes of it. */
function jsonSchema(schema: z.core.$ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

export function ref(name: string): unknown {
  return { $ref: `#/components/schemas/${name}` }
}
