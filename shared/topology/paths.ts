// Places in a document, in words.

import type { Step } from '../lib/json.ts'

/** "services.payments.sources.orders.arrivals.points[2].atMs" */
export function describePath(path: readonly Step[]): string {
  return path.map(describeStep).join('').replace(/^\./, '')
}

function describeStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`
  return /^[\w$-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}

const NOUNS: ReadonlyMap<Step, string> = new Map([
  ['services', 'service'],
  ['channels', 'channel'],
  ['bindings', 'binding'],
  ['subscriptions', 'subscription'],
  ['eventTypes', 'event type'],
  ['sources', 'source'],
  ['handlers', 'handler'],
  ['outputs', 'output'],
  ['contexts', 'context'],
  ['notes', 'note'],
])

/** "The handler 'orders' of the service 'payments' was removed meanwhile." */
export function missingPart(path: readonly Step[]): string {
  const parts = describeParts(path)
  if (parts === null) return `There is nothing at '${describePath(path)}'.`
  return `The ${parts} was removed meanwhile.`
}

function describeParts(path: readonly Step[]): string | null {
  const steps = path[0] === 'layout' ? path.slice(1) : path
  if (steps.length === 0 || steps.length % 2 !== 0) return null
  const parts: string[] = []
  for (let index = 0; index < steps.length; index += 2) {
    const noun = NOUNS.get(steps[index] ?? '')
    if (noun === undefined) return null
    parts.unshift(`${noun} '${steps[index + 1]}'`)
  }
  return parts.join(' of the ')
}
