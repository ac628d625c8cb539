// Gives every part of a drawing its number, before anything that uses it is built.

import { entriesById } from '#shared/lib/entries.ts'
import type { ElementSort } from '#shared/lib/metrics.ts'
import type { Channel } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Service } from '#shared/topology/services.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { ElementTable } from './elementTable.ts'

/** Stands for the run itself in records that concern no single part. */
export const RUN_ELEMENT = 'run'

interface NamedPart {
  readonly name: string
  readonly sort: ElementSort | null
  readonly eventTypeId?: string
}

export function nameElements(table: ElementTable, before: Topology, next: Topology): void {
  const parts = [...partsOf(next)]
  const names = new Set(parts.map(({ name }) => name))
  for (const { name } of partsOf(before))
    if (!names.has(name) && table.has(name)) table.remove(name)
  for (const { name, sort, eventTypeId } of parts) table.add(name, sort, eventTypeId ?? null)
}

function* partsOf(topology: Topology): Generator<NamedPart> {
  yield { name: RUN_ELEMENT, sort: null }
  for (const [id] of entriesById(topology.eventTypes))
    yield { name: elementNames.eventType(id), sort: 'eventType' }
  for (const [id, channel] of entriesById(topology.channels)) {
    yield { name: elementNames.channel(id), sort: 'channel' }
    const partitions = partitionsOf(channel)
    for (let partition = 0; partition < partitions; partition += 1)
      yield { name: elementNames.partition(id, partition), sort: 'partition' }
  }
  for (const [id] of entriesById(topology.bindings))
    yield { name: elementNames.binding(id), sort: 'binding' }
  for (const [id] of entriesById(topology.subscriptions))
    yield { name: elementNames.subscription(id), sort: 'subscription' }
  for (const [id, service] of entriesById(topology.services)) yield* partsOfService(id, service)
}

/** A stream of RabbitMQ is a log in one part. */
function partitionsOf(channel: Channel): number {
  if (channel.kind === 'kafkaTopic') return channel.partitions
  return channel.kind === 'rabbitQueue' && channel.queueType === 'stream' ? 1 : 0
}

function* partsOfService(id: string, service: Service): Generator<NamedPart> {
  yield { name: elementNames.service(id), sort: 'service' }
  for (const [sourceId, { eventTypeId }] of entriesById(service.sources))
    yield { name: elementNames.source(id, sourceId), sort: 'source', eventTypeId }
  for (const [handlerId, handler] of entriesById(service.handlers)) {
    yield { name: elementNames.handler(id, handlerId), sort: null }
    for (const [outputId, { eventTypeId }] of entriesById(handler.outputs))
      yield { name: elementNames.output(id, handlerId, outputId), sort: 'output', eventTypeId }
  }
}
