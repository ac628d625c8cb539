// What can be put on the canvas, in the user's words. Palette, shortcuts and labels read this table.

import type { AnnotationKind, NodeKind } from './viewSlice.ts'

export interface NodeKindWords {
  readonly label: string
  /** The key that adds one. */
  readonly letter: string
  /** What the first of its kind is called. */
  readonly firstName: string
}

export const nodeKinds: { readonly [Kind in NodeKind]: NodeKindWords } = {
  service: { label: 'Service', letter: 'S', firstName: 'Service' },
  external: { label: 'External client', letter: 'E', firstName: 'Client' },
  projection: { label: 'Projection', letter: 'P', firstName: 'Projection' },
  kafkaTopic: { label: 'Kafka topic', letter: 'K', firstName: 'topic' },
  rabbitExchange: { label: 'RabbitMQ exchange', letter: 'X', firstName: 'exchange' },
  rabbitQueue: { label: 'RabbitMQ queue', letter: 'R', firstName: 'queue' },
  snsTopic: { label: 'SNS topic', letter: 'T', firstName: 'topic' },
  sqsQueue: { label: 'SQS queue', letter: 'Q', firstName: 'queue' },
  eventStore: { label: 'Event store', letter: 'O', firstName: 'store' },
}

/** What stands beside and round the nodes. */
export const annotationKinds: {
  readonly [Kind in AnnotationKind]: Pick<NodeKindWords, 'label' | 'letter'>
} = {
  context: { label: 'Context', letter: 'F' },
  note: { label: 'Note', letter: 'N' },
}

export const ANNOTATION_KINDS = Object.keys(annotationKinds) as readonly AnnotationKind[]

export const NODE_KINDS = Object.keys(nodeKinds) as readonly NodeKind[]

export function isNodeKind(kind: string): kind is NodeKind {
  return Object.hasOwn(nodeKinds, kind)
}
