import { describe, expect, it } from 'vitest'
import { applyEdit } from '../edit.ts'
import { bound, kafka, output, rabbit, shop, sketch, worker } from '../sketch.ts'
import type { Topology } from '../topology.ts'
import { fixed, messages, problems } from './found.ts'

const CODE = 'dangling-reference'

describe('dangling references', () => {
  it('are told from where they are, with what is missing and what would be right', () => {
    expect(problems(broken(), CODE)).toMatchObject([
      {
        severity: 'error',
        message:
          "The output 'on' of the handler 'handler' of 'Billing' publishes to the channel 'nowhere', which does not exist. Choose another channel, or remove the output.",
        elementIds: ['billing'],
        path: ['services', 'billing', 'handlers', 'handler', 'outputs', 'on', 'channelId'],
      },
      {
        message:
          "The output 'on' of the handler 'handler' of 'Billing' publishes the event type 'unheard-of', which does not exist. Choose another event type, or remove the output.",
        path: ['services', 'billing', 'handlers', 'handler', 'outputs', 'on', 'eventTypeId'],
      },
      {
        message:
          "The source 'source' of 'shop' publishes to 'Billing', which is a service; events go to a channel, from which services read. Choose another channel, or remove the source.",
        elementIds: ['shop'],
        path: ['services', 'shop', 'sources', 'source', 'channelId'],
      },
      {
        message:
          "The handler 'handler' of 'Billing' takes the subscription 'gone', which does not exist. Choose another subscription, or remove it from the handler.",
        path: ['services', 'billing', 'handlers', 'handler', 'subscriptionIds', 1],
      },
      {
        message:
          "The handler 'handler' of 'Billing' takes the event type 'lost', which does not exist. Choose another event type, or remove it from the handler.",
        path: ['services', 'billing', 'handlers', 'handler', 'eventTypeIds', 0],
      },
      {
        message:
          "'jobs' sends dead letters to the channel 'no-exchange', which does not exist. Choose another channel, or remove the dead-letter exchange.",
        elementIds: ['jobs'],
        path: ['channels', 'jobs', 'deadLetterExchangeId'],
      },
      {
        message:
          "'tasks' sends dead letters to the channel 'no-queue', which does not exist. Choose another channel, or remove the redrive policy.",
        elementIds: ['tasks'],
        path: ['channels', 'tasks', 'redrivePolicy'],
      },
      {
        message:
          "The binding 'b' leaves the channel 'no-exchange', which does not exist. Choose another channel, or remove the binding.",
        elementIds: ['jobs'],
        path: ['bindings', 'b', 'fromChannelId'],
      },
      {
        message:
          "The binding 'c' leads to the channel 'no-queue', which does not exist. Choose another channel, or remove the binding.",
        elementIds: ['jobs'],
        path: ['bindings', 'c', 'toChannelId'],
      },
      {
        message:
          "The subscription 'billing' sends dead letters to the channel 'no-dlq', which does not exist. Choose another channel, or remove the dead-letter channel.",
        elementIds: ['topic', 'billing'],
        path: ['subscriptions', 'billing', 'deadLetterChannelId'],
      },
      {
        message:
          "The subscription 'readers' reads the channel 'no-queue', which does not exist. Choose another channel, or remove the subscription.",
        elementIds: [],
        path: ['subscriptions', 'readers', 'channelId'],
      },
      {
        message:
          "The subscription 'readers' feeds the service 'nobody', which does not exist. Choose another service, or remove the subscription.",
        path: ['subscriptions', 'readers', 'serviceId'],
      },
    ])
  })

  it('are gone once each is taken away', () => {
    let topology = broken()
    for (let left = messages(topology, CODE).length; left > 0; ) {
      topology = repaired(topology)
      const now = messages(topology, CODE).length
      expect(now).toBeLessThan(left)
      left = now
    }
  })
})

function repaired(topology: Topology): Topology {
  const [problem] = problems(topology, CODE)
  fixed(topology, CODE)
  const outcome = problem?.fix && applyEdit(topology, problem.fix.edit)
  return outcome?.ok ? outcome.topology : topology
}

function broken(): Topology {
  const topology = sketch({
    services: {
      shop: shop('billing'),
      billing: {
        name: 'Billing',
        ...worker(['billing', 'gone'], {
          eventTypeIds: ['lost', 'placed'],
          outputs: { on: output('nowhere', { eventTypeId: 'unheard-of' }) },
        }),
      },
    },
    channels: {
      topic: { kind: 'kafkaTopic', partitions: 1 },
      jobs: { kind: 'rabbitQueue', deadLetterExchangeId: 'no-exchange' },
      tasks: {
        kind: 'sqsQueue',
        redrivePolicy: { deadLetterQueueId: 'no-queue', maxReceiveCount: 2 },
      },
    },
    bindings: { b: bound('no-exchange', 'jobs', ''), c: bound('jobs', 'no-queue', '') },
    subscriptions: {
      billing: kafka('topic', 'billing', { deadLetterChannelId: 'no-dlq' }),
      readers: rabbit('no-queue', 'nobody'),
    },
  })
  const { 'unheard-of': _, ...eventTypes } = topology.eventTypes
  return { ...topology, eventTypes }
}
