// Ways to spoil a journal: each does what a broken broker might do, and gives null where the journal has
// nothing that it could be done to.

import { JOURNAL_KINDS, type JournalKind, type JournalRow } from '#shared/lib/journal.ts'
import type { RecordedRun } from './checkedRun.fixture.ts'

export type Mutation = (run: RecordedRun) => readonly JournalRow[] | null

type Fits = (row: JournalRow, run: RecordedRun) => boolean

const kindOf = (row: JournalRow) => JOURNAL_KINDS[row.kind] as JournalKind
const numberOf = (kind: JournalKind) => JOURNAL_KINDS.indexOf(kind)
const is =
  (...kinds: JournalKind[]): Fits =>
  (row) =>
    kinds.includes(kindOf(row))
const and =
  (...all: Fits[]): Fits =>
  (row, run) =>
    all.every((fits) => fits(row, run))
const again: Fits = ({ attempt }) => attempt > 1
const first: Fits = ({ attempt }) => attempt === 1
const isEvent = (row: JournalRow, other: JournalRow) =>
  row.origin === other.origin && row.n === other.n

/** The channel that a subscription of this name reads. */
function channelOf(run: RecordedRun, element: number) {
  const { topology } = run.recipe
  const [section, id = ''] = run.names[element]?.split('/') ?? []
  const channelId = section === 'channels' ? id : (topology.subscriptions[id]?.channelId ?? '')
  return topology.channels[channelId] ?? null
}

const reads =
  (fits: (channel: NonNullable<ReturnType<typeof channelOf>>) => boolean): Fits =>
  ({ element }, run) => {
    const channel = channelOf(run, element)
    return channel !== null && fits(channel)
  }
const ofKafka = reads(({ kind }) => kind === 'kafkaTopic')
const ofSqs = reads(({ kind }) => kind === 'sqsQueue')
const ofFifo = reads((channel) => channel.kind === 'sqsQueue' && channel.fifoQueue === true)
const ofStore = reads(({ kind }) => kind === 'eventStore')
const isStream = (channel: NonNullable<ReturnType<typeof channelOf>>) =>
  channel.kind === 'rabbitQueue' && channel.queueType === 'stream'
const ofRabbit = reads((channel) => channel.kind === 'rabbitQueue' && !isStream(channel))
const ofStream = reads(isStream)
const ofLog: Fits = (row, run) => ofKafka(row, run) || ofStream(row, run) || ofStore(row, run)
const inOrder: Fits = (row, run) => {
  const id = run.names[row.element]?.slice('subscriptions/'.length) ?? ''
  const isPersistent = run.recipe.topology.subscriptions[id]?.kind === 'persistentConsumer'
  return !isPersistent && (!ofSqs(row, run) || ofFifo(row, run))
}
const hasEvent: Fits = ({ origin }) => origin >= 0

/** In the middle of all that fit; -1: none does. */
function middle(run: RecordedRun, fits: Fits): number {
  const all = run.rows.flatMap((row, index) => (fits(row, run) ? [index] : []))
  return all[Math.floor(all.length / 2)] ?? -1
}

const dropping =
  (fits: Fits): Mutation =>
  (run) => {
    const at = middle(run, fits)
    return at < 0 ? null : run.rows.toSpliced(at, 1)
  }

const repeating =
  (fits: Fits): Mutation =>
  (run) => {
    const at = middle(run, fits)
    return at < 0 ? null : run.rows.toSpliced(at, 0, run.rows[at] as JournalRow)
  }

const changing =
  (fits: Fits, change: (row: JournalRow) => Partial<JournalRow>): Mutation =>
  (run) => {
    const at = middle(run, fits)
    const row = run.rows[at]
    return row ? run.rows.with(at, { ...row, ...change(row) }) : null
  }

/** Writes another record some records later, as late as the one after which it comes. */
const adding =
  (fits: Fits, change: (row: JournalRow) => Partial<JournalRow>, later = 0): Mutation =>
  (run) => {
    const at = middle(run, fits)
    const row = run.rows[at]
    const after = run.rows[at + later]
    if (!row || !after) return null
    return run.rows.toSpliced(at + later + 1, 0, { ...row, atNs: after.atNs, ...change(row) })
  }

/** The events of two records trade places: the next one of its kind and element that fits. */
const swapping =
  (fits: Fits, isPair: (a: JournalRow, b: JournalRow) => boolean): Mutation =>
  (run) => {
    const at = middle(run, (row, own) => fits(row, own) && next(run, row, fits, isPair) > 0)
    const row = run.rows[at]
    if (!row) return null
    const to = next(run, row, fits, isPair)
    const other = run.rows[to] as JournalRow
    return run.rows.with(at, { ...row, ...eventIn(other) }).with(to, { ...other, ...eventIn(row) })
  }

function next(
  run: RecordedRun,
  row: JournalRow,
  fits: Fits,
  isPair: (a: JournalRow, b: JournalRow) => boolean,
): number {
  const from = run.rows.indexOf(row) + 1
  const found = run.rows
    .slice(from, from + 300)
    .findIndex((other) => other.element === row.element && fits(other, run) && isPair(row, other))
  return found < 0 ? -1 : found + from
}

function eventIn({ origin, n, key, rootOrigin, rootN }: JournalRow): Partial<JournalRow> {
  return { origin, n, key, rootOrigin, rootN }
}

/** Moves a record to just behind (or before) another one, and to its time. */
const moving =
  (fits: Fits, to: (run: RecordedRun, at: number) => number): Mutation =>
  (run) => {
    const at = middle(run, (row, own) => fits(row, own) && to(run, run.rows.indexOf(row)) >= 0)
    const row = run.rows[at]
    if (!row) return null
    const target = to(run, at)
    const { atNs } = run.rows[target] as JournalRow
    const without = run.rows.toSpliced(at, 1)
    return without.toSpliced(target > at ? target - 1 : target + 1, 0, { ...row, atNs })
  }

const before =
  (isMeant: (other: JournalRow, row: JournalRow, run: RecordedRun) => boolean) =>
  (run: RecordedRun, at: number): number =>
    run.rows.slice(0, at).findLastIndex((other) => isMeant(other, run.rows[at] as JournalRow, run))

/** The consumer of a delivery has this many more than it may when its acknowledgement comes late. */
const late =
  (records: number) =>
  (run: RecordedRun, at: number): number =>
    at + records < run.rows.length ? at + records : -1

const without =
  (isGone: (row: JournalRow, meant: JournalRow) => boolean, fits: Fits): Mutation =>
  (run) => {
    const meant = run.rows[middle(run, fits)]
    return meant ? run.rows.filter((row) => !isGone(row, meant)) : null
  }

const UNKNOWN = 1_000_000
const WORK: ReadonlySet<JournalKind> = new Set(['started', 'failed', 'acknowledged'])

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'forget what was accepted': dropping(is('accepted')),
  'accept twice': repeating(and(is('accepted'), (row, run) => !ofStore(row, run))),
  'accept twice in an event store': repeating(and(is('accepted'), ofStore)),
  'accept what nobody published': adding(is('accepted'), ({ n }) => ({ n: n + UNKNOWN })),
  'publish without a record': dropping(is('published')),
  'publish one number twice': repeating(is('published')),
  'deliver without a record': dropping(is('delivered')),
  'deliver twice at once': repeating(is('delivered')),
  'deliver what was never there': adding(is('delivered'), ({ n }) => ({ n: n + UNKNOWN })),
  'deliver before it is accepted': moving(
    and(is('delivered'), first),
    before((other, row) => kindOf(other) === 'published' && isEvent(other, row)),
  ),
  'deliver again after the end': (run) => {
    const fits = and(is('acknowledged'), (row, own) => !ofLog(row, own))
    const copy = adding(
      fits,
      ({ attempt }) => ({ kind: numberOf('delivered'), attempt: attempt + 1, detail: 1 }),
      3,
    )
    return copy(run)
  },
  'read again from a log for no reason': adding(
    and(is('delivered'), ofLog, inOrder),
    () => ({ attempt: 2 }),
    25,
  ),
  'skip a record of a log': without(
    (row, meant) => row.element === meant.element && isEvent(row, meant),
    and(is('delivered'), first, ofLog, inOrder),
  ),
  'swap two first deliveries': swapping(
    and(is('delivered'), first, inOrder),
    (a, b) => (a.detail === b.detail || a.key === b.key) && !isEvent(a, b),
  ),
  'swap two messages of a group': swapping(
    and(is('delivered'), first, ofFifo),
    (a, b) => a.key === b.key && !isEvent(a, b),
  ),
  'deliver from another partition': changing(and(is('delivered'), ofKafka), ({ detail }) => ({
    detail: (detail + 1) % 2,
  })),
  'store a key in another partition': changing(
    and(is('accepted'), ofKafka, ({ key }) => key >= 0),
    ({ detail }) => ({ detail: (detail + 1) % 2 }),
  ),
  'count a delivery too many': changing(is('delivered'), ({ attempt }) => ({
    attempt: attempt + 1,
  })),
  'call a redelivery the first': changing(and(is('delivered'), again), () => ({ attempt: 1 })),
  'acknowledge without a record': dropping(is('acknowledged')),
  'acknowledge twice': repeating(is('acknowledged')),
  'acknowledge before it is delivered': moving(
    is('acknowledged'),
    before((other, row) => kindOf(other) === 'accepted' && isEvent(other, row)),
  ),
  'acknowledge for another delivery': changing(
    and(is('acknowledged'), ofRabbit),
    ({ attempt }) => ({ attempt: attempt + 1 }),
  ),
  'forget a requeue': dropping(is('requeued')),
  'requeue twice': repeating(is('requeued')),
  'forget what came back from a crash': dropping(is('abandoned')),
  'forget that a lease ended': dropping(and(is('leaseExpired'), ofSqs)),
  'end a lease early': moving(
    and(is('leaseExpired'), ofSqs),
    before((other, row) => kindOf(other) === 'delivered' && isEvent(other, row)),
  ),
  'end a lease late': moving(and(is('leaseExpired'), ofSqs), late(8)),
  'ignore the delay': moving(
    and(is('delivered'), first, ofSqs, (row, run) => !ofFifo(row, run)),
    before((other, row) => kindOf(other) === 'accepted' && isEvent(other, row)),
  ),
  'receive once too often': (run) =>
    changing(and(is('deadLettered'), ofSqs), ({ detail, attempt }) => ({
      kind: numberOf('delivered'),
      element: detail,
      attempt: attempt + 1,
      detail: 1,
    }))(run),
  'give up too early': changing(and(is('deadLettered'), ofSqs), ({ attempt }) => ({
    attempt: attempt - 1,
  })),
  'dead-letter without a record': dropping(is('deadLettered')),
  'dead-letter twice': repeating(
    and(is('deadLettered'), (row, run) => channelOf(run, row.element) !== null),
  ),
  'expire twice': repeating(is('expired')),
  'expire too early': moving(
    and(is('expired'), ofRabbit),
    before((other, row) => kindOf(other) === 'accepted' && isEvent(other, row)),
  ),
  'deliver after its time to live': (run) => {
    const at = middle(run, and(is('expired'), ofRabbit))
    const row = run.rows[at]
    const delivered = run.rows.findLast(is('delivered') as (row: JournalRow) => boolean)
    const given = row && run.rows.findLast((each) => kindOf(each) === 'delivered' && each.n < row.n)
    if (!row || !delivered || !given) return null
    const { element, detail } = given
    const kind = numberOf('delivered')
    const to = run.rows.findIndex(({ atNs }) => atNs > row.atNs)
    const atNs = (run.rows[to] as JournalRow).atNs
    const put = { ...row, kind, element, detail, attempt: 1, atNs }
    return run.rows.toSpliced(to + 1, 0, put).toSpliced(at, 1)
  },
  'hand out more than the prefetch': moving(and(is('acknowledged'), ofRabbit), late(30)),
  'give all to one consumer': (run) => {
    const isMeant = and(is('delivered'), ofRabbit, ({ detail }) => detail > 1)
    if (middle(run, isMeant) < 0) return null
    return run.rows.map((row) => (isMeant(row, run) ? { ...row, detail: 1 } : row))
  },
  'let two be the active consumer': (run) => {
    const isSingle = reads(
      (each) => each.kind === 'rabbitQueue' && each.singleActiveConsumer === true,
    )
    return changing(and(is('delivered'), isSingle), ({ detail }) => ({ detail: detail + 1 }))(run)
  },
  'keep more than x-max-length': (run) => {
    const isLimited = reads((each) => each.kind === 'rabbitQueue' && each.maxLength !== undefined)
    return moving(and(is('dropped'), isLimited), late(4))(run)
  },
  'accept a duplicate within five minutes': adding(and(is('acknowledged'), ofFifo), () => ({}), 5),
  'receive a group while it is in flight': moving(and(is('acknowledged'), ofFifo), late(40)),
  'assign a partition twice': adding(is('assigned'), ({ detail }) => ({ detail: detail + 1 })),
  'read without being assigned': dropping(is('assigned')),
  'revoke what another has': adding(is('assigned'), ({ detail }) => ({
    kind: numberOf('revoked'),
    detail: detail + 5,
  })),
  'commit back': changing(
    and(is('positioned'), ofKafka, ({ detail }) => detail > 3),
    ({ detail }) => ({
      detail: detail - 3,
    }),
  ),
  'commit what was not read': changing(is('positioned'), ({ detail }) => ({ detail: detail + 40 })),
  'show an aborted record': adding(is('aborted'), () => ({})),
  'tell a wrong version': changing(is('conflicted'), ({ detail }) => ({ detail: detail + 1 })),
  'park or settle what nobody had': adding(and(is('acknowledged'), hasEvent), ({ n }) => ({
    n: n + UNKNOWN,
  })),
  'turn time back': changing(
    (row) => row.atNs > 2e9,
    ({ atNs }) => ({ atNs: atNs - 1e9 }),
  ),
  'fail what has not begun': dropping(
    and(is('started'), (row, run) => {
      const from = run.rows.indexOf(row) + 1
      const next = run.rows
        .slice(from, from + 400)
        .find((other) => isEvent(other, row) && WORK.has(kindOf(other)))
      return next !== undefined && kindOf(next) === 'failed'
    }),
  ),
  'begin more than there are slots': (run) => {
    const at = middle(run, is('failed'))
    const failed = run.rows[at]
    const from = failed
      ? run.rows.findLastIndex(
          (row, index) => index < at && kindOf(row) === 'started' && isEvent(row, failed),
        )
      : -1
    const started = run.rows[from]
    if (!failed || !started) return null
    const others = Array.from({ length: 6 }, (_, index) => started.n + UNKNOWN + index)
    const ends = others.map((n) => ({ ...failed, n }))
    const begins = others.map((n) => ({ ...started, n }))
    return run.rows.toSpliced(at + 1, 0, ...ends).toSpliced(from + 1, 0, ...begins)
  },
}

/** Records that the mutation above needs in another form: a second acceptance, a forbidden delivery. */
export function completed(name: string, run: RecordedRun): readonly JournalRow[] | null {
  if (name === 'accept a duplicate within five minutes') return duplicated(run)
  if (name === 'show an aborted record') return abortedShown(run)
  return MUTATIONS[name]?.(run) ?? null
}

function duplicated(run: RecordedRun): readonly JournalRow[] | null {
  const at = middle(run, and(is('accepted'), ofFifo))
  const row = run.rows[at]
  const later = run.rows[at + 60]
  if (!row || !later) return null
  return run.rows.toSpliced(at + 61, 0, { ...row, atNs: later.atNs })
}

/** In its place in the order of the partition, so that nothing but the abort speaks against it. */
function abortedShown(run: RecordedRun): readonly JournalRow[] | null {
  const at = middle(run, is('aborted'))
  const row = run.rows[at]
  const [, channelId] = run.names[row?.element ?? -1]?.split('/') ?? []
  const [id] =
    Object.entries(run.recipe.topology.subscriptions).find(
      ([, spec]) =>
        spec.kind === 'kafkaConsumer' &&
        spec.channelId === channelId &&
        spec.isolationLevel === 'read_committed',
    ) ?? []
  const reader = run.names.indexOf(`subscriptions/${id}`)
  if (!row || reader < 0) return null
  const kind = numberOf('delivered')
  return run.rows.toSpliced(at + 1, 0, { ...row, kind, element: reader, attempt: 1 })
}
