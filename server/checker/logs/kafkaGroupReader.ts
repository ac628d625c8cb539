// How a consumer group reads a topic: each partition by one member, in its order and without gaps from
// where it begins; and what it commits. All members of a group read with the same positions, so where a
// partition goes on with another member is told by what was committed.

import type { Moment } from '../violations.ts'
import type { LogOptions } from './acceptanceRules.ts'
import { Cursor } from './cursor.ts'
import type { LogReader } from './logBook.ts'
import type { Entry } from './partition.ts'

interface Place {
  readonly cursor: Cursor
  owner: { readonly member: number; readonly subscription: string } | null
  /** Offset; null: none that is known. */
  committed: number | null
  /** It was set by hand, or the log lost its end. */
  mayGoBack: boolean
}

export class KafkaGroupReader implements LogReader {
  readonly #options: LogOptions
  readonly #groupId: string
  readonly #places: Place[] = []

  constructor(options: LogOptions, groupId: string) {
    this.#options = options
    this.#groupId = groupId
  }

  onLost({ partition, ordinal }: Entry): void {
    const place = this.#place(partition)
    place.cursor.cutAt(ordinal)
    place.mayGoBack = true
  }

  onSeek(subscription: string): void {
    const { drawing } = this.#options
    if (drawing.subscriptionOf(subscription, 'kafkaConsumer')?.groupId !== this.#groupId) return
    for (const place of this.#places) {
      if (!place) continue
      place.cursor.moveTo(null)
      place.mayGoBack = true
    }
  }

  onEditSettled(): void {
    const { drawing } = this.#options
    for (const place of this.#places)
      if (place?.owner && !drawing.has('subscriptions', place.owner.subscription))
        place.owner = null
  }

  takeFrom(moment: Moment, subscription: string): void {
    const { row } = moment
    switch (moment.kind) {
      case 'delivered':
        this.#deliver(moment, subscription)
        break
      case 'acknowledged':
        this.#place(row.detail).cursor.letGo(moment)
        break
      case 'abandoned':
        this.#place(row.detail).cursor.letGo(moment)
        this.#place(row.detail).cursor.moveTo(null)
        break
      case 'dropped':
        if (row.detail === row.element) this.#skip(moment)
        break
      case 'assigned':
        this.#assign(moment, subscription)
        break
      case 'revoked':
        this.#revoke(moment)
        break
      case 'positioned':
        this.#commit(moment, subscription)
        break
      default:
    }
  }

  #place(partition: number): Place {
    const known = this.#places[partition]
    if (known) return known
    const { book, violations } = this.#options
    const cursor = new Cursor({ partition: book.partition(partition), violations })
    const place = { cursor, owner: null, committed: null, mayGoBack: false }
    this.#places[partition] = place
    return place
  }

  #deliver(moment: Moment, subscription: string): void {
    const { book, drawing, violations } = this.#options
    const place = this.#place(moment.row.detail)
    const next = place.cursor.next ?? 0
    const isHere = ({ partition }: Entry) => partition === moment.row.detail
    const entry =
      book.find(moment.event, (each) => isHere(each) && each.ordinal >= next) ??
      book.find(moment.event, isHere)
    if (!entry) {
      violations.add('phantom', `partition ${moment.row.detail} does not have it`, moment)
      return
    }
    if (place.owner?.subscription !== subscription)
      violations.add(
        'ownership',
        `partition ${entry.partition} is ${place.owner ? `that of ${place.owner.subscription}` : 'nobody’s'}`,
        moment,
      )
    const spec = drawing.subscriptionOf(subscription, 'kafkaConsumer')
    const isCommittedOnly = spec?.isolationLevel === 'read_committed'
    const isSettled = drawing.changedAt(moment.element) !== moment.atNs
    if (entry.isAborted && isCommittedOnly && isSettled)
      violations.add('isolation', 'its transaction was aborted', moment)
    place.cursor.deliver(entry, moment, isCommittedOnly)
  }

  /** Its records end before the group has read them. */
  #skip({ event }: Moment): void {
    const entry = this.#options.book.find(event, () => true)
    if (entry) this.#place(entry.partition).cursor.skipTo(entry.ordinal + 1)
  }

  #assign(moment: Moment, subscription: string): void {
    const { violations } = this.#options
    const { attempt, detail } = moment.row
    const place = this.#place(attempt)
    if (place.owner)
      violations.add(
        'ownership',
        `partition ${attempt} is that of member ${place.owner.member}`,
        moment,
      )
    place.owner = { member: detail, subscription }
    place.cursor.moveTo(this.#resumesAt(place))
  }

  /** Null: nothing valid is committed, or offsets are more than records. */
  #resumesAt({ cursor: { partition }, committed }: Place): number | null {
    if (committed === null || partition.hasMarkers || committed > partition.end) return null
    return committed >= partition.nextReadable(0, false) ? committed : null
  }

  #revoke(moment: Moment): void {
    const { attempt, detail } = moment.row
    const place = this.#place(attempt)
    if (place.owner?.member !== detail)
      this.#options.violations.add(
        'ownership',
        `partition ${attempt} is not that of member ${detail}`,
        moment,
      )
    place.owner = null
    place.cursor.moveTo(null)
  }

  #commit(moment: Moment, subscription: string): void {
    const { violations, drawing } = this.#options
    const { attempt, detail } = moment.row
    const place = this.#place(attempt)
    const { partition, next } = place.cursor
    if (place.committed !== null && detail < place.committed && !place.mayGoBack)
      violations.add('commits', `${place.committed} was committed before ${detail}`, moment)
    if (!partition.hasMarkers) {
      const spec = drawing.subscriptionOf(subscription, 'kafkaConsumer')
      const isCommittedOnly = spec?.isolationLevel === 'read_committed'
      const reach = next === null ? partition.end : partition.nextReadable(next, isCommittedOnly)
      if (detail > reach)
        violations.add('commits', `${detail} lies behind ${reach}, where it reads on`, moment)
    }
    place.committed = detail
    place.mayGoBack = false
  }
}
