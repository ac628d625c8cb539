import { describe, expect, it } from 'vitest'
import { handler, rabbit, shop, sketch, worker } from '../sketch.ts'
import { fixed, messages } from './found.ts'

describe('subscriptions and handlers', () => {
  it('warns of a subscription that no handler names, and adds one', () => {
    const topology = office({ clerk: worker(['other']) })

    expect(messages(topology, 'unhandled-subscription')).toEqual([
      "No handler takes what the subscription of 'clerk' to 'inbox' brings: it is acknowledged and ignored. Name the subscription in a handler.",
    ])
    expect(fixed(topology, 'unhandled-subscription')).toMatchObject({
      handle: { subscriptionIds: ['inbox-clerk'] },
    })
    expect(
      messages(office({ clerk: worker(['inbox-clerk', 'other']) }), 'unhandled-subscription'),
    ).toEqual([])
  })

  it("refuses a handler of another service's subscription", () => {
    const topology = office({ clerk: worker(['inbox-clerk']), thief: worker(['inbox-clerk']) })

    expect(messages(topology, 'foreign-subscription')).toEqual([
      "The handler 'handler' of 'thief' takes the subscription of 'clerk' to 'inbox', which is another service's. A handler takes what its own service subscribes to.",
    ])
    fixed(topology, 'foreign-subscription')
  })

  it('warns of a handler that nothing can come to', () => {
    const handlers = {
      none: handler([]),
      untyped: handler(['inbox-clerk'], { eventTypeIds: [] }),
      busy: handler(['inbox-clerk']),
    }

    expect(messages(office({ clerk: { handlers } }), 'idle-handler')).toEqual([
      "The handler 'none' of 'clerk' names no subscription, so it never does anything.",
      "The handler 'untyped' of 'clerk' names no event type, so it never does anything.",
    ])
  })

  it.each([
    ['both all types', undefined, undefined, ''],
    ['one all types, before', undefined, ['paid'], " of the type 'paid'"],
    ['one all types, after', ['placed'], undefined, " of the type 'placed'"],
    ['one type in common', ['placed', 'paid'], ['paid'], " of the type 'paid'"],
  ])('refuses two handlers that take the same: %s', (_, first, second, words) => {
    expect(messages(rivals(first, second), 'rival-handlers')).toEqual([
      `The handlers 'a' and 'b' of 'clerk' both take events${words} from the subscription of 'clerk' to 'inbox'. Exactly one handler takes a delivery: give them different event types.`,
    ])
  })

  it('lets two handlers part the types between them, or take different subscriptions', () => {
    expect(messages(rivals(['placed'], ['paid']), 'rival-handlers')).toEqual([])
    const handlers = { a: handler(['inbox-clerk']), b: handler(['other']) }
    expect(messages(office({ clerk: { handlers } }), 'rival-handlers')).toEqual([])
  })
})

function rivals(first: readonly string[] | undefined, second: readonly string[] | undefined) {
  const taking = (eventTypeIds: readonly string[] | undefined) =>
    handler(['inbox-clerk'], eventTypeIds ? { eventTypeIds } : {})
  return office({ clerk: { handlers: { a: taking(first), b: taking(second) } } })
}

function office(services: Readonly<Record<string, object>>) {
  return sketch({
    eventTypes: { paid: {} },
    services: { shop: shop('inbox'), ...services },
    channels: { inbox: { kind: 'rabbitQueue' }, side: { kind: 'rabbitQueue' } },
    subscriptions: { 'inbox-clerk': rabbit('inbox', 'clerk'), other: rabbit('side', 'clerk') },
  })
}
