/** Tests of lift: the SQL of `tests`. A plan is kept before its test begins and never changed; readings are added and stay. */
import type { LiftFaultCode } from '../analysis/lift/faults.ts'
import { readPlan, type LiftPlan } from '../analysis/lift/plan.ts'
import { readReading } from '../analysis/lift/reading.ts'
import type { Sql } from '../outbox/tables.ts'
import type { KeptTest, OffsiteAsk } from './asks.ts'
import { withRegister } from './lift-tests.ts'
import { PlanRegister } from './plan-register.ts'
import { MAX_READINGS, MAX_TEST_CHARACTERS, MAX_TESTS, MAX_TESTS_CHARACTERS } from './record-bounds.ts'

interface TestRow extends Record<string, SqlStorageValue> {
  id: string
  plan: string
  readings: string
}

/** A plan or a reading that is not as it was sealed, or not drawn before its start, is refused by its fault's name. */
export type KeepTestResult = 'kept' | 'same' | 'plan_is_fixed' | 'no_such_test' | 'too_large' | 'full' | LiftFaultCode

export class TestBook {
  readonly #sql: Sql
  readonly #register: PlanRegister

  constructor(sql: Sql) {
    this.#sql = sql
    this.#register = new PlanRegister(sql)
  }

  all(): readonly KeptTest[] {
    const tests = this.#sql.rows<TestRow>('SELECT * FROM tests ORDER BY id').map(({ id, plan, readings }) => ({
      id,
      plan: JSON.parse(plan) as unknown,
      readings: JSON.parse(readings) as readonly unknown[],
    }))
    return withRegister(tests, this.#register.all())
  }

  keep(asked: Extract<OffsiteAsk, { kind: 'keep_test' }>, nowMs: number): { readonly result: KeepTestResult } {
    const answer = this.#keep(asked)
    const read = asked.plan === undefined ? undefined : readPlan(asked.plan)
    const isTold = ['kept', 'same', 'plan_is_fixed'].includes(answer.result)
    if (read?.ok === true && isTold) this.#register.tell(asked.id, read.value, asked.by ?? 'server', nowMs)
    return answer
  }

  #keep({ id, plan, reading }: Extract<OffsiteAsk, { kind: 'keep_test' }>): { readonly result: KeepTestResult } {
    const known = this.#sql.rows<TestRow>('SELECT * FROM tests WHERE id = ?', id)[0]
    if (known === undefined) return { result: plan === undefined ? 'no_such_test' : this.#begin(id, plan) }
    if (plan !== undefined && JSON.stringify(plan) !== known.plan) return { result: 'plan_is_fixed' }
    return { result: reading === undefined ? 'same' : this.#read(known, reading) }
  }

  #begin(id: string, plan: unknown): KeepTestResult {
    const read = readPlan(plan)
    if (!read.ok) return read.code
    const text = JSON.stringify(plan)
    if (text.length > MAX_TEST_CHARACTERS) return 'too_large'
    const count = this.#sql.rows<{ n: number }>('SELECT count(*) AS n FROM tests')[0]?.n ?? 0
    if (count >= MAX_TESTS || !this.#hasRoom(text.length)) return 'full'
    this.#sql.rows("INSERT INTO tests (id, plan, readings) VALUES (?, ?, '[]')", id, text)
    return 'kept'
  }

  #hasRoom(characters: number): boolean {
    const query = 'SELECT coalesce(sum(length(plan) + length(readings)), 0) AS n FROM tests'
    return (this.#sql.rows<{ n: number }>(query)[0]?.n ?? 0) + characters <= MAX_TESTS_CHARACTERS
  }

  #read({ id, plan, readings }: TestRow, reading: unknown): KeepTestResult {
    const read = readReading(reading, JSON.parse(plan) as LiftPlan)
    if (!read.ok) return read.code
    const before = JSON.parse(readings) as readonly unknown[]
    if (before.some((one) => JSON.stringify(one) === JSON.stringify(reading))) return 'same'
    const text = JSON.stringify([...before, reading])
    if (text.length > MAX_TEST_CHARACTERS * 2) return 'too_large'
    if (before.length >= MAX_READINGS || !this.#hasRoom(text.length - readings.length)) return 'full'
    this.#sql.rows('UPDATE tests SET readings = ? WHERE id = ?', text, id)
    return 'kept'
  }
}
