import type { CountedEvent, SimulatedAnswer } from '../destinations/simulator.ts'
export declare function eventsCsv(events: readonly CountedEvent[]): SimulatedAnswer
