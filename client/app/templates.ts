// Small drawings to begin with, one for each family of channels. They are drawn by the same edits that
// a person makes, so they have the defaults that a person would get.

import { assert } from '#shared/lib/assert.ts'
import { type Miniature, miniatureOf } from '#shared/protocol/miniature.ts'
import type { Edit } from '#shared/topology/change.ts'
import { planConnection } from '#shared/topology/connect.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { addChannel, addService, setField } from '#shared/topology/edits.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import type { NodeKind } from '../store/viewSlice.ts'

export interface Template {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly topology: Topology
  readonly miniature: Miniature
}

const drawings: readonly Omit<Template, 'miniature'>[] = [
  {
    id: 'event-log',
    title: 'Event log',
    summary: 'A Kafka topic, read by two groups at their own pace.',
    topology: drawn('Event log', {
      nodes: [
        { name: 'Web shop', kind: 'external', x: 0, y: 100 },
        { name: 'orders', kind: 'kafkaTopic', x: 220, y: 80 },
        { name: 'Billing', kind: 'service', x: 460, y: 0 },
        { name: 'Order history', kind: 'projection', x: 460, y: 160 },
      ],
      edges: [
        ['web-shop', 'orders'],
        ['orders', 'billing'],
        ['orders', 'order-history'],
      ],
    }),
  },
  {
    id: 'work-queue',
    title: 'Work queue',
    summary: 'A RabbitMQ exchange and queue, with dead letters set aside.',
    topology: drawn('Work queue', {
      nodes: [
        { name: 'Uploads', kind: 'external', x: 0, y: 20 },
        { name: 'jobs', kind: 'rabbitExchange', x: 200, y: 20 },
        { name: 'thumbnails', kind: 'rabbitQueue', x: 420, y: 20 },
        { name: 'Worker', kind: 'service', x: 640, y: 0 },
        { name: 'failed-jobs', kind: 'rabbitExchange', x: 420, y: 180 },
        { name: 'dead-jobs', kind: 'rabbitQueue', x: 640, y: 180 },
      ],
      edges: [
        ['uploads', 'jobs'],
        ['jobs', 'thumbnails'],
        ['thumbnails', 'worker'],
        ['thumbnails', 'failed-jobs'],
        ['failed-jobs', 'dead-jobs'],
      ],
    }),
  },
  {
    id: 'fan-out',
    title: 'Fan-out',
    summary: 'An SNS topic that feeds an SQS queue for each service.',
    topology: drawn('Fan-out', {
      nodes: [
        { name: 'Orders', kind: 'service', x: 0, y: 80 },
        { name: 'order-events', kind: 'snsTopic', x: 220, y: 100 },
        { name: 'fulfilment-queue', kind: 'sqsQueue', x: 440, y: 20 },
        { name: 'ledger-queue', kind: 'sqsQueue', x: 440, y: 180 },
        { name: 'Fulfilment', kind: 'service', x: 660, y: 0 },
        { name: 'Ledger', kind: 'service', x: 660, y: 160 },
      ],
      edges: [
        ['orders', 'order-events'],
        ['order-events', 'fulfilment-queue'],
        ['order-events', 'ledger-queue'],
        ['fulfilment-queue', 'fulfilment'],
        ['ledger-queue', 'ledger'],
      ],
    }),
  },
]

export const templates: readonly Template[] = drawings.map((template) => ({
  ...template,
  miniature: miniatureOf(template.topology),
}))

const SECTIONS = [
  'description',
  'eventTypes',
  'services',
  'channels',
  'bindings',
  'subscriptions',
  'layout',
] as const

/** Puts a template onto a blank drawing, which keeps its name. */
export function applyTemplate({ title, topology }: Template): Edit {
  const changes = SECTIONS.filter((section) => topology[section] !== undefined).flatMap(
    (section) => setField([section], topology[section], title).changes,
  )
  return { label: `Begin with ${title}`, changes }
}

interface Sketch {
  readonly nodes: readonly {
    readonly name: string
    readonly kind: NodeKind
    readonly x: number
    readonly y: number
  }[]
  /** Ids, which are the slugs of the names. */
  readonly edges: readonly (readonly [string, string])[]
}

function drawn(name: string, { nodes, edges }: Sketch): Topology {
  let topology = emptyTopology(name)
  const apply = (edit: Edit) => {
    const result = applyEdit(topology, edit)
    assert(result.ok, `the template ${name} can be drawn`)
    topology = result.topology
  }
  for (const node of nodes) apply(addition(topology, node))
  for (const [fromId, toId] of edges) {
    const plan = planConnection(topology, fromId, toId)
    assert(plan.kind === 'edit', `${fromId} connects to ${toId}`)
    apply(plan.edit)
  }
  return topology
}

function addition(topology: Topology, node: Sketch['nodes'][number]): Edit {
  const { name, kind, x, y } = node
  const position = { x, y }
  if (kind === 'service' || kind === 'external' || kind === 'projection')
    return addService(topology, { name, role: kind, position }).edit
  return addChannel(topology, { kind, name, position }).edit
}
