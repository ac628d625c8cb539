// A second opinion on a run: from its drawing, its commands and its journal alone, record by record. It
// shares no code with the engine, and asks for no more than records tell: what they leave open, each rule
// says itself.

import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import type { Command, RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Agreement, type EngineFacts, type Identities } from './agreement.ts'
import {
  type Book,
  bookFor,
  type Fixed,
  fixedOf,
  isAnother,
  readerFor,
  readerName,
} from './books.ts'
import { Counts } from './counts.ts'
import { Drawing } from './drawing.ts'
import type { LogBook, LogReader } from './logs/logBook.ts'
import { SlotsRule } from './slotsRule.ts'
import { PublishedRule, TimeRule } from './timeRule.ts'
import { eventOf, type Moment, type Violation, Violations } from './violations.ts'
import { WorkRule } from './workRule.ts'

const CHANNELS = 'channels/'
const SUBSCRIPTIONS = 'subscriptions/'
const SERVICES = 'services/'

export class JournalChecker {
  readonly #drawing: Drawing
  readonly #violations = new Violations()
  readonly #counts = new Counts()
  readonly #time: TimeRule
  readonly #published: PublishedRule
  readonly #slots: SlotsRule
  readonly #work: WorkRule
  /** By id; those of channels that were removed keep them, empty. */
  readonly #books = new Map<string, Book>()
  readonly #removed = new Set<string>()
  readonly #fixed = new Map<string, Fixed>()
  /** What was another channel until this edit, while its messages end. */
  readonly #former = new Map<string, Book>()
  readonly #commands: readonly Command[]
  #applied = 0
  #isEditUnsettled = false
  #identities: Identities = { waits: 0, works: 0 }
  /** The dead letter whose queue has just given it up; -1: none. */
  #moving = -1
  #atNs = -1

  constructor({ topology, commands = [] }: { topology: Topology; commands?: readonly Command[] }) {
    this.#drawing = new Drawing(topology)
    this.#commands = commands.toSorted((a, b) => a.atNs - b.atNs || a.sequence - b.sequence)
    this.#time = new TimeRule(this.#violations)
    this.#published = new PublishedRule(this.#violations)
    this.#slots = new SlotsRule(this.#drawing, this.#violations)
    this.#work = new WorkRule(this.#drawing)
    this.#openBooks()
  }

  /** The first ones. */
  get violations(): readonly Violation[] {
    return this.#violations.all
  }

  get violationCount(): number {
    return this.#violations.count
  }

  /** Channels whose waiting, and services whose work, the records tell to the nanosecond. */
  get identities(): Identities {
    return this.#identities
  }

  /** In the order of the journal. */
  take(row: JournalRow, nameOf: (element: number) => string): void {
    const { atNs } = row
    if (atNs > this.#atNs) this.#passTime(atNs)
    const event = eventOf(row)
    const moment: Moment = {
      atNs,
      kind: JOURNAL_KINDS[row.kind] ?? 'edited',
      row,
      element: nameOf(row.element),
      event,
      isMoved: this.#moving === event,
      nameOf,
    }
    this.#moving = -1
    this.#time.take(moment)
    this.#published.take(moment)
    this.#counts.take(moment)
    const { element } = moment
    if (element.startsWith(CHANNELS)) this.#takeOfChannel(moment, element.slice(CHANNELS.length))
    else if (element.startsWith(SUBSCRIPTIONS))
      this.#takeOfSubscription(moment, element.slice(SUBSCRIPTIONS.length))
    else if (element.startsWith(SERVICES)) this.#takeOfService(moment)
  }

  /** The run is over, and these are the engine's own figures. */
  end(atNs: number, facts: EngineFacts): readonly Violation[] {
    this.#passTime(atNs)
    this.#settleEdit()
    const agreement = new Agreement(this.#violations, atNs)
    agreement.counts(this.#counts, facts)
    for (const [id, book] of this.#books) {
      agreement.levels(id, book, facts)
      agreement.waits(id, book, facts)
      if (book.kind === 'queue') book.end(atNs)
      if (!this.#drawing.has('channels', id)) this.#expectEmpty(book)
    }
    this.#work.agree(agreement, atNs, facts)
    this.#identities = agreement.identities
    return this.#violations.all
  }

  /** A command is carried out before the timers of its instant. */
  #passTime(atNs: number): void {
    this.#settleEdit()
    this.#atNs = Math.max(this.#atNs, atNs)
    for (const book of this.#books.values()) if (book.kind === 'queue') book.passTime(atNs)
    for (;;) {
      const command = this.#commands[this.#applied]
      if (!command || command.atNs > atNs) return
      this.#applied += 1
      this.#carryOut(command.change, command.atNs)
    }
  }

  #carryOut(change: RunChange, atNs: number): void {
    this.#intervene()
    if (change.kind !== 'fault' && change.kind !== 'recover') this.#work.doubtAll()
    if (change.kind === 'edit') this.#edit(change, atNs)
    if (change.kind === 'operate' && change.operation.kind === 'purge') {
      const book = this.#books.get(change.channelId)
      if (book?.kind === 'queue') book.purge()
    }
    if (change.kind === 'seek') this.#seek(change.subscriptionId)
  }

  #seek(subscription: string): void {
    const channelId = this.#drawing.subscription(subscription)?.channelId
    const book = channelId === undefined ? undefined : this.#books.get(channelId)
    if (book?.kind === 'log')
      book.readers.get(readerName(subscription, this.#drawing))?.onSeek?.(subscription)
  }

  #edit(change: Extract<RunChange, { kind: 'edit' }>, atNs: number): void {
    let next = this.#drawing.topology
    for (const edit of change.edits) {
      const outcome = applyEdit(next, edit)
      // The engine ends the run there.
      if (!outcome.ok) return
      next = outcome.topology
    }
    this.#forgetCounts('channels', next.channels)
    this.#forgetCounts('subscriptions', next.subscriptions)
    this.#drawing.become(next, atNs)
    this.#slots.become()
    this.#openBooks()
    for (const book of this.#books.values()) book.edited()
    this.#isEditUnsettled = true
  }

  /** What comes now counts from nothing. */
  #forgetCounts(section: 'channels' | 'subscriptions', next: Readonly<Record<string, unknown>>) {
    for (const id of Object.keys(next))
      if (!this.#drawing.has(section, id)) this.#counts.forget(`${section}/${id}`)
  }

  /** All records of the last edit are in. */
  #settleEdit(): void {
    if (!this.#isEditUnsettled) return
    this.#isEditUnsettled = false
    for (const book of this.#former.values()) this.#expectEmpty(book)
    this.#former.clear()
    for (const [channelId, book] of this.#books)
      if (book.kind === 'log') book.settleEdit((name) => this.#isStillRead(channelId, name))
  }

  #isStillRead(channelId: string, name: string): boolean {
    return Object.entries(this.#drawing.topology.subscriptions).some(
      ([id, spec]) => spec.channelId === channelId && readerName(id, this.#drawing) === name,
    )
  }

  #openBooks(): void {
    for (const id of this.#fixed.keys())
      if (!this.#drawing.has('channels', id)) this.#removed.add(id)
    for (const id of Object.keys(this.#drawing.topology.channels)) {
      const fixed = fixedOf(id, this.#drawing)
      const before = this.#fixed.get(id)
      this.#fixed.set(id, fixed)
      const former = this.#books.get(id)
      // One that was removed and comes again begins with nothing.
      if (before && !isAnother(before, fixed) && !this.#removed.has(id)) continue
      if (former) this.#replace(id, former)
      const book = bookFor(id, this.#drawing, this.#violations)
      if (book) this.#books.set(id, book)
      else this.#books.delete(id)
      this.#removed.delete(id)
    }
  }

  #replace(channelId: string, former: Book): void {
    this.#former.set(channelId, former)
    this.#counts.forget(`${CHANNELS}${channelId}`)
    for (const [id, spec] of Object.entries(this.#drawing.topology.subscriptions))
      if (spec.channelId === channelId) this.#counts.forget(`${SUBSCRIPTIONS}${id}`)
  }

  #takeOfChannel(moment: Moment, id: string): void {
    const { kind, event } = moment
    if (kind === 'nodeDown' || kind === 'nodeUp') this.#drawing.noteNode(id, kind === 'nodeUp')
    const former = this.#former.get(id)
    const isOfFormer = kind === 'removed' || this.#counts.isFormer(moment.row.element)
    const book = former && isOfFormer ? former : this.#books.get(id)
    if (isDisturbing(moment, book)) this.#work.disturb(id)
    book?.take(moment)
    if (kind === 'deadLettered' || kind === 'redriven') this.#moving = event
  }

  #takeOfService(moment: Moment): void {
    const { kind, row, atNs, element } = moment
    const id = element.slice(SERVICES.length)
    if (kind === 'crashed') {
      this.#intervene()
      // One replica of several: nothing tells which handlings were its own.
      if (row.detail === 0) this.#work.crash(id, atNs)
      else this.#work.doubt(id)
    }
    if (kind !== 'disconnected') return
    this.#work.doubtAll()
    this.#disturb()
  }

  #takeOfSubscription(moment: Moment, id: string): void {
    this.#slots.take(moment, id)
    this.#work.take(moment, id)
    const channelId = this.#drawing.subscription(id)?.channelId
    if (channelId === undefined) return
    // Who reads a channel that is being replaced lets go of the former one.
    const former = this.#former.get(channelId)
    const isOfFormer = this.#counts.isFormer(moment.row.element)
    const book = former && isOfFormer ? former : this.#books.get(channelId)
    if (!book) return
    if (book.kind === 'queue') book.takeFrom(moment, id)
    else this.#reader(id, channelId, book).takeFrom(moment, id)
  }

  #reader(id: string, channelId: string, book: LogBook): LogReader {
    const name = readerName(id, this.#drawing)
    const known = book.readers.get(name)
    if (known) return known
    const options = { book, drawing: this.#drawing, violations: this.#violations }
    const reader = readerFor(id, channelId, options)
    book.readers.set(name, reader)
    return reader
  }

  /** Consumers may go and come without a record. */
  #intervene(): void {
    for (const book of this.#books.values()) if (book.kind === 'log') book.intervene()
  }

  #disturb(): void {
    for (const book of this.#books.values()) if (book.kind === 'queue') book.disturb()
  }

  #expectEmpty(book: Book): void {
    const left = book.kind === 'log' ? book.retained : book.copies.waiting + book.copies.out
    if (left > 0)
      this.#violations.addAt(
        'conservation',
        `${left} were inside ${book.element} when it was removed, and nothing tells of their end`,
        this.#atNs,
      )
  }
}

/** What a consumer has in hand may be void from now on, and its end no record. */
function isDisturbing({ kind }: Moment, book: Book | undefined): boolean {
  if (kind === 'nodeDown' || kind === 'nodeUp' || kind === 'leaseExpired') return true
  return kind === 'expired' && book?.kind === 'queue' && book.traits.isLeased
}
