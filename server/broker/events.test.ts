import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SimTime, START } from '../engine/time.ts'
import { type EventHandle, Events, IDENTITY_WORDS, NO_EVENT, NO_KEY } from './events.ts'

describe('Events', () => {
  it('say who they are and where they come from, before and after the first that has a cause', () => {
    fc.assert(
      fc.property(anyActs(), fc.nat(30), (acts, causedFrom) => {
        const { known, eventsAfter, none } = setUp()

        const events = acts.reduce(
          (before, act, step) => eventsAfter(before, act, { step, isCaused: step >= causedFrom }),
          none,
        )

        expect([...known.keys()].map((event) => toldOf(events, event))).toEqual([...known.values()])
        for (const [event, facts] of known)
          expect(identityOf(events, event)).toEqual(wordsOf(facts))
      }),
      { seed: 20_261_122, numRuns: 200 },
    )
  })

  it('take no room for a descent before one of them has a cause', () => {
    const events = new Events({ now: START })
    const first = events.create({ ...NOBODY, origin: 3, n: 4 })
    const lengthsBefore = events.save().rare.map(({ length }) => length)

    events.create({ ...NOBODY, origin: 5, n: 6, cause: first })

    expect(lengthsBefore).toEqual([0, 0, 0, 0])
    expect(events.save().rare.map(({ length }) => length)).toEqual([0, 0, 10, 2])
  })
})

const NOBODY = {
  origin: 0,
  n: 0,
  type: 0,
  key: NO_KEY,
  attributes: 0,
  properties: 0,
  cause: NO_EVENT,
}

interface Facts {
  readonly origin: number
  readonly n: number
  readonly type: number
  readonly key: number
  readonly attributes: number
  readonly properties: number
  readonly createdAt: number
  readonly rootOrigin: number
  readonly rootN: number
  readonly rootCreatedAt: number
  readonly causeOrigin: number
  readonly causeN: number
  readonly hops: number
}

type Act = ReturnType<typeof anyActs> extends fc.Arbitrary<readonly (infer One)[]> ? One : never

function anyActs() {
  const rarely = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(9))
  return fc.array(
    fc.record({
      origin: fc.nat(5),
      type: fc.nat(5),
      key: fc.integer({ min: NO_KEY, max: 5 }),
      attributes: rarely,
      properties: rarely,
      cause: fc.nat(40),
      released: fc.nat(40),
      isRestored: fc.boolean(),
    }),
    { maxLength: 80, size: 'max' },
  )
}

function factsOf(
  { origin, type, key, attributes, properties }: Act,
  { step, now, of }: { step: number; now: number; of: Facts | undefined },
): Facts {
  return {
    ...{ origin, n: step, type, key, attributes, properties, createdAt: now },
    rootOrigin: of?.rootOrigin ?? origin,
    rootN: of?.rootN ?? step,
    rootCreatedAt: of?.rootCreatedAt ?? now,
    causeOrigin: of?.origin ?? -1,
    causeN: of?.n ?? 0,
    hops: of ? of.hops + 1 : 0,
  }
}

function toldOf(events: Events, event: EventHandle): Facts {
  return {
    origin: events.origin(event),
    n: events.n(event),
    type: events.type(event),
    key: events.key(event),
    attributes: events.attributes(event),
    properties: events.properties(event),
    createdAt: events.createdAt(event),
    rootOrigin: events.rootOrigin(event),
    rootN: events.rootN(event),
    rootCreatedAt: events.rootCreatedAt(event),
    causeOrigin: events.causeOrigin(event),
    causeN: events.causeN(event),
    hops: events.hops(event),
  }
}

function identityOf(events: Events, event: EventHandle): number[] {
  const words = new Uint32Array(IDENTITY_WORDS + 2).fill(99)
  events.copyIdentity(event, words, 1)
  return [...words]
}

/** In the order of a journal record, with what is before and behind it. */
function wordsOf(facts: Facts): number[] {
  const { origin, n, key, rootOrigin, rootN, causeOrigin, causeN, type } = facts
  return [99, origin + 1, n, key + 1, rootOrigin + 1, rootN, causeOrigin + 1, causeN, type, 99]
}

function setUp() {
  const clock = { now: START }
  /** What is alive. */
  const known = new Map<EventHandle, Facts>()

  const eventsAfter = (events: Events, act: Act, { step, isCaused }: Turn): Events => {
    clock.now = (step * 1000) as SimTime
    const alive = [...known.keys()]
    const cause = (isCaused ? alive[act.cause] : undefined) ?? NO_EVENT
    const facts = factsOf(act, { step, now: clock.now, of: known.get(cause) })
    known.set(events.create({ ...facts, cause }), facts)
    const released = alive[act.released] ?? NO_EVENT
    if (known.delete(released)) events.release(released)
    return act.isRestored ? restored(events) : events
  }

  const restored = (events: Events): Events => {
    const copy = new Events(clock)
    copy.restore(structuredClone(events.save()))
    return copy
  }

  return { known, eventsAfter, none: new Events(clock) }
}

interface Turn {
  readonly step: number
  /** By an event that is alive, if there is one. */
  readonly isCaused: boolean
}
