import { describe, expect, it } from 'vitest'
import type { Change } from './change.ts'
import { applyEdit } from './edit.ts'
import { addService, removeNodes, setField } from './edits.ts'
import { exampleTopology } from './topology.fixture.ts'
import { emptyTopology, type Topology } from './topology.ts'

describe('applyEdit', () => {
  it('puts a value, shares the rest, and takes it back', () => {
    const topology = exampleTopology()

    const outcome = applyEdit(topology, setField(REPLICAS, 4, 'Set replicas'))

    if (!outcome.ok) throw new Error(outcome.reason)
    expect(outcome.topology.services.payments?.replicas).toBe(4)
    expect(outcome.topology.services.shop).toBe(topology.services.shop)
    expect(outcome.topology.services.payments?.handlers).toBe(topology.services.payments?.handlers)
    expect(outcome.topology.channels).toBe(topology.channels)
    expect(outcome.inverse).toEqual(setField(REPLICAS, 1, 'Set replicas'))
  })

  it('gives the same document where an edit changes nothing', () => {
    const topology = exampleTopology()

    expect(applied(topology, { path: REPLICAS, value: 1 })).toBe(topology)
    expect(applied(topology, { path: ['services', 'gone', 'sources', 'a'] })).toBe(topology)
    expect(
      applied(topology, { path: ['services'], value: structuredClone(topology.services) }),
    ).toBe(topology)
  })

  it('makes another kind of something, and takes that back', () => {
    const topology = exampleTopology()
    const toSqs = [
      { path: ['channels', 'paid', 'kind'], value: 'sqsQueue' },
      { path: ['channels', 'paid', 'delayMs'], value: 5 },
    ]

    const outcome = applyEdit(topology, { label: 'Make a queue of it', changes: toSqs })

    if (!outcome.ok) throw new Error(outcome.reason)
    expect(outcome.topology.channels.paid).toEqual({
      kind: 'sqsQueue',
      name: 'paid',
      delayMs: 5,
    })
    const back = applyEdit(outcome.topology, outcome.inverse)
    expect(back.ok && back.topology).toEqual(topology)
  })

  it('shortens and lengthens lists', () => {
    const topology = exampleTopology()
    const types = ['services', 'payments', 'handlers', 'placed', 'eventTypeIds']

    const longer = applied(topology, { path: [...types, 1], value: 'payment-taken' })
    const shorter = applied(longer, { path: [...types, 0] })

    expect(longer.services.payments?.handlers.placed?.eventTypeIds).toEqual([
      'order-placed',
      'payment-taken',
    ])
    expect(shorter.services.payments?.handlers.placed?.eventTypeIds).toEqual(['payment-taken'])
  })

  it.each<[string, Change, string]>([
    [
      'a service that is gone',
      { path: ['services', 'gone', 'replicas'], value: 1 },
      "The service 'gone' was removed meanwhile.",
    ],
    [
      'a handler that is gone',
      { path: ['services', 'payments', 'handlers', 'gone', 'failure'], value: 1 },
      "The handler 'gone' of the service 'payments' was removed meanwhile.",
    ],
    [
      'what every object inherits',
      { path: ['services', 'constructor', 'name'], value: 'Evil' },
      "The service 'constructor' was removed meanwhile.",
    ],
    [
      'the prototype',
      { path: ['services', '__proto__', 'name'], value: 'Evil' },
      "Nothing can be put at 'services.__proto__.name'.",
    ],
    [
      'a prototype inside a value',
      { path: ['services', 'a'], value: JSON.parse('{"sources": {"__proto__": {}}}') },
      "services.a.sources.__proto__: is a name that no document may use: '__proto__'.",
    ],
    [
      'an id that is none',
      { path: ['services', 'Bad Id'], value: exampleTopology().services.shop },
      'services["Bad Id"]: An id has 1 to 64 characters: lower-case letters, digits and hyphens, starting with a letter or a digit.',
    ],
    [
      'an id that a channel has',
      { path: ['services', 'placed'], value: exampleTopology().services.shop },
      "services.placed: A channel has the id 'placed' already; services and channels share their ids.",
    ],
    [
      'a value of another type',
      { path: ['services', 'payments', 'replicas'], value: 'four' },
      'services.payments.replicas: must be a whole number from 0 to 1,000, but is "four".',
    ],
    [
      'a part that is needed',
      { path: ['services', 'payments', 'replicas'] },
      'services.payments.replicas: is missing; it must be a whole number from 0 to 1,000.',
    ],
    [
      'a part that nobody knows',
      { path: ['services', 'payments', 'replica'], value: 3 },
      "services.payments.replica: is not known here; perhaps 'replicas' is meant.",
    ],
    [
      'a section that nobody knows',
      { path: ['plugins'], value: {} },
      'plugins: is not known here; what may stand here is format, name, description, eventTypes, services, channels, bindings, subscriptions, layout.',
    ],
    [
      'another format',
      { path: ['format'], value: 'x/1' },
      'format: must be "millrace/1", but is "x/1".',
    ],
    ['a whole section', { path: ['services'] }, 'services: is missing; it must be an object.'],
    [
      'a name where a number is needed',
      { path: ['services', 'payments', 'handlers', 'placed', 'subscriptionIds', 'x'], value: 'a' },
      'services.payments.handlers.placed.subscriptionIds.x: an item of a list is named by its number.',
    ],
    [
      'a number where a name is needed',
      { path: ['services', 0], value: 'a' },
      'services[0]: only an item of a list is named by its number.',
    ],
    [
      'an item beyond the end',
      { path: ['services', 'payments', 'handlers', 'placed', 'subscriptionIds', 5], value: 'a' },
      'services.payments.handlers.placed.subscriptionIds[5]: the list has only 1 item.',
    ],
    [
      'a part of a number',
      { path: ['services', 'payments', 'replicas', 'x'], value: 'a' },
      "'services.payments.replicas' has no parts of its own.",
    ],
    [
      'what is not JSON',
      { path: ['services', 'payments', 'notes'], value: new Uint8Array(3) },
      'services.payments.notes: must be a plain JSON object.',
    ],
    [
      'a number without end',
      { path: ['eventTypes', 'order-placed', 'versions', 0, 'schema', 'x'], value: Number.NaN },
      'eventTypes.order-placed.versions[0].schema.x: must be a finite number, but is NaN.',
    ],
  ])('refuses %s', (_, change, reason) => {
    expect(applyEdit(exampleTopology(), { label: 'Try', changes: [change] })).toEqual({
      ok: false,
      reason,
    })
  })

  it('makes all changes of an edit or none', () => {
    const topology = exampleTopology()
    const before = structuredClone(topology)
    const changes = [
      { path: ['name'], value: 'New' },
      { path: ['services', 'gone', 'name'], value: 'New' },
    ]

    expect(applyEdit(topology, { label: 'Try', changes }).ok).toBe(false)
    expect(topology).toEqual(before)
  })

  it('refuses values nested a million deep without walking into them', () => {
    let deep: unknown = 1
    for (let level = 0; level < 1_000_000; level += 1) deep = [deep]
    const path = ['eventTypes', 'order-placed', 'versions', 0, 'schema', 'deep']

    const outcome = applyEdit(exampleTopology(), setField(path, deep, 'Try'))

    expect(outcome.ok).toBe(false)
    expect(!outcome.ok && outcome.reason.endsWith('is nested more than 64 levels deep.')).toBe(true)
  })

  it('survives a value with any number of mistakes', () => {
    const mistakes = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, number) => [`m-${number}`, 1]))
    const reasonFor = (path: readonly string[], count: number) => {
      const outcome = applyEdit(exampleTopology(), setField(path, mistakes(count), 'Try'))
      return outcome.ok ? 'taken' : outcome.reason
    }

    const lines = reasonFor(['services'], 20_000).split('\n')
    expect(lines[0]).toBe('services.m-0: must be an object, but is 1.')
    expect(lines.at(-1)).toBe('and many more')
    expect(reasonFor(['services', 'shop', 'handlers'], 200_000)).toBe(
      'services.shop.handlers: has 200000 entries; the most is 20000.',
    )
  })

  it('stops at 5,000 services and channels', () => {
    const full = emptyTopology('Full')
    const service = exampleTopology().services.shop
    if (!service) throw new Error('the example has a shop')
    for (let number = 0; number < 5000; number += 1) full.services[`s-${number}`] = service

    const { edit } = addService(full, { name: 'One', role: 'service', position: { x: 0, y: 0 } })

    expect(applyEdit(full, edit)).toEqual({
      ok: false,
      reason: 'A topology has at most 5,000 services and channels.',
    })
  })

  it('stops before the file would be too large to be opened again', () => {
    const notes = 'x'.repeat(4000)
    const full = emptyTopology('Full')
    const service = exampleTopology().services.shop
    if (!service) throw new Error('the example has a shop')
    for (let number = 0; number < 1850; number += 1)
      full.services[`s-${number}`] = { ...service, sources: {}, handlers: {}, notes }
    const channel = { kind: 'snsTopic', name: 'A', notes }
    const changes = Array.from({ length: 200 }, (_, number) => ({
      path: ['channels', `c-${number}`],
      value: channel,
    }))

    expect(applyEdit(full, { label: 'Fill', changes })).toEqual({
      ok: false,
      reason: 'A topology takes at most 8 MB as a file, and with this it would take more.',
    })
    const fewer = { label: 'Fill', changes: changes.slice(0, 5) }
    expect(applyEdit(full, fewer).ok).toBe(true)
    expect(applyEdit(full, removeNodes(full, ['s-1'])).ok).toBe(true)
  })
})

const REPLICAS = ['services', 'payments', 'replicas']

function applied(topology: Topology, change: Change): Topology {
  const outcome = applyEdit(topology, { label: 'Try', changes: [change] })
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}
