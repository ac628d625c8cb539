import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { START } from '../engine/time.ts'
import { Events } from './events.ts'
import { type MessageHandle, Messages } from './messages.ts'
import { RabbitReady } from './rabbitReady.ts'
import { SOME_EVENT } from './testWorld.ts'

describe('RabbitReady', () => {
  it('gives the oldest message, whichever are taken and come back in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 200, size: 'max' }), (choices) => {
        const { ready, push } = setUp()
        const waiting: MessageHandle[] = []
        const taken: MessageHandle[] = []

        for (const choice of choices) {
          const back = taken[choice]
          if (back !== undefined) {
            ready.giveBack(back)
            taken.splice(choice, 1)
            waiting.push(back)
            waiting.sort((a, b) => a - b)
          } else if (choice > 7 || waiting.length === 0) {
            waiting.push(push())
          } else {
            expect(ready.head).toBe(waiting[0])
            expect(ready.shift()).toBe(waiting[0])
            taken.push(...waiting.splice(0, 1))
          }
          expect(ready.size).toBe(waiting.length)
        }

        expect(waiting.map(() => ready.shift())).toEqual(waiting)
      }),
      { seed: 20_260_801, numRuns: 200 },
    )
  })
})

function setUp() {
  const events = new Events({ now: START })
  const messages = new Messages(events, { now: START })
  const ready = new RabbitReady(messages)
  const event = events.create(SOME_EVENT)
  let mark = 0

  /** Handles grow with the marks, since none is freed. */
  const push = (): MessageHandle => {
    const message = messages.create(event, 0)
    messages.setMark(message, mark)
    mark += 1
    ready.push(message)
    return message
  }

  return { ready, push }
}
