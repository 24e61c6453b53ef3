/** What the simulators answer, on a connection of Node: also where the connection itself is what fails. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Simulators } from './core.ts'
export declare function answerOverHttp(
  simulators: Simulators,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void>
