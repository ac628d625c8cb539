// What becomes of the events that clients wait for, and of all that these cause. Nothing is followed, and
// nothing costs anything, where nobody waits.
//
// An event is over when nothing holds it any more but the logs that keep it, and every reader of such a log
// has settled it: acknowledged it, given it up, or moved it to its dead letters, which are events again.

import type { JournalKind } from '#shared/lib/journal.ts'
import { type EventHandle, type Events, NO_EVENT } from '../broker/events.ts'
import type { Scheduler } from '../engine/kernel.ts'
import { Story, type StoryState, type Waiting } from './story.ts'

/** Groups of consumers that read a log, each by itself. */
export interface LogReaders {
  /** Null for a channel that is no log. */
  of(channelElement: number): readonly string[] | null
  /** Null for the subscription of a queue. */
  by(subscriptionElement: number): string | null
  /** Whether the reader is still there. */
  has(reader: string): boolean
}

/** After these, more may be gone than the records of events say. */
const SWEEPING: ReadonlySet<JournalKind> = new Set(['crashed', 'disconnected', 'edited'])

interface StoriesWorld {
  readonly events: Events
  readonly scheduler: Scheduler
}

export class Stories {
  /** Somebody waits for some. */
  areFollowed = false
  readonly #world: StoriesWorld
  readonly #readers: LogReaders
  /** By the element and the number of the event that began it. */
  readonly #byRoot = new Map<number, Map<number, Story>>()
  /** What its source publishes now begins this story. */
  #opening: Story | null = null

  constructor(world: StoriesWorld, readers: LogReaders) {
    this.#world = world
    this.#readers = readers
  }

  /** All that the source with this element publishes in `publish` is waited for. */
  open(origin: number, waiting: Waiting, publish: () => void): Story {
    const story = new Story(origin, waiting, this.#world.events)
    if (!this.#byRoot.has(origin)) this.#follow(origin, new Map())
    this.#opening = story
    publish()
    this.#opening = null
    return story
  }

  restore(state: StoryState, waiting: Waiting): Story {
    const story = Story.restored(state, waiting, this.#world.events)
    const stories = this.#byRoot.get(story.origin) ?? new Map<number, Story>()
    this.#follow(story.origin, stories)
    for (const n of story.roots) stories.set(n, story)
    return story
  }

  /** What still comes of it is waited for by nobody. */
  forget({ origin, roots }: Story): void {
    const stories = this.#byRoot.get(origin)
    for (const n of roots) stories?.delete(n)
  }

  /** Nobody waits for what the source publishes any more. */
  forgetAllOf(origin: number): void {
    this.#byRoot.delete(origin)
    this.areFollowed = this.#byRoot.size > 0
  }

  #follow(origin: number, stories: Map<number, Story>): void {
    this.#byRoot.set(origin, stories)
    this.areFollowed = true
  }

  /** A slot has done with it, and may have been the last that held it. */
  noteHandled(event: EventHandle): void {
    const { events } = this.#world
    const story = this.#byRoot.get(events.rootOrigin(event))?.get(events.rootN(event))
    if (!story) return
    story.touch(event)
    this.#tell(story)
  }

  note(kind: JournalKind, element: number, event: EventHandle): void {
    if (event === NO_EVENT) {
      if (SWEEPING.has(kind)) this.#sweep()
      return
    }
    const { events } = this.#world
    const stories = this.#byRoot.get(events.rootOrigin(event))
    if (!stories) return
    const n = events.rootN(event)
    if (kind === 'published' && this.#opening?.origin === events.origin(event)) {
      this.#opening.roots.push(n)
      stories.set(n, this.#opening)
    }
    const story = stories.get(n)
    if (!story) return
    story.touch(event)
    this.#noteIn(story, kind, { element, event })
    this.#tell(story)
  }

  #noteIn(story: Story, kind: JournalKind, { element, event }: Noted): void {
    switch (kind) {
      case 'accepted': {
        const readers = this.#readers.of(element)
        if (readers) story.keep(event, element, readers)
        return
      }
      case 'expired':
      case 'compacted':
      case 'lost':
      case 'removed':
        if (this.#readers.of(element)) story.drop(event, element)
        return
      case 'aborted':
        story.hide(event, element)
        return
      case 'acknowledged':
      case 'dropped':
      case 'deadLettered':
      case 'parked': {
        const reader = this.#readers.by(element)
        if (reader !== null) story.settle(event, reader)
        return
      }
      default:
    }
  }

  #sweep(): void {
    for (const stories of this.#byRoot.values())
      for (const story of stories.values()) {
        story.keepReaders((reader) => this.#readers.has(reader))
        story.touchAll()
        this.#tell(story)
      }
  }

  #tell(story: Story): void {
    if (story.isTold) return
    story.isTold = true
    const { entity, kind, argument } = story.waiting
    this.#world.scheduler.handOver(entity, kind, argument)
  }
}

interface Noted {
  readonly element: number
  readonly event: EventHandle
}
