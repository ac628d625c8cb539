// Amazon SQS: scripts of operations on queues, with what each of them must bring.

import { milliseconds } from '../../server/engine/time.ts'
import {
  KNOWN_OPERATIONS,
  type Received,
  SqsScript,
  type Step,
  type StepOf,
  stepSchema,
} from './sqsScript.ts'
import { failed, PASSED, type VectorSuite, type Verdict } from './suite.ts'

/** The recordings are of real time: what they expect may come so much later. */
const TOLERANCE = milliseconds(1000)

export const awsSuites: readonly VectorSuite[] = [
  { file: 'sqs-scenarios.json', run: (vector) => verdictOn(vector.steps) },
]

function verdictOn(steps: unknown): Verdict {
  if (!Array.isArray(steps)) return failed('the case has no steps')
  const unknown = steps.find((step) => !KNOWN_OPERATIONS.has(step?.op))
  if (unknown) return { kind: 'skipped', why: `the operation ${unknown.op} is not known here` }
  const script = new SqsScript()
  for (const [index, step] of steps.entries()) {
    const why = complaintOf(script, stepSchema.parse(step))
    if (why !== null) return failed(`step ${index + 1}, ${step.op}: ${why}`)
  }
  return PASSED
}

/** Null: the step brought what it must. */
function complaintOf(script: SqsScript, step: Step): string | null {
  switch (step.op) {
    case 'createQueue':
      script.createQueue(step)
      return null
    case 'setRedrive':
      script.setRedrive(step)
      return null
    case 'send':
      return unlike(script.send(step), step.expect?.error ?? null)
    case 'receive':
      return receiveComplaint(script, step)
    case 'delete':
      return unlike(script.delete(step), step.expect?.error ?? null)
    case 'changeVisibility':
      return unlike(script.changeVisibility(step), step.expect?.error ?? null)
    case 'counts':
      return unlike(only(script.counts(step), step.expect), step.expect)
    case 'purge':
      return unlike(script.purge(step), step.expect?.error ?? null)
    case 'sleep':
      script.sleep(step)
      return null
  }
}

function receiveComplaint(script: SqsScript, step: StepOf<'receive'>): string | null {
  const got = script.receive(step, expectsSome(step) ? TOLERANCE : milliseconds(0))
  const { expect } = step
  if (typeof got === 'string') {
    return unlike({ error: got }, expect !== undefined && !Array.isArray(expect) ? expect : [])
  }
  const bodies = got.map(({ body }) => body)
  if (expect !== undefined && !sameAs(bodies, expect)) return unlike(bodies, expect)
  return (
    setComplaint(bodies, step) ??
    countComplaint(got, step) ??
    (step.expectPerGroupOrder && !keepsGroups(got) ? 'a group is out of order' : null)
  )
}

function setComplaint(
  bodies: readonly string[],
  { expectSet, expectOneOf }: StepOf<'receive'>,
): string | null {
  if (expectSet && !sameAs([...bodies].sort(), [...expectSet].sort()))
    return unlike(bodies, expectSet)
  if (expectOneOf && !expectOneOf.some((one) => sameAs(bodies, one)))
    return unlike(bodies, expectOneOf)
  return null
}

function countComplaint(
  got: readonly Received[],
  { expectCount, expectCountAtLeast, expectReceiveCount }: StepOf<'receive'>,
): string | null {
  if (expectCount !== undefined && got.length !== expectCount)
    return unlike(got.length, expectCount)
  if (expectCountAtLeast !== undefined && got.length < expectCountAtLeast)
    return `expected at least ${expectCountAtLeast}, got ${got.length}`
  const other = got.find(({ receiveCount }) => receiveCount !== expectReceiveCount)
  if (expectReceiveCount !== undefined && other)
    return unlike(other.receiveCount, expectReceiveCount)
  return null
}

function keepsGroups(got: readonly Received[]): boolean {
  return got.every(({ groupId, sent }, index) =>
    got.slice(0, index).every((before) => before.groupId !== groupId || before.sent < sent),
  )
}

function expectsSome(step: StepOf<'receive'>): boolean {
  const { expect, expectSet, expectOneOf, expectCount, expectCountAtLeast } = step
  if (Array.isArray(expect)) return expect.length > 0
  if (expectSet) return expectSet.length > 0
  if (expectOneOf) return expectOneOf.every((one) => one.length > 0)
  return (expectCount ?? expectCountAtLeast ?? 0) > 0
}

/** Of `whole`, what is expected. */
function only(whole: Readonly<Record<string, number>>, expected: object): object {
  return Object.fromEntries(Object.keys(expected).map((name) => [name, whole[name]]))
}

function unlike(got: unknown, expected: unknown): string | null {
  if (sameAs(got, expected)) return null
  return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`
}

function sameAs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
