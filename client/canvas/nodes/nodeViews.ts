import type { ComponentType } from 'react'
import type { NodeProps } from 'reactflow'
import { NoteView } from '../annotations/NoteView.tsx'
import type { CanvasNode } from '../canvasNodes.ts'
import { ContextSummaryView } from '../contexts/ContextSummaryView.tsx'
import { EventStoreView } from './EventStoreView.tsx'
import { ExternalNodeView } from './ExternalNodeView.tsx'
import { FanOutView } from './FanOutView.tsx'
import { KafkaTopicView } from './KafkaTopicView.tsx'
import { QueueView } from './QueueView.tsx'
import { ServiceNodeView } from './ServiceNodeView.tsx'

/** One view a kind of node. A new kind does not compile until it is drawn. */
export const nodeViews = {
  service: ServiceNodeView,
  projection: ServiceNodeView,
  external: ExternalNodeView,
  kafkaTopic: KafkaTopicView,
  rabbitExchange: FanOutView,
  snsTopic: FanOutView,
  rabbitQueue: QueueView,
  sqsQueue: QueueView,
  eventStore: EventStoreView,
  context: ContextSummaryView,
  note: NoteView,
} satisfies {
  [Kind in NonNullable<CanvasNode['type']>]: ComponentType<
    NodeProps<Extract<CanvasNode, { type?: Kind }>>
  >
}
