import { describe, expect, it } from 'vitest'
import { bound, kafka, output, rabbit, shop, sketch, worker } from '../sketch.ts'
import { messages, problems } from './found.ts'

const queue = { kind: 'rabbitQueue' }

describe('parts that take no part', () => {
  it('warns of what is connected to nothing', () => {
    const topology = sketch({
      services: { shop: shop('used'), hermit: {} },
      channels: { used: queue, island: { kind: 'kafkaTopic', partitions: 1 } },
    })

    expect(problems(topology, 'orphaned')).toMatchObject([
      {
        severity: 'warning',
        message:
          "'hermit' is connected to nothing. Let it publish to a channel, or subscribe to one.",
        elementIds: ['hermit'],
        path: ['services', 'hermit'],
      },
      {
        message:
          "'island' is connected to nothing. Let a service publish to it, and another read it.",
        elementIds: ['island'],
        path: ['channels', 'island'],
      },
    ])
  })

  it('warns once of all that hangs together and that no source leads to', () => {
    const topology = sketch({
      services: {
        shop: shop('used'),
        lazy: worker(['a-lazy'], { outputs: { on: output('b') } }),
        ring: worker(['r-ring'], { outputs: { on: output('r') } }),
      },
      channels: { used: queue, a: queue, b: queue, r: queue },
      subscriptions: { 'a-lazy': rabbit('a', 'lazy'), 'r-ring': rabbit('r', 'ring') },
    })

    expect(problems(topology, 'unreachable')).toMatchObject([
      {
        message:
          "Nothing ever arrives at 'lazy', 'b' and 'a': no source leads there. Give a service before it a source.",
        elementIds: ['lazy', 'b', 'a'],
        path: ['services', 'lazy'],
      },
      { elementIds: ['ring', 'r'] },
    ])
    expect(messages(topology, 'unread-queue')).toEqual([
      "Nobody reads 'used': its messages pile up. Connect it to a service.",
    ])
  })

  it('reaches a service by a dead letter, too', () => {
    const topology = sketch({
      services: {
        shop: shop('jobs'),
        clerk: worker(['jobs-clerk'], { failure: { probability: 0.1 } }),
        doctor: worker(['dead-doctor']),
      },
      channels: { jobs: { kind: 'kafkaTopic', partitions: 1 }, dead: queue },
      subscriptions: {
        'jobs-clerk': kafka('jobs', 'clerk', { deadLetterChannelId: 'dead' }),
        'dead-doctor': rabbit('dead', 'doctor'),
      },
    })

    expect(messages(topology, 'unreachable')).toEqual([])
  })

  it('lets dead letters, delayed messages and topics lie unread', () => {
    const topology = sketch({
      services: { shop: shop('jobs'), clerk: worker(['jobs-clerk']), radio: shop('news') },
      channels: {
        jobs: { kind: 'rabbitQueue', deadLetterExchangeId: 'dead' },
        dead: { kind: 'rabbitExchange', type: 'fanout' },
        letters: queue,
        delayed: { kind: 'rabbitQueue', messageTtlMs: 1000 },
        news: { kind: 'rabbitExchange', type: 'fanout' },
        topic: { kind: 'kafkaTopic', partitions: 1 },
      },
      bindings: { a: bound('dead', 'letters', ''), b: bound('news', 'delayed', '') },
      subscriptions: { 'jobs-clerk': rabbit('jobs', 'clerk') },
    })

    expect(messages(topology, 'unread-queue')).toEqual([])
  })
})
