import { describe, expect, it } from 'vitest'
import { type EventHandle, NO_EVENT, NO_KEY } from '../broker/events.ts'
import { Publisher, type PublisherSpec } from './publisher.ts'
import { RuntimeStand } from './runtime.fixture.ts'

describe('Publisher', () => {
  it('numbers its events and remembers where each story began', () => {
    const { stand, publish } = setUp()

    const first = publish()
    const second = publish({ cause: first })
    const third = publish({ cause: second, key: stand.key(7) })

    const { events } = stand.world
    expect([first, second, third].map((event) => stand.nameOf(event))).toEqual([
      'placed-0',
      'placed-1',
      'placed-2',
    ])
    expect([events.rootN(third), events.causeN(third), events.hops(third)]).toEqual([0, 1, 2])
    expect([events.key(first), events.key(third)]).toEqual([NO_KEY, 7])
    expect(events.causeOrigin(first)).toBe(-1)
  })

  it('carries attributes on, and adds its own or puts them in their place', () => {
    const { stand, publish } = setUp({
      attributes: { tier: 'gold', region: [{ value: 'eu', weight: 1 }] },
    })
    const cause = stand.publish('orders', {
      attributes: [
        ['tenant', 'acme'],
        ['tier', 'basic'],
      ],
    })

    const event = publish({ cause })

    expect(attributesOf(stand, event)).toEqual([
      ['region', 'eu'],
      ['tenant', 'acme'],
      ['tier', 'gold'],
    ])
  })

  it('tells what is carried from what is drawn, however often the same is drawn', () => {
    const { stand, publish } = setUp({ attributes: { tier: 'gold' } })
    const causes = ['acme', 'initech', 'acme'].map((tenant) =>
      stand.publish('orders', { attributes: [['tenant', tenant]] }),
    )

    const sets = causes.map((cause) => attributesOf(stand, publish({ cause })))

    expect(sets).toEqual(
      ['acme', 'initech', 'acme'].map((tenant) => [
        ['tenant', tenant],
        ['tier', 'gold'],
      ]),
    )
    expect(attributesOf(stand, publish())).toEqual([['tier', 'gold']])
  })

  it('hands the attributes of the cause on when it has none of its own', () => {
    const { stand, publish } = setUp()
    const cause = stand.publish('orders', { attributes: [['tenant', 'acme']] })

    expect(attributesOf(stand, publish({ cause }))).toEqual([['tenant', 'acme']])
    expect(attributesOf(stand, publish())).toEqual([])
  })

  it('uses the name of the event type as routing key, unless it has another', () => {
    const named = setUp()
    named.publish()
    expect(named.stand.routingKeysIn('orders')).toEqual(['OrderPlaced'])

    const keyed = setUp({ routingKey: 'eu.orders' })
    keyed.publish()
    expect(keyed.stand.routingKeysIn('orders')).toEqual(['eu.orders'])
  })

  it('draws between routing keys in proportion to their weights', () => {
    const { stand, publish } = setUp({
      routingKey: [
        { value: 'eu', weight: 3 },
        { value: 'us', weight: 1 },
        { value: 'never', weight: 0 },
      ],
    })
    for (let n = 0; n < 4000; n += 1) publish()

    const drawn = stand.routingKeysIn('orders')
    const european = drawn.filter((key) => key === 'eu').length
    expect(Math.abs(european - 3000)).toBeLessThan(5 * Math.sqrt(4000 * 0.75 * 0.25))
    expect(drawn.filter((key) => key === 'us').length).toBe(4000 - european)
  })

  it('ends a run in which an event was caused by a thousand others in a row', () => {
    const { stand, publish } = setUp()
    let event = publish()
    for (let hop = 1; hop < 1000; hop += 1) event = publish({ cause: event })
    expect(stand.haltedBy).toBeNull()

    publish({ cause: event })

    expect(stand.haltedBy).toBe(
      'An event was caused by 1000 others in a row, the last from services/shop/sources/placed.',
    )
  })

  it('goes on counting where it was saved', () => {
    const { stand, publish, publisher } = setUp()
    publish()
    publish()

    publisher.restore({ published: 41, refused: 7 })

    expect(publisher.save()).toEqual({ published: 41, refused: 7 })
    expect(stand.nameOf(publish())).toBe('placed-41')
  })
})

function setUp(spec: Partial<PublisherSpec> = {}) {
  const stand = new RuntimeStand().channel('orders', 'kafka')
  const service = { isCutOff: false }
  const publisher = new Publisher({
    world: stand.world,
    name: 'services/shop/sources/placed',
    spec: {
      eventTypeId: 'placed',
      eventTypeName: 'OrderPlaced',
      channelId: 'orders',
      ...spec,
    },
    service,
  })
  let last = NO_EVENT
  stand.onPublished = (event) => {
    last = event
  }
  const publish = ({ cause = NO_EVENT, key = NO_KEY }: Publishing = {}) => {
    publisher.publish(cause, key, { replyTo: null })
    return last
  }
  return { stand, publisher, publish, service }
}

interface Publishing {
  readonly cause?: EventHandle
  readonly key?: number
}

function attributesOf(stand: RuntimeStand, event: EventHandle) {
  return stand.world.texts.attributes(stand.world.events.attributes(event))
}
