// Which consumer of a persistent subscription gets the next event: its named consumer strategy.

import { assert } from '#shared/lib/assert.ts'
import { PinnedBuckets, type PinnedBucketsState } from './pinnedBuckets.ts'

export const CONSUMER_STRATEGIES = [
  'RoundRobin',
  'DispatchToSingle',
  'Pinned',
  'PinnedByCorrelation',
] as const
export type ConsumerStrategyName = (typeof CONSUMER_STRATEGIES)[number]

/** What a strategy sees of a consumer. */
export interface Candidate {
  readonly number: number
  /** Events that it may be sent now. */
  readonly room: number
}

/** `skip`: this event has to wait, others may go. `full`: no event can go. */
export type Choice<Of extends Candidate> = Of | 'skip' | 'full'

export interface StrategyState {
  readonly queue: readonly number[]
  readonly buckets: PinnedBucketsState | null
}

export interface ConsumerStrategy<Of extends Candidate> {
  add(candidate: Of): void
  remove(candidate: Of): void
  /** `source`: what keeps events together, as the strategy's `sourceOf` tells. */
  choose(source: string): Choice<Of>
  /** The event that it was chosen for has left its hands. */
  confirmed(candidate: Of, source: string): void
  save(): StrategyState
  /** `find`: the candidate of a number, all of whom are there again. */
  restore(state: StrategyState, find: (number: number) => Of): void
}

export function strategyNamed<Of extends Candidate>(
  name: ConsumerStrategyName,
): ConsumerStrategy<Of> {
  switch (name) {
    case 'RoundRobin':
      return new Queueing<Of>('eachInTurn')
    case 'DispatchToSingle':
      return new Queueing<Of>('oneUntilFull')
    case 'Pinned':
    case 'PinnedByCorrelation':
      return new Pinning<Of>()
  }
}

class Queueing<Of extends Candidate> implements ConsumerStrategy<Of> {
  readonly #turn: 'eachInTurn' | 'oneUntilFull'
  #queue: Of[] = []

  constructor(turn: 'eachInTurn' | 'oneUntilFull') {
    this.#turn = turn
  }

  add(candidate: Of): void {
    this.#queue.push(candidate)
  }

  remove(candidate: Of): void {
    this.#queue = this.#queue.filter((queued) => queued !== candidate)
  }

  choose(): Choice<Of> {
    for (let tried = 0; tried < this.#queue.length; tried += 1) {
      const [first] = this.#queue
      if (!first) break
      const hasRoom = first.room > 0
      if (!hasRoom || this.#turn === 'eachInTurn') this.#queue.push(this.#queue.shift() as Of)
      if (hasRoom) return first
    }
    return 'full'
  }

  confirmed(): void {}

  save(): StrategyState {
    return { queue: this.#queue.map(({ number }) => number), buckets: null }
  }

  restore({ queue }: StrategyState, find: (number: number) => Of): void {
    this.#queue = queue.map(find)
  }
}

/** Every event of a source goes to one consumer, as long as that stays. */
class Pinning<Of extends Candidate> implements ConsumerStrategy<Of> {
  readonly #buckets = new PinnedBuckets()
  readonly #candidates = new Map<number, Of>()

  add(candidate: Of): void {
    this.#candidates.set(candidate.number, candidate)
    this.#buckets.add(candidate.number)
  }

  remove(candidate: Of): void {
    this.#candidates.delete(candidate.number)
    this.#buckets.disconnect(candidate.number)
  }

  choose(source: string): Choice<Of> {
    let room = 0
    for (const candidate of this.#candidates.values()) room += candidate.room
    if (room === 0) return 'full'
    const bucket = this.#buckets.bucketOf(source)
    const chosen = this.#candidates.get(this.#buckets.ownerOf(bucket))
    assert(chosen, 'a bucket is assigned to a consumer that is there')
    if (chosen.room === 0) return 'skip'
    this.#buckets.noteSent(bucket)
    return chosen
  }

  confirmed(candidate: Of, source: string): void {
    this.#buckets.noteConfirmed(this.#buckets.bucketOf(source), candidate.number)
  }

  save(): StrategyState {
    return { queue: [...this.#candidates.keys()], buckets: this.#buckets.save() }
  }

  restore({ queue, buckets }: StrategyState, find: (number: number) => Of): void {
    this.#candidates.clear()
    for (const number of queue) this.#candidates.set(number, find(number))
    if (buckets) this.#buckets.restore(buckets)
  }
}
