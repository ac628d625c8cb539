// Topics, queues, exchanges and stores, with what lies in them.

import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import type { Channel, ChannelOf } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { ROWS_MAX, TAPES_MAX } from '#shared/topology/nodeSizes.ts'
import { topicLag } from '../../store/live/kafkaLag.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import type { IconName } from '../../ui/Icon.tsx'
import type { BindingRow } from '../channelRows.ts'
import type { Box } from '../geometry.ts'
import { shortCount } from '../live/readings.ts'
import { channelStatus, type Status } from '../live/status.ts'
import {
  fanOutStatus,
  fanOutText,
  lagTrend,
  lettersIn,
  type NodeFigures,
  nodesDownText,
  partitionsText,
} from '../nodes/nodeReadings.ts'
import { depthShapes, stripShapes, tapeShapes, tapesShapes } from './contentShapes.ts'
import { hueInk, type Ink } from './inks.ts'
import {
  badgeShapes,
  bodyTop,
  briefShapes,
  headShapes,
  insetsOf,
  type Pen,
  rowShapes,
} from './nodeParts.ts'
import type { Shape } from './shapes.ts'
import { type Silhouette, silhouetteShapes } from './silhouettes.ts'

export interface DrawnChannel<Of extends Channel = Channel> {
  readonly id: string
  readonly channel: Of
  readonly box: Box
  readonly rows: readonly BindingRow[]
  readonly holdsDeadLetters: boolean
  readonly hue: number
  /** Null: there is no run to tell of. */
  readonly figures: NodeFigures | null
}

/** What a kind of channel puts into the common frame. */
interface Look {
  readonly silhouette: Silhouette
  readonly icon: IconName
  readonly subtitle: string
  readonly body: readonly Shape[]
}

export function channelShapes(pen: Pen, drawn: DrawnChannel): readonly Shape[] {
  const { id, channel, box, figures } = drawn
  const name = elementNames.channel(id)
  const look = lookOf(pen, drawn, name)
  const { silhouette, icon, subtitle, body } = look
  const letters = figures ? lettersIn(figures, name, channel) : 0
  const outlined = { silhouette, box, rail: railInk(pen, drawn), hasTrouble: letters > 0 }
  const head = { silhouette, box, icon, name: channel.name, subtitle, status: statusOf(drawn) }
  return [
    ...silhouetteShapes(outlined, pen.inks),
    ...headShapes(pen, head),
    ...body,
    ...(figures ? badgeShapes(pen, box, nodesDownText(figures, name)) : []),
  ]
}

function statusOf({ id, channel, rows, figures }: DrawnChannel): Status {
  if (figures === null) return 'idle'
  const fansOut = channel.kind === 'rabbitExchange' || channel.kind === 'snsTopic'
  if (!fansOut) return channelStatus(figures, id)
  const bindingIds = rows.map(({ bindingId }) => bindingId)
  return fanOutStatus(figures, id, bindingIds)
}

function railInk({ inks }: Pen, { channel, hue, holdsDeadLetters }: DrawnChannel): Ink {
  const fansOut = channel.kind === 'rabbitExchange' || channel.kind === 'snsTopic'
  return hueInk(inks, fansOut && holdsDeadLetters ? 5 : hue)
}

function lookOf(pen: Pen, drawn: DrawnChannel, name: string): Look {
  const { channel, holdsDeadLetters } = drawn
  switch (channel.kind) {
    case 'kafkaTopic':
      return holdsDeadLetters
        ? deadLetters(pen, drawn, name)
        : kafkaTopic(pen, { ...drawn, channel }, name)
    case 'rabbitQueue':
    case 'sqsQueue':
      return holdsDeadLetters ? deadLetters(pen, drawn, name) : queue(pen, drawn, name)
    case 'rabbitExchange':
    case 'snsTopic':
      return fanOut(pen, drawn, name)
    case 'eventStore':
      return eventStore(pen, drawn, name)
  }
}

interface Rows {
  readonly top: number
  readonly inset: number
}

function rowsOf(silhouette: Silhouette, box: Box): Rows {
  const inset = insetsOf(silhouette).rows
  return { top: bodyTop({ silhouette, box }), inset }
}

function deadLetters(pen: Pen, { channel, box, figures }: DrawnChannel, name: string): Look {
  const { top, inset } = rowsOf('dead-letter', box)
  const look = { silhouette: 'dead-letter', icon: 'deadLetter', subtitle: 'Dead letters' } as const
  if (figures === null) return { ...look, body: [] }
  const letters = lettersIn(figures, name, channel)
  const oldestMs = figures.figure(name, 'oldestWaitingMs')
  const figure = oldestMs > 0 ? `oldest ${formatDuration(oldestMs)}` : ''
  const ink = letters > 0 ? pen.inks.err : pen.inks.t1
  return {
    ...look,
    body: [
      ...briefShapes(pen, box, { top, inset, number: formatCount(letters), ink, beside: figure }),
    ],
  }
}

function kafkaTopic(
  pen: Pen,
  { id, channel, box, figures, hue }: DrawnChannel<ChannelOf<'kafkaTopic'>>,
  name: string,
): Look {
  const { top, inset } = rowsOf('rail', box)
  const { partitions } = channel
  const shown = {
    channelId: id,
    partitions,
    box,
    top: top + 23,
    figures,
    rail: hueInk(pen.inks, hue),
  }
  const lag = figures ? formatCount(topicLag(figures, id, partitions)) : ''
  const brief = figures
    ? briefShapes(pen, box, {
        top,
        inset,
        number: lag,
        after: 'lag',
        beside: lagTrend(figures, name),
        besideInk: pen.inks.warn,
      })
    : []
  return {
    silhouette: 'rail',
    icon: 'kafkaTopic',
    subtitle: `Kafka, ${partitionsText(partitions)}`,
    body: [
      ...brief,
      ...(partitions > TAPES_MAX ? stripShapes(pen, shown) : tapesShapes(pen, shown)),
    ],
  }
}

function queue(pen: Pen, { channel, box, figures, hue }: DrawnChannel, name: string): Look {
  const { top, inset } = rowsOf('pill', box)
  const waiting = figures?.figure(name, 'waiting') ?? 0
  const cells = { box, top: top + 28, inset, waiting, rail: hueInk(pen.inks, hue) }
  const brief = figures
    ? briefShapes(pen, box, {
        top,
        inset,
        number: formatCount(waiting),
        beside: `${shortCount(figures.figure(name, 'inFlight'))} in flight`,
      })
    : []
  return {
    silhouette: 'pill',
    icon: channel.kind,
    subtitle: nodeKinds[channel.kind].label,
    body: [...brief, ...depthShapes(pen, cells)],
  }
}

const ROW = 16

function fanOut(pen: Pen, drawn: DrawnChannel, name: string): Look {
  const { channel, box, rows, figures, holdsDeadLetters } = drawn
  const { top, inset } = rowsOf('rail', box)
  const row = (index: number, words: string, figure: string) =>
    rowShapes(pen, box, { top: top + 5 + ROW * index, inset, words, figure, face: 'mono' })
  const rate = (bindingId: string) =>
    figures ? formatRate(figures.rate(elementNames.binding(bindingId), 'routed')) : ''
  const body = rows
    .slice(0, ROWS_MAX)
    .flatMap(({ bindingId, text }, index) => row(index, text, rate(bindingId)))
  let count = Math.min(rows.length, ROWS_MAX)
  if (rows.length > ROWS_MAX) body.push(...row(count++, `and ${rows.length - ROWS_MAX} more`, ''))
  if (rows.length === 0) {
    const reached = channel.kind === 'snsTopic' ? 'subscribed' : 'bound'
    body.push(...row(count++, `no queue ${reached} yet`, ''))
  }
  if (channel.kind === 'rabbitExchange' && figures) {
    const figure = formatCount(figures.figure(name, 'unroutable'))
    const foot = { top: top + 8 + ROW * count, inset, words: 'Unroutable', figure }
    body.push(...rowShapes(pen, box, foot))
  }
  return {
    silhouette: 'rail',
    icon: channel.kind,
    subtitle: fanOutText(channel, holdsDeadLetters),
    body,
  }
}

function eventStore(pen: Pen, { box, figures, hue }: DrawnChannel, name: string): Look {
  const { top, inset } = rowsOf('store', box)
  const lag = figures?.figure(name, 'waiting') || 0
  const events = figures?.figure(name, 'retained') || 0
  const part = events === 0 ? 0 : lag / Math.max(lag, events)
  const tape = { x: box.x + 11, y: top + 33, width: box.width - 22, height: 9 }
  const look = { silhouette: 'store', icon: 'eventStore', subtitle: 'Event store' } as const
  const ground = tapeShapes(pen, tape, { part, ink: hueInk(pen.inks, hue) })
  if (figures === null) return { ...look, body: ground }
  const parked = figures.figure(name, 'parked')
  const foot = { top: top + 47, inset: 10 }
  return {
    ...look,
    body: [
      ...briefShapes(pen, box, {
        top,
        inset,
        number: formatCount(events),
        after: 'events',
        beside: `${shortCount(figures.figure(name, 'streams'))} streams`,
      }),
      ...ground,
      ...rowShapes(pen, box, {
        ...foot,
        words: `lag ${shortCount(figures.figure(name, 'waiting'))}`,
        figure: parked > 0 ? `${shortCount(parked)} parked` : '',
        ink: pen.inks.warn,
      }),
    ],
  }
}
