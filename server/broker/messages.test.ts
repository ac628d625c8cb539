import { describe, expect, it } from 'vitest'
import { type SimTime, START } from '../engine/time.ts'
import { Events } from './events.ts'
import { type MessageHandle, Messages } from './messages.ts'
import { SOME_EVENT } from './testWorld.ts'

const NOTHING = { deaths: 0, failures: 0, exchange: 0, deadline: 0 }

describe('Messages', () => {
  it.each(['deaths', 'failures', 'exchange', 'deadline'] as const)(
    'begin without a word of those before them in their place: %s',
    (what) => {
      const { messages, create } = setUp()
      const before = create()
      say(messages, before, what, 7)
      expect(saidOf(messages, before)).toEqual({ ...NOTHING, [what]: 7 })
      messages.free(before)

      const after = create()

      expect(after).toBe(before)
      expect(saidOf(messages, after)).toEqual(NOTHING)
    },
  )

  it('do so too when they are restored, and keep what was said', () => {
    const { messages, create, restored } = setUp()
    const [kept, freed] = [create(), create()]
    for (const message of [kept, freed]) say(messages, message, 'deadline', 7)
    messages.setMark(kept, 2 ** 40)
    messages.free(freed)

    const copies = restored()

    expect(saidOf(copies.messages, kept)).toEqual({ ...NOTHING, deadline: 7 })
    expect(copies.messages.mark(kept)).toBe(2 ** 40)
    expect(copies.create()).toBe(freed)
    expect(saidOf(copies.messages, freed)).toEqual(NOTHING)
  })

  it('are copied with all that was said of them', () => {
    const { messages, create } = setUp()
    const message = create()
    say(messages, message, 'deaths', 1)
    say(messages, message, 'failures', 2)
    say(messages, message, 'exchange', 3)
    say(messages, message, 'deadline', 4)
    messages.setMark(message, 5)
    messages.setDeliveries(message, 6)
    messages.setEnqueuedAt(message, 7 as SimTime)

    const copy = messages.copy(message)

    expect(saidOf(messages, copy)).toEqual({ deaths: 1, failures: 2, exchange: 3, deadline: 4 })
    expect([messages.mark(copy), messages.deliveries(copy), messages.enqueuedAt(copy)]).toEqual([
      5, 6, 7,
    ])
    expect([messages.event(copy), messages.routingKey(copy)]).toEqual([messages.event(message), 9])
  })
})

function setUp() {
  const clock = { now: START }
  const events = new Events(clock)
  const event = events.create(SOME_EVENT)
  const messages = new Messages(events, clock)
  return { messages, create: () => messages.create(event, 9), restored }

  function restored() {
    const copies = new Messages(events, clock)
    copies.restore(structuredClone(messages.save()))
    return { messages: copies, create: () => copies.create(event, 9) }
  }
}

function say(
  messages: Messages,
  message: MessageHandle,
  ...[what, value]: [what: keyof typeof NOTHING, value: number]
): void {
  if (what === 'deaths') messages.setDeaths(message, value)
  if (what === 'failures') messages.setFailures(message, value)
  if (what === 'exchange') messages.setExchange(message, value)
  if (what === 'deadline') messages.setDeadline(message, value as SimTime)
}

function saidOf(messages: Messages, message: MessageHandle) {
  return {
    deaths: messages.deaths(message),
    failures: messages.failures(message),
    exchange: messages.exchange(message),
    deadline: messages.deadline(message),
  }
}
