// Where messages were dead-lettered before: newest first, one entry for each queue and reason, as in the
// header x-death. It is spelled as a text, so that a message carries only the text's number, and what
// follows from it is computed once for each history that occurs.

import type { Texts } from './texts.ts'

export type DeathReason = 'rejected' | 'expired' | 'maxlen' | 'delivery_limit'

/** An entry of x-death. */
export interface Death {
  readonly queue: string
  readonly reason: DeathReason
  readonly count: number
  /** Where it was published to before, and with which key; of its first death here. */
  readonly exchange: string
  readonly routingKey: string
  /** original-expiration: the time to live that its publisher gave it, in ms; null: none. */
  readonly expirationMs: number | null
}

export interface DeathHistory {
  /** x-first-death-*: it stays, however often the message dies. */
  readonly first: Pick<Death, 'queue' | 'reason' | 'exchange'>
  /** x-death; x-last-death-* is the first of it. */
  readonly deaths: readonly Death[]
}

/** Interned exchange and routing key, and what it said of its time to live. */
export interface PlaceOfDeath {
  readonly exchange: number
  readonly routingKey: number
  readonly expirationMs: number | null
}

/** Never dead-lettered. */
export const NO_DEATHS = 0

/** Beyond this the count of an entry stands still: each count is a history of its own, and is kept. */
const COUNT_MAX = 1000

export class RabbitDeaths {
  readonly #texts: Texts
  readonly #after = new Map<string, number>()
  /** By queue and history. */
  readonly #isCycle = new Map<string, boolean>()

  constructor(texts: Texts) {
    this.#texts = texts
  }

  /** The history of a message that had these deaths and now dies in this queue. */
  after(deaths: number, queue: string, reason: DeathReason, place: PlaceOfDeath): number {
    const { exchange, routingKey, expirationMs } = place
    const key = `${deaths} ${reason} ${exchange} ${routingKey} ${expirationMs} ${queue}`
    const known = this.#after.get(key)
    if (known !== undefined) return known
    const after = this.#texts.intern(
      JSON.stringify(this.#historyAfter(deaths, queue, reason, place)),
    )
    this.#after.set(key, after)
    return after
  }

  /** Whether it died in this queue before and nobody rejected it since, or then. */
  isCycle(deaths: number, queue: string): boolean {
    if (deaths === NO_DEATHS) return false
    const key = `${deaths} ${queue}`
    const known = this.#isCycle.get(key)
    if (known !== undefined) return known
    const history = readDeaths(this.#texts, deaths)?.deaths ?? []
    const last = history.findIndex((death) => death.queue === queue)
    const isCycle =
      last >= 0 && history.slice(0, last + 1).every(({ reason }) => reason !== 'rejected')
    this.#isCycle.set(key, isCycle)
    return isCycle
  }

  #historyAfter(
    deaths: number,
    queue: string,
    reason: DeathReason,
    place: PlaceOfDeath,
  ): DeathHistory {
    const exchange = this.#texts.text(place.exchange)
    const before = readDeaths(this.#texts, deaths)
    const isSame = (death: Death) => death.queue === queue && death.reason === reason
    const known = before?.deaths.find(isSame)
    const newest: Death = known
      ? { ...known, count: Math.min(known.count + 1, COUNT_MAX) }
      : {
          queue,
          reason,
          count: 1,
          exchange,
          routingKey: this.#texts.text(place.routingKey),
          expirationMs: place.expirationMs,
        }
    const others = before?.deaths.filter((death) => !isSame(death)) ?? []
    return { first: before?.first ?? { queue, reason, exchange }, deaths: [newest, ...others] }
  }
}

/** What an interned history says; null: the message never died. */
export function readDeaths(texts: Texts, deaths: number): DeathHistory | null {
  // `after` has spelled it.
  return deaths === NO_DEATHS ? null : (JSON.parse(texts.text(deaths)) as DeathHistory)
}

/** The headers of a message that died: its publisher's, and those that tell of its first and last death. */
export function headersAfter(texts: Texts, headers: number, deaths: number): number {
  const history = readDeaths(texts, deaths)
  const last = history?.deaths[0]
  if (!history || !last) return headers
  const told = [
    ...toldOf('first', history.first),
    ...toldOf('last', last),
    ...texts.attributes(headers),
  ]
  return texts.internAttributes(told)
}

function toldOf(which: 'first' | 'last', { queue, reason, exchange }: DeathHistory['first']) {
  return [
    [`x-${which}-death-queue`, queue],
    [`x-${which}-death-reason`, reason],
    [`x-${which}-death-exchange`, exchange],
  ] as const
}
