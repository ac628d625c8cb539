import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { placesOf } from './variedPath.ts'

describe('placesOf', () => {
  it.each([
    ['services.payments.replicas', ['services.payments.replicas']],
    [
      'subscriptions.payments-placed.retry.attempts',
      ['subscriptions.payments-placed.retry.attempts'],
    ],
    ['channels.*.partitions', ['channels.placed.partitions', 'channels.failed.partitions']],
    ['services.p*.replicas', []],
  ])('finds %s', (path, places) => {
    const found = placesOf(exampleTopology(), path)

    expect(found.ok ? found.value.map((place) => place.join('.')) : []).toEqual(places)
  })

  it('finds a setting that was left to its default, and an item of a list', () => {
    const producer = placesOf(exampleTopology(), 'services.shop.sources.placed.producer')
    const listed = placesOf(exampleTopology(), 'services.payments.handlers.placed.eventTypeIds[0]')

    expect(producer.ok).toBe(true)
    expect(listed).toEqual({
      ok: true,
      value: [['services', 'payments', 'handlers', 'placed', 'eventTypeIds', 0]],
    })
  })

  it.each([
    ['servces.payments.replicas', "A topology has no 'servces'. Did you mean 'services'?"],
    ['services.payment.replicas', "'services' has no 'payment'. Did you mean 'payments'?"],
    ['services.payments.replica', "has no 'replica'. Did you mean 'replicas'?"],
    ['services.xyzzy.replicas', 'There is shop, payments, ledger, notifier.'],
    [
      'services.payments',
      "is no single value: name one in it, such as 'services.payments.replicas'",
    ],
    ['services.payments.replicas.more', "'services.payments.replicas' has no parts of its own."],
    ['services.payments.handlers.placed.eventTypeIds.7', 'is a list of 1, numbered from 0.'],
    ['channels.*.partition', 'Did you mean'],
  ])('refuses %s', (path, reason) => {
    const found = placesOf(exampleTopology(), path)

    expect(found.ok ? '' : found.reason).toContain(reason)
  })
})
