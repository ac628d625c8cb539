// Where an exchange sends a message, through other exchanges and alternates as well.

import { ownValue } from '../../lib/entries.ts'
import { elementNames } from '../elements.ts'
import { bindingTake, type Headers, headersMatch, type RabbitBinding } from '../routing.ts'
import { type Mixes, sharesOf } from './mixes.ts'
import type { Consequence, Drawing, Stream } from './stream.ts'

export interface Routes {
  readonly bindingIds: readonly string[]
  /** Without the first. */
  readonly exchangeIds: readonly string[]
  readonly queueIds: readonly string[]
  /** A headers exchange lies on the way. */
  readonly readsHeaders: boolean
}

interface Sent {
  readonly routingKey: string
  /** Null: not known, and each binding that may take it does, and so does an alternate exchange. */
  readonly headers: Headers | null
}

export function routesOf(drawing: Drawing, exchangeId: string, sent: Sent): Routes {
  const exchangeIds = new Set([exchangeId])
  const queueIds = new Set<string>()
  const bindingIds: string[] = []
  let readsHeaders = false
  // A set hands out what is added to it while it is walked through.
  for (const fromId of exchangeIds) {
    const passed = passing(drawing, fromId, sent)
    readsHeaders ||= passed.readsHeaders
    for (const [bindingId, { toChannelId }] of passed.taking) {
      bindingIds.push(bindingId)
      if (kindOf(drawing, toChannelId) === 'rabbitExchange') exchangeIds.add(toChannelId)
      else queueIds.add(toChannelId)
    }
    if (passed.alternateId !== null) exchangeIds.add(passed.alternateId)
  }
  return {
    bindingIds,
    exchangeIds: [...exchangeIds].slice(1),
    queueIds: [...queueIds],
    readsHeaders,
  }
}

interface Passing {
  readonly taking: readonly (readonly [bindingId: string, binding: RabbitBinding])[]
  readonly alternateId: string | null
  readonly readsHeaders: boolean
}

const NOTHING: Passing = { taking: [], alternateId: null, readsHeaders: false }

/** What one exchange does with a message by its own bindings. */
function passing(drawing: Drawing, exchangeId: string, sent: Sent): Passing {
  const from = ownValue(drawing.topology.channels, exchangeId)
  if (from?.kind !== 'rabbitExchange') return NOTHING
  const taking: [string, RabbitBinding][] = []
  let isSureToBeTaken = false
  for (const [bindingId, binding] of drawing.connections.bindingsFrom(exchangeId)) {
    if (binding.kind !== 'rabbitBinding' || !leads(drawing, binding)) continue
    const take = bindingTake(from.type, binding, sent.routingKey)
    const isTaken =
      take === 'byHeaders' && sent.headers ? headersMatch(binding, sent.headers) : take !== 'never'
    if (!isTaken) continue
    taking.push([bindingId, binding])
    if (take === 'always' || sent.headers) isSureToBeTaken = true
  }
  const { alternateExchangeId = null } = from
  return {
    taking,
    alternateId: isSureToBeTaken ? null : alternateExchangeId,
    readsHeaders: from.type === 'headers',
  }
}

function leads(drawing: Drawing, { toChannelId }: RabbitBinding): boolean {
  const kind = kindOf(drawing, toChannelId)
  return kind === 'rabbitExchange' || kind === 'rabbitQueue'
}

function kindOf({ topology }: Drawing, channelId: string): string | undefined {
  return ownValue(topology.channels, channelId)?.kind
}

/** A queue gets one copy, however many bindings and ways lead to it. */
export function routed(drawing: Drawing, stream: Stream): readonly Consequence[] {
  const { channelId, routingKey } = stream
  const any = routesOf(drawing, channelId, { routingKey, headers: null })
  const names = drawing.connections.comparedHeaders
  const parts = any.readsHeaders && stream.mixes ? partsOf(stream.mixes, names) : null
  if (!parts) return sentBy(any, stream, 1)
  return parts.flatMap(({ share, mixes, headers }) =>
    sentBy(routesOf(drawing, channelId, { routingKey, headers }), { ...stream, mixes }, share),
  )
}

function sentBy(
  { bindingIds, exchangeIds, queueIds }: Routes,
  stream: Stream,
  share: number,
): readonly Consequence[] {
  const passed = [
    ...bindingIds.map(elementNames.binding),
    ...exchangeIds.map(elementNames.channel),
  ].map((name): Consequence => ({ kind: 'passes', name, amount: share }))
  const queues = queueIds.map(
    (channelId): Consequence => ({
      kind: 'stream',
      stream: { ...stream, channelId },
      gain: share,
      viaServiceId: null,
    }),
  )
  return [...passed, ...queues]
}

/** Messages of a stream that all have the same headers. */
interface Part {
  readonly share: number
  readonly mixes: Mixes
  readonly headers: Headers
}

/** From so many on they are not told apart. */
const PARTS_MAX = 100

/** Null where there are too many. */
function partsOf(mixes: Mixes, names: ReadonlySet<string>): readonly Part[] | null {
  let parts: readonly Part[] = [{ share: 1, mixes, headers: new Map() }]
  for (const [name, mix] of mixes) {
    if (!names.has(name)) continue
    if (parts.length * mix.size > PARTS_MAX) return null
    parts = parts.flatMap((part) =>
      sharesOf(mix).map(([value, share]) => ({
        share: part.share * share,
        mixes: new Map([...part.mixes, [name, new Map([[value, 1]])]]),
        headers: new Map([...part.headers, [name, value]]),
      })),
    )
  }
  return parts
}
