/** Runs before each file of end-to-end tests, whose own hooks come after it: at the end of the file this one is the last. */
import { afterAll } from 'vitest'
import { end } from './running.ts'

afterAll(end)
