import { describe, expect, it } from 'vitest'
import { Random } from '../engine/random.ts'
import type { SimTime } from '../engine/time.ts'
import type { MessageHandle } from './messages.ts'
import { NO_SOURCE, SqsPlaces } from './sqsPlaces.ts'
import { SqsShards } from './sqsShards.ts'
import { SOME_EVENT, TestWorld } from './testWorld.ts'

describe('SqsPlaces', () => {
  it('say since when and from where a dead letter is here, and of whose place it takes nothing', () => {
    const { places, message, add, restored } = setUp()
    const sent = add(message, NO_SOURCE, 0)
    const letter = add(message, 7, 5000)
    places.remove(sent)
    places.free(sent)
    const inItsPlace = add(message, 8, 6000)
    places.remove(letter)
    places.free(letter)
    const after = add(message, NO_SOURCE, 0)

    expect([inItsPlace, after]).toEqual([sent, letter])
    for (const store of [places, restored()]) {
      expect([store.source(inItsPlace), store.since(inItsPlace)]).toEqual([8, 6000])
      expect([store.source(after), store.since(after)]).toEqual([NO_SOURCE, 0])
    }
  })

  it('count the deliveries under way, whatever becomes of a message', () => {
    const { places, message, add, restored } = setUp()
    const place = add(message, NO_SOURCE, 0)
    places.show(place, 'back')
    places.receive(place, 3, 1000 as SimTime)
    places.show(place, 'back')
    places.receive(place, 4, 2000 as SimTime)

    expect([places.leasedTo(place), places.receivedAt(place)]).toEqual([4, 2000])
    expect([places.inFlightOf(3), places.inFlightOf(4), places.isInFlight(place)]).toEqual([
      0,
      1,
      true,
    ])
    places.remove(place)
    for (const store of [places, restored()]) {
      expect([store.isGone(place), store.isUnused(place)]).toEqual([true, false])
      store.deliveryEnded(place)
      expect(store.isUnused(place)).toBe(false)
      store.deliveryEnded(place)
      expect(store.isUnused(place)).toBe(true)
      expect(() => store.deliveryEnded(place)).toThrow('a delivery ends once')
    }
  })

  it('take no room for what is said of messages that were received, or are dead letters', () => {
    const { places, message, add } = setUp()
    const place = add(message, NO_SOURCE, 0)
    places.show(place, 'back')

    expect(places.save().rows.rare.map(({ length }) => length)).toEqual([0, 0, 0, 0])
  })
})

function setUp() {
  const world = new TestWorld()
  const message = world.messages.create(world.events.create(SOME_EVENT), 0)
  const newPlaces = () => new SqsPlaces(world.messages, new SqsShards(new Random([1, 2, 3, 4]), 4))
  const places = newPlaces()

  const add = (sent: MessageHandle, source: number, now: number): number =>
    places.add({ message: sent, group: 0, source, now: now as SimTime })

  const restored = (): SqsPlaces => {
    const copy = newPlaces()
    copy.restore(structuredClone(places.save()))
    return copy
  }

  return { places, message, add, restored }
}
