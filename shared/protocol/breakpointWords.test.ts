import { describe, expect, it } from 'vitest'
import { rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import { type Breakpoint, breakpointSchema } from './breakpoints.ts'
import { breakpointWords } from './breakpointWords.ts'

const topology = sketch({
  services: { shop: shop('jobs'), clerk: worker(['takes']) },
  channels: { jobs: { kind: 'rabbitQueue' } },
  subscriptions: { takes: rabbit('jobs', 'clerk') },
})

describe('breakpointWords', () => {
  it.each<[Partial<Breakpoint>, string]>([
    [{ moments: ['failed'] }, 'An event fails'],
    [
      { moments: ['failed', 'lost', 'refused'], eventTypeId: 'placed', key: 'o-1', every: 3 },
      'placed fails, is lost or is refused, with key o-1, every 3rd time',
    ],
    [
      { moments: ['redelivered'], place: { kind: 'edge', id: 'subscription:takes' }, key: 'o-1' },
      'An event with key o-1 is delivered again at jobs → clerk',
    ],
    [
      {
        moments: ['stored'],
        place: { kind: 'node', id: 'jobs' },
        condition: { kind: 'waiting', above: 1200 },
      },
      'An event arrives at jobs, as soon as more than 1,200 wait there',
    ],
    [
      { moments: ['faultBegins'], place: { kind: 'node', id: 'gone' }, every: 12 },
      'Anything breaks down at a part that was removed, every 12th time',
    ],
    [
      { moments: ['handled'], condition: { kind: 'age', aboveMs: 1500 }, every: 22 },
      'An event is handled, more than 1.5 s after it was published, every 22nd time',
    ],
    [
      { moments: ['published'], condition: { kind: 'payload', path: 'a.b', equals: true } },
      'An event is published, where a.b = true',
    ],
  ])('says %j', (parts, words) => {
    const breakpoint = breakpointSchema.parse({ id: 'a', enabled: true, every: 1, ...parts })
    expect(breakpointWords(breakpoint, topology)).toBe(words)
  })
})
